"""The pages on which facilitators run a cohort: roster, one person, dates."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts import (
    date_pages,
    date_rules,
    extensions,
    person_pages,
    queries,
    rosters,
    sentences,
    shifting,
    tick_sentences,
    ticking,
)
from learnhub.cohorts import marking as marks
from learnhub.cohorts.forms import ExtendForm, MarkForm, ReasonForm, ShiftForm
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.views.blueprint import bp, theirs, url_of
from learnhub.core import clock
from learnhub.core import dates as days_of
from learnhub.core.walltime import instant
from learnhub.people.access import member
from learnhub.people.models import Person
from learnhub.people.session import actor
from learnhub.programs.hearing import moved
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import already, page, page_number, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/host")
@access(member)
def host(key: str) -> Response:
    return page("cohorts/roster.html", **rosters.roster(actor(), key, clock.now(), page_number(request.args)))


@bp.get("/cohorts/<key>/people/<person>")
@access(member)
def person(key: str, person: str) -> Response:
    shown = person_pages.of_one(actor(), key, person, clock.now())
    return page("cohorts/person.html", form=ReasonForm(formdata=None), **shown)


@bp.post("/cohorts/<key>/people/<person>/overdue")
@access(member)
def grant_overdue(key: str, person: str) -> Response:
    cohort, them = theirs(key, person)
    form, days = ReasonForm(), 7 if request.form.get("days") == "7" else 3
    if form.validate():
        with form.blaming():
            reason = form.reason.data or ""
            found = ticking.extend_overdue(actor(), cohort, them, days=days, reason=reason)
            until = marks.today(cohort) + timedelta(days=days)
            _given(cohort, them, found, days_of.day(until, marks.today(cohort)))
            return see(url_for(".person", key=key, person=person))
    shown = person_pages.of_one(actor(), key, person, clock.now())
    return page("cohorts/person.html", status=422, form=form, **shown)


@bp.post("/cohorts/<key>/people/<person>/as-before")
@access(member)
def take_time_back(key: str, person: str) -> Response:
    cohort, them = theirs(key, person)
    number = extensions.take_back(actor(), cohort, them, request.args.getlist("of"))
    toast(sentences.time_taken_back(them.name, number))
    return see(url_for(".person", key=key, person=person))


@bp.get("/cohorts/<key>/people/<person>/<date>/done")
@access(member)
def marking(key: str, person: str, date: str) -> Response:
    cohort, them = theirs(key, person)
    return _marking(cohort, them, date, MarkForm(formdata=None, on=marks.today(cohort)))


@bp.post("/cohorts/<key>/people/<person>/<date>/done")
@access(member)
def mark(key: str, person: str, date: str) -> Response:
    (cohort, them), form = theirs(key, person), MarkForm()
    if form.validate():
        with form.blaming():
            _mark(cohort, them, date, form)
            return see(url_for(".person", key=key, person=person))
    return _marking(cohort, them, date, form, 422)


@bp.get("/cohorts/<key>/people/<person>/<date>")
@access(member)
def granting(key: str, person: str, date: str) -> Response:
    cohort, them = theirs(key, person)
    found = person_pages.granting(cohort, them, date)
    return page(
        "cohorts/grant.html", form=ExtendForm(until=person_pages.longer(cohort, found["due"])), **found
    )


@bp.post("/cohorts/<key>/people/<person>/<date>")
@access(member)
def grant(key: str, person: str, date: str) -> Response:
    cohort, them = theirs(key, person)
    form, why = ExtendForm(), request.form.get("what", "")
    waives = why in {"waive", "due"}
    if (ReasonForm() if why == "waive" else form).validate() or why == "due":
        with form.blaming():
            _do(cohort, them, date, form, waives=waives, waived=why == "waive")
            return see(url_for(".person", key=key, person=person))
    return page("cohorts/grant.html", status=422, form=form, **person_pages.granting(cohort, them, date))


@bp.get("/cohorts/<key>/dates")
@access(member)
def dates(key: str) -> Response:
    cohort, standing = queries.hosted(actor(), key)
    context = date_pages.dating(actor(), cohort, standing, clock.now())
    if "way" not in request.args:
        week = date_pages.first_day(cohort, request.args.get("of", type=int))
        since = date_pages.from_today(cohort, clock.now())
        form = ShiftForm(version=cohort.version, since=since, week=week)
        return page("cohorts/dates.html", form=form, preview=None, **context)
    form = ShiftForm(formdata=request.args)
    plan = _preview(cohort, form) if form.validate() else None
    return page("cohorts/dates.html", status=200 if plan else 422, form=form, preview=plan, **context)


@bp.post("/cohorts/<key>/dates")
@access(member)
def shift(key: str) -> Response:
    cohort, standing = queries.hosted(actor(), key)
    form = ShiftForm()
    wanted = form.wanted(partial(_days_to, cohort)) if form.validate() else None
    plan = _preview(cohort, form) if set(form.errors) == {"reason"} else None
    if wanted is not None:
        with form.blaming():
            version, reason = form.version.data or 0, form.reason.data or ""
            told = shifting.shift(actor(), cohort, wanted, version=version, reason=reason)
            last = next(each for each in queries.changes(cohort) if each.moves)
            undo = url_for(".undo", key=key, change=last.key)
            toast(moved(told, "The dates", mail=mail.is_set_up(), undo=True), undo=undo)
            return see(url_of(cohort, "cohorts.dates"))
    context = date_pages.dating(actor(), cohort, standing, clock.now())
    return page("cohorts/dates.html", status=422, form=form, preview=plan, **context)


@bp.post("/cohorts/<key>/dates/<change>/undo")
@access(member)
def undo(key: str, change: str) -> Response:
    cohort, _ = queries.hosted(actor(), key)
    told = shifting.undo(actor(), cohort, queries.change(cohort, change))
    toast(moved(told, "The dates", "moved back", mail=mail.is_set_up()))
    return see(url_of(cohort, "cohorts.dates"))


def _preview(cohort: Cohort, form: ShiftForm) -> dict[str, Any] | None:
    wanted = form.wanted(partial(_days_to, cohort))
    if wanted is None:
        form.form_errors.append("Say by how many days, or to which day.")
        return None
    with form.blaming():
        return date_pages.shift(cohort, wanted)
    return None


def _days_to(cohort: Cohort, day: Any, since: Any) -> int:
    known = {row.item_id: row.planned for row in queries.dates(cohort)}
    return date_rules.days_to(known, day, since=since)


def _marking(cohort: Cohort, them: Person, date: str, form: MarkForm, status: int = 200) -> Response:
    found = person_pages.marking(actor(), cohort, them, date)
    if found["is_done"] and status == 200:
        back = url_for(".person", key=cohort.key, person=them.key)
        title, text = found["date"].item.title, "To note another day, take it back there first."
        return already(f"“{title}” is ticked off already.", back, f"Open {them.name}", text)
    return page("cohorts/mark.html", status=status, form=form, **found)


def _mark(cohort: Cohort, them: Person, date: str, form: MarkForm) -> None:
    on, reason = form.on.data, form.reason.data or ""
    row = ticking.tick(actor(), cohort, date, person=them, on=on, reason=reason)
    said = tick_sentences.marked(row, cohort, clock.now())
    toast(tick_sentences.noted(them.name, said, own=them.id == actor().id))


def _do(cohort: Cohort, them: Person, date: str, form: ExtendForm, *, waives: bool, waived: bool) -> None:
    reason = form.reason.data or ""
    if waives:
        ticking.waive(actor(), cohort, date, them, reason=reason, waived=waived)
        toast(f"{them.name} need not do it." if waived else f"It is due again for {them.name}.")
    elif form.until.data:
        until = form.until.data
        ticking.extend(actor(), cohort, date, them, until=until, reason=reason)
        _given(cohort, them, 1, days_of.moment(instant(until, cohort.tz), cohort.tz, clock.now()))


def _given(cohort: Cohort, them: Person, number: int, until: str) -> None:
    """Say who has how long, with a way back."""
    keys = extensions.last(cohort, them, number)
    undo = url_for(".take_time_back", key=cohort.key, person=them.key, of=keys)
    toast(sentences.time_given(them.name, number, until), undo=undo)
