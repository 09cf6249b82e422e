"""Many talks at once: bringing them in, and taking them along."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.talks import exporting, importing
from learnhub.talks.access import maker
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import page

bp = Blueprint("talks_exchange", __name__)


@bp.get("/talks/bring-in")
@access(maker)
def bring_in() -> Response:
    crumb = "What’s on", url_for("programs.whats_on")
    context: dict[str, Any] = {"title": "Bring in many talks", "crumb": crumb, "place": "is here"}
    return page("imports/bring_in.html", ways=importing.WAYS, **context)


@bp.get("/talks/take-along")
@access(member)
def take_along() -> Response:
    over = request.args.get("when") == "past"
    number = exporting.count(actor(), over=over)
    return page("talks/take_along.html", number=number, over=over, formats=exporting.FORMATS)


@bp.get("/talks/take-along.<form>")
@access(member)
def export(form: str) -> Response:
    over = request.args.get("when") == "past"
    name = f"talks-{'past' if over else 'coming'}.{form}"
    body = exporting.written(form, actor(), over=over)
    return download(body, name, exporting.FORMATS[form].media)
