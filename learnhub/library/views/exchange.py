"""Many resources at once: bringing them in, taking them along, and following what is new."""

from typing import Any

from flask import Blueprint, request, url_for
from flask import Response as File
from flask.wrappers import Response

from learnhub.library import exchange_pages, exporting, feeds
from learnhub.library.exchange_pages import Selection
from learnhub.library.exporting import Chosen
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access, anyone
from learnhub.web.downloads import download
from learnhub.web.page import page

bp = Blueprint("exchange", __name__)


@bp.get("/library/bring-in")
@access(employee)
def bring_in() -> Response:
    crumb = "Library", url_for("library.index")
    context: dict[str, Any] = {"title": "Bring in many", "crumb": crumb, "place": "the library has"}
    return page("imports/bring_in.html", ways=exchange_pages.WAYS, **context)


@bp.get("/library/take-along")
@access(employee)
def take_along() -> Response:
    return _taking(exchange_pages.by_address(actor(), request.args))


@bp.post("/library/take-along")
@access(employee)
def follow() -> Response:
    return _following(exchange_pages.by_address(actor(), request.args))


@bp.get("/library/take-along.<form>")
@access(employee)
def export(form: str) -> Response:
    return _sent(form, exchange_pages.by_address(actor(), request.args).chosen, "library")


@bp.get("/collections/<key>/take-along")
@access(employee)
def take_collection(key: str) -> Response:
    return _taking(exchange_pages.by_collection(actor(), key))


@bp.post("/collections/<key>/take-along")
@access(employee)
def follow_collection(key: str) -> Response:
    return _following(exchange_pages.by_collection(actor(), key))


@bp.get("/collections/<key>/take-along.<form>")
@access(employee)
def export_collection(key: str, form: str) -> Response:
    return _sent(form, exchange_pages.by_collection(actor(), key).chosen, f"collection-{key}")


@bp.get("/library/feeds/<secret>.atom")
@access(anyone)
def feed(secret: str) -> File:
    """A feed, read by a program that nobody signs in: the secret in the address opens it."""
    answer = File(feeds.read(secret), mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "private, no-cache"  # may be kept, and is asked for each time
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _taking(asked: Selection) -> Response:
    return page("library/take_along.html", **exchange_pages.taking(actor(), asked))


def _following(asked: Selection) -> Response:
    """The answer shows the secret, this once: no redirect could carry it."""
    url = feeds.make(actor(), asked.about)
    answer = page("library/take_along.html", **exchange_pages.taking(actor(), asked, url=url))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _sent(form: str, chosen: Chosen, name: str) -> Response:
    body = exporting.written(form, chosen)
    return download(body, f"{name}.{form}", exporting.FORMATS[form].media)
