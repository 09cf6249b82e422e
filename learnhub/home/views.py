"""Home, at /."""

from flask import Blueprint
from flask.wrappers import Response

from learnhub.home import pages
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page
from learnhub.web.reader import now

bp = Blueprint("home", __name__)


@bp.get("/")
@access(member)
def index() -> Response:
    return page("home/index.html", **pages.home(actor(), now()))
