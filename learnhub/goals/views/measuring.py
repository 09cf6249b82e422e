"""How one will know, and which skills it takes."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.goals import key_results, needs, pages, queries
from learnhub.goals.forms import NeedForm, ResultForm
from learnhub.goals.models import Goal, KeyResultKind
from learnhub.goals.views.blueprint import bp, done, editable
from learnhub.people.access import employee
from learnhub.people.models import SkillLevel
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/goals/<key>/measures")
@access(employee)
def measures(key: str) -> Response:
    kind = KeyResultKind.MILESTONE if request.args.get("kind") == "milestone" else KeyResultKind.METRIC
    return _measures(editable(key), ResultForm(kind=kind.value))


@bp.post("/goals/<key>/measures")
@access(employee)
def add_measure(key: str) -> Response:
    goal, form = editable(key), ResultForm()
    if form.validate():
        with form.blaming():
            kind = KeyResultKind(form.kind.data)
            key_results.add(actor(), goal, kind=kind, **form.fields())
            toast("The key result is added.")
            return see(url_for(".measures", key=key))
    return _measures(goal, form, 422)


def _measures(goal: Goal, form: ResultForm, status: int = 200) -> Response:
    return page("goals/measures.html", status=status, goal=goal, form=form, **pages.measures(goal))


@bp.get("/goals/<key>/measures/<result>")
@access(employee)
def measure(key: str, result: str) -> Response:
    goal = editable(key)
    found = queries.key_result(goal, result)
    form, held = ResultForm.of(found), queries.is_measured(found)
    return page("goals/measure.html", goal=goal, result=found, form=form, is_measured=held)


@bp.post("/goals/<key>/measures/<result>")
@access(employee)
def change_measure(key: str, result: str) -> Response:
    goal, form = editable(key), ResultForm()
    found = queries.key_result(goal, result)
    if form.validate():
        with form.blaming():
            key_results.change(actor(), goal, found, **form.fields())
            return done("The key result is changed.", goal, "measures")
    held = queries.is_measured(found)
    return page("goals/measure.html", status=422, goal=goal, result=found, form=form, is_measured=held)


@bp.post("/goals/<key>/measures/<result>/remove")
@access(employee)
def remove_measure(key: str, result: str) -> Response:
    goal = editable(key)
    found = queries.key_result(goal, result)
    key_results.remove(actor(), goal, found)
    return done(f"“{found.title}” is removed.", goal, "measures")


# Skills


@bp.get("/goals/<key>/skills")
@access(employee)
def skills(key: str) -> Response:
    goal = editable(key)
    return page("goals/skills.html", goal=goal, form=NeedForm(), **pages.skills(actor(), goal))


@bp.post("/goals/<key>/skills")
@access(employee)
def name_skill(key: str) -> Response:
    goal, form = editable(key), NeedForm()
    if form.validate():
        with form.blaming():
            level, people = SkillLevel(int(form.level.data)), form.people.data or 1
            needs.name(actor(), goal, form.skill.data or "", level=level, people=people)
            return done("The skill is named.", goal, "skills")
    return page("goals/skills.html", status=422, goal=goal, form=form, **pages.skills(actor(), goal))


@bp.post("/goals/<key>/skills/<skill>/remove")
@access(employee)
def take_off_skill(key: str, skill: str) -> Response:
    goal = editable(key)
    needs.take_off(actor(), goal, skill)
    return done("The goal needs that skill no more.", goal, "skills")
