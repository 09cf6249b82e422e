"""Many resources at once: bringing them in, and taking them along."""

from flask import Blueprint
from flask.wrappers import Response

from learnhub.library import incoming
from learnhub.people.access import employee
from learnhub.web.access import access
from learnhub.web.page import page

bp = Blueprint("exchange", __name__)


@bp.get("/library/bring-in")
@access(employee)
def index() -> Response:
    return page("library/exchange.html", ways=incoming.WAYS)
