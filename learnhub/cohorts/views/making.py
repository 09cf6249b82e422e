"""The page that makes a cohort: its fields, then every date before anything is saved."""

from datetime import date, timedelta
from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.cohorts import next_runs, queries, services
from learnhub.cohorts.access import maker
from learnhub.cohorts.forms import NewForm
from learnhub.cohorts.views.blueprint import bp, url_of
from learnhub.core import clock, dates
from learnhub.courses import queries as courses
from learnhub.people import holidays
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see


@bp.get("/cohorts/new")
@access(maker)
def new() -> Response:
    if "starts" not in request.args:
        return _page(_form(**_begun(dates.local_date(clock.now(), actor().tz))))
    form = _form(formdata=request.args)
    if form.validate():
        with form.blaming():
            course = courses.course(actor(), form.course.data)
            next_runs.former(actor(), form.anew.data)
            laid = services.lay(courses.current(course), form.terms().calendar)
            return _page(form, laid=laid, course=course)
    return _page(form, status=422)


@bp.post("/cohorts/new")
@access(maker)
def create() -> Response:
    form = _form()
    if form.validate():
        with form.blaming():
            course = courses.course(actor(), form.course.data)
            hosts = [form.host.person] if form.host.person else []
            text, places = form.text(course.title), form.capacity.data
            made = next_runs.create(
                actor(), course, form.terms(), text, anew=form.anew.data, places=places, hosts=hosts
            )
            return see(url_of(made))
    return _page(form, status=422)


def _begun(today: date) -> dict[str, Any]:
    """Return what stands in the form at first: as in the cohort whose next run it is, where one is named."""
    begun = {"zone": actor().zone, "starts": dates.week_start(today) + timedelta(days=7)}
    begun |= {"course": request.args.get("course", ""), "holidays": holidays.written(holidays.to_come(today))}
    if "from" in request.args:
        cohort, _ = queries.hosted(actor(), request.args["from"])
        begun |= next_runs.begun(actor(), cohort, today)
    return begun


def _form(**values: Any) -> NewForm:
    form = NewForm(**values)
    form.course.choices = queries.courses(actor())
    return form


def _page(form: NewForm, status: int = 200, **more: Any) -> Response:
    return page("cohorts/new.html", status=status, form=form, **({"laid": [], "course": None} | more))
