"""Change one session of a cohort: when it is, how long, and where. It is told and undone as a shift is."""

from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta

from learnhub.cohorts import date_rules, policies, queries, shifting
from learnhub.cohorts.date_rules import Move, Step
from learnhub.cohorts.models import Change, Cohort, CohortDate
from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import Verdict, require
from learnhub.core.text import one_line
from learnhub.core.walltime import instant
from learnhub.core.words import count
from learnhub.people.models import Person
from learnhub.programs import involved, verdicts
from learnhub.programs import queries as programs
from learnhub.programs.queries import Standing
from learnhub.programs.services import require_edit


@dataclass(frozen=True, slots=True)
class Wanted:
    """How it is to be: `starts` is a wall time of the cohort. Without a place it meets as the others do."""

    starts: datetime
    minutes: int
    place: str = ""
    call_url: str = ""


def may_change(cohort: Cohort, standing: Standing, date: CohortDate, now: datetime) -> Verdict:
    """Return whether the reader may change that session."""
    may = verdicts.may_edit(cohort, standing)
    return policies.may_change_session(may_edit=may, ends_at=date.ends_at, now=now)


def plan(cohort: Cohort, date: CohortDate, wanted: Wanted) -> Move:
    """Return what would change. Raises Invalid where nothing would, and for a time that has passed."""
    before, ends = date.planned, wanted.starts + timedelta(minutes=wanted.minutes)
    place, call_url = one_line(wanted.place), one_line(wanted.call_url)
    after = replace(before, wall=wanted.starts, ends_wall=ends, place=place, call_url=call_url)
    if after == before:
        raise Invalid("Nothing would change.", "starts")
    if after.wall != before.wall and instant(wanted.starts, cohort.tz) < clock.now():
        raise Invalid("That time has passed. Choose a later one.", "starts")
    return Move(before.id, before, after)


def said(cohort: Cohort, move: Move) -> str:
    """Return it in words: "moved to Tue 24 Nov, 17:00 CET, now 90 minutes, in another place"."""
    before, after = move.before, move.after
    at, parts = after.at(cohort.tz), []
    if at is not None and after.wall != before.wall:
        parts.append(f"moved to {dates.moment(at, cohort.tz, clock.now())}")
    if (length := _minutes(after)) != _minutes(before):
        parts.append(f"now {count(length, 'minute')}")
    if after.place != before.place:
        parts.append("in another place")
    if after.call_url != before.call_url:
        parts.append("with another call link")
    return ", ".join(parts)


def change(
    actor: Person, cohort: Cohort, key: str, wanted: Wanted, *, reason: str, version: int
) -> tuple[CohortDate, int]:
    """Change a session; everyone else on the cohort is told once. Return it, and how many that are.

    Raises Conflict where someone changed the cohort since `version`, Invalid as `plan` does, Forbidden unless
    the actor runs it and for what is over, NotFound for no such session.
    """
    require_edit(actor, cohort)
    programs.lock(cohort)
    date = queries.date_of(cohort, key, Step.SESSION)
    if cohort.version != version:
        raise _overtaken(date, wanted)
    require(may_change(cohort, programs.standing(actor, cohort), date, clock.now()))
    move = plan(cohort, date, wanted)
    made = Change(cohort_id=cohort.id, date_id=date.id, by_id=actor.id, what=said(cohort, move))
    made.reason, made.moves = one_line(reason)[:300], [shifting.kept(move)]
    shifting.carry_out(actor, cohort, queries.dates(cohort), [move])
    db.session.add(made)
    db.session.flush()
    return date, involved.count_told(cohort, actor)


def _overtaken(date: CohortDate, wanted: Wanted) -> Conflict:
    """Say by field how the session stands now, and how it was to be."""
    names = ("starts", "minutes", "place", "call_url")
    stands = (date.wall, date.minutes, date.place, date.call_url)
    theirs, yours = (
        {
            name: f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value or "")
            for name, value in zip(names, values, strict=True)
        }
        for values in (stands, astuple(wanted))
    )
    said = "The dates changed since you looked. Nothing was changed."
    return Conflict(said, theirs=theirs, yours=yours)


def _minutes(planned: date_rules.Planned) -> int:
    length = planned.ends_wall - planned.wall if planned.ends_wall and planned.wall else timedelta(0)
    return int(length.total_seconds()) // 60
