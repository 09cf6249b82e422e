"""Pages about goals, under /goals."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.goals import pages, queries, services
from learnhub.goals.forms import CloseForm, GoalForm, MeasureForm, UpdateForm
from learnhub.goals.models import Goal
from learnhub.people.access import employee, goal_maker
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast

bp = Blueprint("goals", __name__)


@bp.get("/goals")
@access(employee)
def index() -> Response:
    return page("goals/index.html", may_add=bool(goal_maker()), **pages.index(actor(), request.args))


@bp.get("/goals/new")
@access(goal_maker)
def new() -> Response:
    form = GoalForm(starts_on=clock.now().astimezone(actor().tz).date(), unit=_own_unit())
    form.unit.choices = pages.unit_choices()
    return page("goals/new.html", form=form)


@bp.post("/goals/new")
@access(goal_maker)
def create() -> Response:
    form = GoalForm()
    form.unit.choices = pages.unit_choices()
    if form.validate():
        try:
            goal = services.create(actor(), **pages.goal_fields(actor(), form.data))
        except Invalid as error:
            form.blame(error)
        else:
            return see(url_for(".measure", key=goal.key))
    return page("goals/new.html", status=422, form=form)


@bp.get("/goals/<key>")
@access(employee)
def show(key: str) -> Response:
    return page("goals/show.html", **pages.show(actor(), _goal(key)))


@bp.get("/goals/<key>/edit")
@access(employee)
def edit(key: str) -> Response:
    goal = _editable(key)
    form = GoalForm(obj=goal, unit=goal.unit.key, owner=goal.owner.email)
    form.unit.choices = [(goal.unit.key, goal.unit.name)]
    return page("goals/edit.html", goal=goal, form=form)


@bp.post("/goals/<key>/edit")
@access(employee)
def save(key: str) -> Response:
    goal, form = _editable(key), GoalForm()
    form.unit.choices = [(goal.unit.key, goal.unit.name)]
    if form.validate():
        try:
            services.edit(actor(), goal, **pages.edited_fields(actor(), goal, form.data))
        except Invalid as error:
            form.blame(error)
        else:
            toast("The goal is changed.")
            return see(url_for(".show", key=goal.key))
    return page("goals/edit.html", status=422, goal=goal, form=form)


@bp.get("/goals/<key>/measure")
@access(employee)
def measure(key: str) -> Response:
    return page("goals/measure.html", goal=_editable(key), form=MeasureForm())


@bp.post("/goals/<key>/measure")
@access(employee)
def add_measure(key: str) -> Response:
    goal, form = _editable(key), MeasureForm()
    if form.validate():
        try:
            services.measure(actor(), goal, **form.fields())
        except Invalid as error:
            form.blame(error)
        else:
            return see(url_for(".show", key=goal.key))
    return page("goals/measure.html", status=422, goal=goal, form=form)


@bp.get("/goals/<key>/update")
@access(employee)
def update(key: str) -> Response:
    goal = _editable(key)
    return page("goals/update.html", goal=goal, form=UpdateForm(), **pages.update(actor(), goal))


@bp.post("/goals/<key>/update")
@access(employee)
def write_update(key: str) -> Response:
    goal, form = _editable(key), UpdateForm()
    if not form.validate():
        return page("goals/update.html", status=422, goal=goal, form=form, **pages.update(actor(), goal))
    services.update(actor(), goal, **form.fields())
    toast("The update is written.")
    return see(url_for(".show", key=goal.key))


@bp.get("/goals/<key>/close")
@access(employee)
def close(key: str) -> Response:
    if _goal(key).closed_at:
        return already("This goal is closed.", url_for(".show", key=key), "Read its history")
    return page("goals/close.html", goal=_editable(key), form=CloseForm())


@bp.post("/goals/<key>/close")
@access(employee)
def finish(key: str) -> Response:
    goal, form = _editable(key), CloseForm()
    if not form.validate():
        return page("goals/close.html", status=422, goal=goal, form=form)
    services.close(actor(), goal, learnt=form.learnt.data or "")
    toast(f"{goal.title} is closed. Its history stays.")
    return see(url_for(".show", key=goal.key))


def _goal(key: str) -> Goal:
    return queries.goal(actor(), key)


def _editable(key: str) -> Goal:
    """Return the goal, or refuse with the reason before a form is filled in for nothing."""
    goal = _goal(key)
    require(services.verdict_on_editing(actor(), goal))
    return goal


def _own_unit() -> str | None:
    unit = actor().unit
    return unit.key if unit else None
