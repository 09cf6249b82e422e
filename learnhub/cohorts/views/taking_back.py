"""Taking back a tick, one's own or of somebody whom one facilitates: what it costs is asked about first."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts import (
    policies,
    queries,
    taking_back,
    taking_back_pages,
    tick_sentences,
    ticking,
)
from learnhub.cohorts.models import Change, Cohort
from learnhub.cohorts.views.blueprint import back_to, bp, theirs, url_of
from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.models import Person
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/dates/<date>/undone")
@access(member)
def ask_back(key: str, date: str) -> Response:
    cohort, standing = queries.find(actor(), key)
    require(policies.may_choose(is_in=standing.is_in))
    return _asking(cohort, actor(), date, url_of(cohort), "Open the cohort")


@bp.post("/cohorts/<key>/dates/<date>/undone")
@access(member)
def take_back(key: str, date: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    back = request.values.get("back")
    just, found = "just" in request.args, queries.date_of(cohort, date)
    if "sure" not in request.form and taking_back.asks(cohort, found, actor(), just=just):
        return see(url_for(".ask_back", key=key, date=date, back=back))
    change = ticking.take_back(actor(), cohort, date)
    toast(tick_sentences.taken_back(certificate=_took(change)), undo=_undo(cohort, change))
    return back_to(key, date)


@bp.get("/cohorts/<key>/people/<person>/<date>/undone")
@access(member)
def ask_unmark(key: str, person: str, date: str) -> Response:
    cohort, them = theirs(key, person)
    url = url_for(".person", key=key, person=person)
    return _asking(cohort, them, date, url, f"Open {them.name}")


@bp.post("/cohorts/<key>/people/<person>/<date>/undone")
@access(member)
def unmark(key: str, person: str, date: str) -> Response:
    cohort, them = theirs(key, person)
    if "sure" not in request.form and taking_back.asks(cohort, queries.date_of(cohort, date), them):
        return see(url_for(".ask_unmark", key=key, person=person, date=date))
    change = ticking.take_back(actor(), cohort, date, person=them)
    said = tick_sentences.noted(them.name, "not done after all", own=them.id == actor().id)
    toast(said, undo=_undo(cohort, change))
    return see(url_for(".person", key=key, person=person))


@bp.post("/cohorts/<key>/undone/<change>")
@access(member)
def put_back(key: str, change: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    row = taking_back.put_back(actor(), cohort, change)
    toast(tick_sentences.put_back(on_time=row.was["on_time"], certificate=_took(row)))
    assert row.date  # what was put back has both
    assert row.person
    if row.person_id != actor().id:
        return see(url_for(".person", key=key, person=row.person.key))
    return back_to(key, row.date.key)


def _asking(cohort: Cohort, them: Person, date: str, url: str, go: str) -> Response:
    found = taking_back_pages.asking(actor(), cohort, them, date, clock.now())
    if found["nothing"]:
        return already(found["nothing"], url, go)
    return page("cohorts/taking_back.html", leave=url, back=request.args.get("back") == "home", **found)


def _took(change: Change | None) -> bool:
    """Whether the completion went with it."""
    return change is not None and change.was["completion"] is not None


def _undo(cohort: Cohort, change: Change | None) -> str | None:
    back = request.values.get("back")
    return url_for(".put_back", key=cohort.key, change=change.key, back=back) if change else None
