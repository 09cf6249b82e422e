"""Writing updates, closing, and going on in the next period."""

from flask import url_for
from flask.wrappers import Response

from learnhub.goals import pages, services, updates
from learnhub.goals.forms import close_form, next_form, update_form
from learnhub.goals.views.blueprint import bp, continuable, done, editable, readable
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/goals/<key>/update")
@access(employee)
def update(key: str) -> Response:
    goal = editable(key)
    told = pages.update(actor(), goal)
    return page("goals/update.html", goal=goal, form=update_form(goal, changed=told["draft"]), **told)


@bp.post("/goals/<key>/update")
@access(employee)
def write_update(key: str) -> Response:
    goal = editable(key)
    form = update_form(goal)
    if not form.validate():
        return page("goals/update.html", status=422, goal=goal, form=form, **pages.update(actor(), goal))
    sure, readings = form.confidence.data, form.readings(goal)
    updates.write(actor(), goal, changed=form.changed.data or "", confidence=sure, readings=readings)
    return done("The update is written.", goal)


@bp.get("/goals/<key>/close")
@access(employee)
def close(key: str) -> Response:
    if readable(key).closed_at:
        return already("This goal is closed.", url_for(".show", key=key), "Read its history")
    goal = editable(key)
    return page("goals/close.html", goal=goal, form=close_form(goal))


@bp.post("/goals/<key>/close")
@access(employee)
def finish(key: str) -> Response:
    goal = editable(key)
    form = close_form(goal)
    if not form.validate():
        return page("goals/close.html", status=422, goal=goal, form=form)
    services.close(actor(), goal, learnt=form.learnt.data or "", outcomes=form.outcomes(goal))
    return done(f"{goal.title} is closed. Its history stays.", goal)


@bp.get("/goals/<key>/next")
@access(employee)
def next_period(key: str) -> Response:
    goal = continuable(key)
    told = pages.next_period(actor(), goal)
    form = next_form(goal, told["periods"], title=goal.title, period=told["periods"][0][0])
    return page("goals/next.html", goal=goal, form=form, **told)


@bp.post("/goals/<key>/next")
@access(employee)
def go_on(key: str) -> Response:
    goal = continuable(key)
    told = pages.next_period(actor(), goal)
    form = next_form(goal, told["periods"])
    if form.validate():
        with form.blaming():
            fields, targets = pages.next_fields(form.data), form.targets(goal)
            made = updates.go_on(actor(), goal, **fields, targets=targets)
            toast("The goal goes on.")
            return see(url_for(".show", key=made.key))
    return page("goals/next.html", status=422, goal=goal, form=form, **told)
