"""The pages on which hosts choose to whom a program is open, or each date of a series."""

from collections.abc import Callable

from flask import url_for
from flask.wrappers import Response

from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import kinds, openness, openness_rows, series_openness, series_pages, series_queries
from learnhub.programs.access import editable
from learnhub.programs.forms import OpenToForm
from learnhub.programs.models import Program
from learnhub.programs.series_models import Series
from learnhub.programs.views.blueprint import bp, url_of
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/openness")
@access(member)
def opening(key: str) -> Response:
    return _opening(editable(key, Program), OpenToForm())


@bp.post("/programs/<key>/openness")
@access(member)
def open_to(key: str) -> Response:
    program, form = editable(key, Program), OpenToForm()
    if form.validate():
        unit, person = form.unit.unit, form.person.person
        return _change(program, form, lambda: openness.open_to(actor(), program, unit=unit, person=person))
    return _opening(program, form, status=422)


@bp.post("/programs/<key>/openness/everybody")
@access(member)
def open_to_everybody(key: str) -> Response:
    program = editable(key, Program)
    return _change(program, OpenToForm(), lambda: openness.open_to_everybody(actor(), program))


@bp.post("/programs/<key>/openness/<opening>/close")
@access(member)
def close_to(key: str, opening: str) -> Response:
    program = editable(key, Program)
    gone = openness.opening(program, opening)
    return _change(program, OpenToForm(), lambda: openness.close_to(actor(), program, gone))


@bp.get("/series/<key>/openness")
@access(member)
def opening_series(key: str) -> Response:
    return _opening_series(series_queries.hosted(actor(), key), OpenToForm())


@bp.post("/series/<key>/openness")
@access(member)
def open_series_to(key: str) -> Response:
    series, form = series_queries.hosted(actor(), key), OpenToForm()
    if form.validate():
        with form.blaming():
            series_openness.open_to(actor(), series, unit=form.unit.unit, person=form.person.person)
            return _changed(series)
    return _opening_series(series, form, status=422)


@bp.post("/series/<key>/openness/everybody")
@access(member)
def open_series_to_everybody(key: str) -> Response:
    series = series_queries.hosted(actor(), key)
    series_openness.open_to_everybody(actor(), series)
    return _changed(series)


@bp.post("/series/<key>/openness/<opening>/close")
@access(member)
def close_series_to(key: str, opening: str) -> Response:
    series, form = series_queries.hosted(actor(), key), OpenToForm()
    with form.blaming():
        series_openness.close_to(actor(), series, series_openness.opening(series, opening))
        return _changed(series)
    return _opening_series(series, form, status=422)


def _change(program: Program, form: OpenToForm, act: Callable[[], None]) -> Response:
    with form.blaming():
        series_openness.at(actor(), program, form.reach.reach, act)
        toast(openness.in_words(program, names=True))
        return see(url_of(program, "opening"))
    return _opening(program, form, status=422)


def _changed(series: Series) -> Response:
    toast(f"Each date to come: {series_openness.in_words(series, names=True)}")
    return see(url_for("programs.opening_series", key=series.key))


def _opening(program: Program, form: OpenToForm, *, status: int = 200) -> Response:
    found = openness.openings(program)
    return page(
        "programs/openness.html",
        status=status,
        program=program,
        form=form,
        openings=found,
        people=openness.count_let_in(program) if program.is_limited else 0,
        reaches=series_pages.reaches(actor(), program),
        found_anyway=kinds.of(program).found_anyway(program) if found else (),
    )


def _opening_series(series: Series, form: OpenToForm, *, status: int = 200) -> Response:
    found = openness_rows.of_series(series)
    return page("programs/series_openness.html", status=status, series=series, form=form, openings=found)
