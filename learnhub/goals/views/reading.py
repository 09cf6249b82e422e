"""The list of goals, and the page of one."""

from flask import request
from flask.wrappers import Response

from learnhub.goals import coverage_pages, pages, sentences, story_pages
from learnhub.goals.views.blueprint import bp
from learnhub.people.access import employee, goal_maker
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, page_number


@bp.get("/goals")
@access(employee)
def index() -> Response:
    return page(
        "goals/index.html", say=sentences, may_add=bool(goal_maker()), **pages.index(actor(), request.args)
    )


@bp.get("/goals/coverage")
@access(goal_maker)
def coverage() -> Response:
    return page("goals/coverage.html", **coverage_pages.show(actor()))


@bp.get("/goals/coverage/<kind>")
@access(goal_maker)
def coverage_of(kind: str) -> Response:
    return page("goals/coverage_of.html", **coverage_pages.all_of(actor(), kind, page_number(request.args)))


@bp.get("/goals/<key>")
@access(employee)
def show(key: str) -> Response:
    return page("goals/show.html", **story_pages.show(actor(), key))
