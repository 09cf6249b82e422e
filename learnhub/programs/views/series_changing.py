"""The pages that change several dates of a series: when they are, text, how people come in, none."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import (
    kinds,
    series_admission,
    series_edits,
    series_pages,
    series_queries,
    series_sentences,
)
from learnhub.programs.access import repeating
from learnhub.programs.forms import AdmissionForm
from learnhub.programs.models import Program
from learnhub.programs.series_forms import CallOffForm, RuleForm, ShiftForm
from learnhub.programs.series_models import Series
from learnhub.programs.views.blueprint import bp, url_of
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/series/dates")
@access(member)
def shifting(key: str) -> Response:
    program, series = repeating(key)
    if not request.args:
        form = ShiftForm(starts=program.starts_wall, minutes=series.minutes, rev=series.rev)
        return _shift(program, form)
    form = ShiftForm(formdata=request.args)
    if form.rev.data != series.rev:
        return _stale(series, url_for("programs.shifting", key=key))
    if form.validate():
        with form.blaming():
            return _shift(program, form, preview=series_pages.shifting(actor(), program, form))
    return _shift(program, form, status=422)


@bp.post("/programs/<key>/series/dates")
@access(member)
def shift(key: str) -> Response:
    (program, series), form = repeating(key), ShiftForm()
    if form.validate():
        with form.blaming():
            return _done(series, series_pages.shifting(actor(), program, form), form)
    return _shift(program, form, status=422)


@bp.get("/series/<key>/rule")
@access(member)
def ruling(key: str) -> Response:
    series = series_queries.hosted(actor(), key)
    if not request.args:
        return _rule(series, RuleForm(**series_pages.rule_of(series, clock.now())))
    form = RuleForm(formdata=request.args)
    if form.rev.data != series.rev:
        return _stale(series, url_for("programs.ruling", key=key))
    if form.validate():
        with form.blaming():
            return _rule(series, form, preview=series_pages.ruling(actor(), series, form))
    return _rule(series, form, status=422)


@bp.post("/series/<key>/rule")
@access(member)
def rule(key: str) -> Response:
    series, form = series_queries.hosted(actor(), key), RuleForm()
    if form.validate():
        with form.blaming():
            return _done(series, series_pages.ruling(actor(), series, form), form)
    return _rule(series, form, status=422)


@bp.get("/series/<key>/edit")
@access(member)
def edit_series(key: str) -> Response:
    series = series_queries.hosted(actor(), key)
    if coming := series_queries.coming(series, clock.now()):
        return see(url_for("programs.edit", key=coming[0].key))
    return _text(series, kinds.named(series.kind).edit_form(data=series.said | {"version": series.rev}))


@bp.post("/series/<key>/edit")
@access(member)
def save_series(key: str) -> Response:
    series = series_queries.hosted(actor(), key)
    form = kinds.named(series.kind).edit_form()
    if form.validate():
        with form.blaming():
            rev = form.version.data or 0
            series_edits.rewrite(actor(), series, form.text(), form.limits(), rev=rev)
            toast("The text is saved. Nobody was told.")
            return see(series.url)
    return _text(series, form, status=422)


@bp.get("/series/<key>/admission")
@access(member)
def admitting_series(key: str) -> Response:
    series = series_queries.hosted(actor(), key)
    chosen = series_admission.at(series, series_pages.begins(series))
    return _admitting(series, AdmissionForm(data=AdmissionForm.values(chosen)))


@bp.post("/series/<key>/admission")
@access(member)
def admit_to_series(key: str) -> Response:
    series, form = series_queries.hosted(actor(), key), AdmissionForm()
    if form.validate():
        with form.comparing():
            starts, rev = series_pages.made_for(series, form.begins.data), form.version.data or 0
            series_admission.change(actor(), series, form.wanted(), starts, rev=rev)
            toast(series_sentences.admitted(series))
            return see(url_for("programs.set_up_series", key=key, _anchor="admission"))
    return _admitting(series, form, status=form.refused)


@bp.get("/programs/<key>/series/cancel")
@access(member)
def calling_off(key: str) -> Response:
    program, _ = repeating(key)
    return _call_off(program, CallOffForm())


@bp.post("/programs/<key>/series/cancel")
@access(member)
def call_several_off(key: str) -> Response:
    (program, series), form = repeating(key), CallOffForm()
    if form.validate():
        reach, reason = form.reach.reach, form.reason.data or ""
        gone = series_edits.cancel(actor(), series, program, reach, reason=reason)
        toast(series_sentences.called_off(len(gone)))
        return see(series.url)
    return _call_off(program, form, status=422)


def _done(series: Series, preview: dict[str, Any], form: ShiftForm | RuleForm) -> Response:
    drifting, rev = bool(form.drifting.data), form.rev.data or 0
    moved = series_edits.move(actor(), series, preview["plan"], drifting=drifting, rev=rev)
    toast(series_sentences.moved(len(moved), preview["told"]))
    return see(moved[0].series.url if moved and moved[0].series else series.url)


def _stale(series: Series, url: str) -> Response:
    return already("The dates have changed since.", url, "Look at the dates", series_sentences.stale(series))


def _shift(program: Program, form: ShiftForm, *, status: int = 200, preview: Any = None) -> Response:
    context = {"program": program, "series": program.series, "form": form, "preview": preview}
    back = url_of(program, "set_up")
    action = url_of(program, "shifting")
    return page("programs/series_dates.html", status=status, back=back, action=action, **context)


def _text(series: Series, form: Any, *, status: int = 200) -> Response:
    kind = kinds.named(series.kind)
    return page("programs/series_edit.html", status=status, series=series, kind=kind, form=form, reached=[])


def _admitting(series: Series, form: AdmissionForm, *, status: int = 200) -> Response:
    kind, begins = kinds.named(series.kind), series_pages.shown_for(series, form.begins.data)
    context: dict[str, Any] = {"series": series, "kind": kind, "form": form, "begins": begins}
    return page("programs/series_admission.html", status=status, **context)


def _rule(series: Series, form: RuleForm, *, status: int = 200, preview: Any = None) -> Response:
    context = {"program": None, "series": series, "form": form, "preview": preview}
    action = url_for("programs.ruling", key=series.key)
    return page("programs/series_dates.html", status=status, back=series.url, action=action, **context)


def _call_off(program: Program, form: CallOffForm, *, status: int = 200) -> Response:
    reached = series_pages.reached(actor(), program)
    return page("programs/series_cancel.html", status=status, program=program, form=form, reached=reached)
