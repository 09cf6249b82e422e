"""A week of a cohort: what is due, what is to be read, what is said."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts import queries, week_pages, weeks
from learnhub.cohorts.forms import MaterialForm
from learnhub.cohorts.views.blueprint import bp
from learnhub.core import clock
from learnhub.library import queries as library
from learnhub.library import reading
from learnhub.library.models import Reading
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/weeks")
@access(member)
def weekly(key: str) -> Response:
    context = week_pages.show(actor(), key, clock.now(), request.args)
    return page("cohorts/weeks.html", form=MaterialForm(formdata=None), **context)


@bp.post("/cohorts/<key>/weeks/<int:number>/materials")
@access(member)
def add_material(key: str, number: int) -> Response:
    cohort, _ = queries.find(actor(), key)
    form = MaterialForm()
    if form.validate():
        with form.blaming():
            found = weeks.add(actor(), cohort, number, form.url.data or "")
            toast(f"“{found.title or found.url}” stands in week {number}.")
            return _back(key, number)
    context = week_pages.show(actor(), key, clock.now(), {"week": str(number)})
    return page("cohorts/weeks.html", status=422, form=form, **context)


@bp.post("/cohorts/<key>/weeks/<int:number>/materials/<resource>/remove")
@access(member)
def remove_material(key: str, number: int, resource: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    weeks.remove(actor(), cohort, number, library.resource(actor(), resource))
    toast("Out of the week; the library keeps it.")
    return _back(key, number)


@bp.post("/cohorts/<key>/weeks/<int:number>/materials/<resource>/done")
@access(member)
def material_done(key: str, number: int, resource: str) -> Response:
    queries.find(actor(), key)
    done = request.form.get("done") == "1"
    reading.mark(actor(), library.resource(actor(), resource), Reading.DONE if done else None)
    return _back(key, number)


def _back(key: str, number: int) -> Response:
    return see(url_for(".weekly", key=key, week=number, _anchor="read-h"))
