"""Tying things to goals, from either side: one form, one mechanism for every kind."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core.text import one_line
from learnhub.goals import queries, services, tie_pages, tieable
from learnhub.goals.views.blueprint import bp, done, editable, readable
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.next_url import onward
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/goals/<key>/ties")
@access(employee)
def ties(key: str) -> Response:
    return page("goals/ties.html", **tie_pages.of_goal(actor(), readable(key), request.args))


@bp.post("/goals/<key>/ties")
@access(employee)
def tie_to(key: str) -> Response:
    goal, said = editable(key), request.form
    kind, _, thing = said.get("thing", "").rpartition("/")
    found = tieable.one(actor(), kind or said.get("kind", ""), thing)
    why = one_line(said.get("why"))[:300]
    services.tie(actor(), goal, found.ref, why=why, may_edit_the_other=found.may)
    return done(f"“{found.title}” serves the goal.", goal, "ties")


@bp.post("/goals/<key>/ties/<tie>/untie")
@access(employee)
def take_off_tie(key: str, tie: str) -> Response:
    goal = editable(key)
    left = tie_pages.untie(goal, queries.tie_of(goal, tie))
    stays = " What stood under it still does." if left else ""
    return done(f"It serves this goal no more.{stays}", goal, "ties")


@bp.get("/ties/<kind>/<thing>")
@access(employee)
def tying(kind: str, thing: str) -> Response:
    return page("goals/tying.html", **tie_pages.of_thing(actor(), kind, thing))


@bp.post("/ties/<kind>/<thing>")
@access(employee)
def tie(kind: str, thing: str) -> Response:
    found = tieable.one(actor(), kind, thing)
    goal, why = tieable.chosen(actor(), request.form.get("goal", "")), one_line(request.form.get("why"))[:300]
    services.tie(actor(), goal, found.ref, why=why, may_edit_the_other=found.may)
    toast(f"“{found.title}” serves “{goal.title}”.")
    return see(_back(kind, thing))


@bp.post("/ties/<kind>/<thing>/<goal>/untie")
@access(employee)
def untie(kind: str, thing: str, goal: str) -> Response:
    found, of = tieable.one(actor(), kind, thing), readable(goal)
    may = found.may or bool(services.verdict_on_editing(actor(), of))
    services.untie(queries.tie(found.ref, of.key), may_edit_the_other=may)
    toast(f"“{found.title}” serves “{of.title}” no more.")
    return see(_back(kind, thing))


def _back(kind: str, thing: str) -> str:
    """The page that the form stood on, or the thing's own page of ties."""
    return onward(request.form.get("back")) or url_for("goals.tying", kind=kind, thing=thing)
