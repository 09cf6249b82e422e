"""Many talks at once: bringing them in."""

from flask import Blueprint
from flask.wrappers import Response

from learnhub.talks import importing
from learnhub.talks.access import maker
from learnhub.web.access import access
from learnhub.web.page import page

bp = Blueprint("talks_exchange", __name__)


@bp.get("/talks/bring-in")
@access(maker)
def bring_in() -> Response:
    return page("talks/bring_in.html", ways=importing.WAYS)
