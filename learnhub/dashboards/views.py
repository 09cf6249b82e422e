"""The dashboard of org leaders, under /dashboard."""

from flask import Blueprint, request
from flask.wrappers import Response

from learnhub.dashboards import pages
from learnhub.people.access import leader
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page

bp = Blueprint("dashboards", __name__)


@bp.get("/dashboard")
@access(leader)
def index() -> Response:
    return page("dashboards/index.html", **pages.show(actor(), request.args))


@bp.get("/dashboard/of/<name>")
@access(leader)
def made_of(name: str) -> Response:
    return page("dashboards/made_of.html", **pages.made_of(actor(), name, request.args))
