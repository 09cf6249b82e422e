"""Making a goal, and changing what it says."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.goals import alignment, pages, periods, sentences, services, tieable
from learnhub.goals.forms import GoalForm
from learnhub.goals.models import Goal
from learnhub.goals.views.blueprint import bp, done, editable
from learnhub.people.access import employee, goal_maker
from learnhub.people.models import Person
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.next_url import onward
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/goals/new")
@access(goal_maker)
def new() -> Response:
    unit = actor().unit
    form = GoalForm(unit=unit.key if unit else None, period=periods.usual(pages.today(actor())).key)
    form.offer(**pages.offered(actor()))
    return page("goals/new.html", form=form, back=onward(request.args.get("back")))


@bp.post("/goals/new")
@access(goal_maker)
def create() -> Response:
    form = GoalForm().offer(**pages.offered(actor()))
    if form.validate():
        with form.blaming():
            goal = services.create(actor(), **pages.goal_fields(actor(), form.data))
            _align(actor(), goal, form)
            return see(_added(goal))
    return page("goals/new.html", status=422, form=form, back=onward(request.args.get("back")))


@bp.get("/goals/<key>/edit")
@access(employee)
def edit(key: str) -> Response:
    goal = editable(key)
    parent = goal.parent.key if goal.parent else ""
    form = GoalForm(obj=goal, unit=goal.unit.key, owner=goal.owner.email, parent=parent)
    return page("goals/edit.html", goal=goal, form=form.offer(**pages.offered(actor(), goal)))


@bp.post("/goals/<key>/edit")
@access(employee)
def save(key: str) -> Response:
    goal = editable(key)
    form = GoalForm().offer(**pages.offered(actor(), goal))
    if form.validate():
        with form.blaming():
            services.edit(actor(), goal, **pages.edited_fields(actor(), goal, form.data))
            _align(actor(), goal, form)
            return done("The goal is changed.", goal)
    return page("goals/edit.html", status=422, goal=goal, form=form)


def _align(person: Person, goal: Goal, form: GoalForm) -> None:
    alignment.align(person, goal, pages.parent_of(person, form.data), weight=form.weight.given)


def _added(goal: Goal) -> str:
    """Say so, and tie what the goal was added for, if the address names it; return where to go on."""
    kind, thing = request.args.get("kind"), request.args.get("thing")
    if not kind or not thing:
        toast(sentences.added(goal, pages.today(actor())))
        return url_for(".measures", key=goal.key)
    found = tieable.one(actor(), kind, thing)
    services.tie(actor(), goal, found.ref, why="", may_edit_the_other=found.may)
    toast(f"The goal is added, and “{found.title}” serves it.")
    return onward(request.args.get("back")) or url_for(".tying", kind=kind, thing=thing)
