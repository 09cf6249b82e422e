"""Move the dates of a cohort, all or from a day on, swap two weeks, and undo it exactly."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from learnhub.cohorts import date_rules, policies, queries, services
from learnhub.cohorts.date_rules import Move, Planned
from learnhub.cohorts.models import Change, Cohort, CohortDate, Progress
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import YES, Verdict, require
from learnhub.core.text import one_line
from learnhub.core.walltime import instant
from learnhub.core.words import count
from learnhub.people.models import Person
from learnhub.programs import involved
from learnhub.programs import queries as programs
from learnhub.programs.events import ProgramMoved
from learnhub.programs.models import ProgramState
from learnhub.programs.services import record, require_edit

LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shift by `days` of all, or from `since` on; or, with `week` and `other`, two weeks swapped."""

    days: int = 0
    since: date | None = None
    week: date | None = None
    other: date | None = None

    def said(self) -> str:
        """Return it in words: "moved 7 days later from 3 December on"."""
        if self.week and self.other:
            return f"swapped the weeks of {_day(self.week)} and {_day(self.other)}"
        way = "later" if self.days > 0 else "earlier"
        start = f" from {_day(self.since)} on" if self.since else ""
        return f"moved {count(abs(self.days), 'day')} {way}{start}"


def plan(cohort: Cohort, rows: Sequence[CohortDate], wanted: Wanted) -> list[Move]:
    """Return what would move. Raises Invalid where nothing would, or would be where everything is closed."""
    known = {row.item_id: row.planned for row in rows}
    calendar = replace(cohort.calendar, starts=LONG_AGO)
    try:
        if wanted.week and wanted.other:
            moves = date_rules.swap(known, calendar, wanted.week, wanted.other)
        else:
            moves = date_rules.shift(known, calendar, days=wanted.days, since=wanted.since)
    except ValueError as error:
        raise Invalid("Nothing is open there for a year.", "days") from error
    if not moves:
        raise Invalid("Nothing would move.", "days")
    return moves


def shift(actor: Person, cohort: Cohort, wanted: Wanted, *, version: int, reason: str = "") -> int:
    """Move dates; everyone else on it is told once, with the reason. Return how many that are.

    Raises Conflict where someone changed it since `version`, Invalid as `plan` does, Forbidden unless the
    actor runs it.
    """
    require_edit(actor, cohort)
    programs.lock(cohort)
    if cohort.version != version:
        raise Conflict("The dates changed since you looked. Nothing was moved.")
    rows = queries.dates(cohort)
    moves = plan(cohort, rows, wanted)
    carry_out(actor, cohort, rows, moves)
    made = Change(cohort_id=cohort.id, by_id=actor.id, what=wanted.said())
    made.reason, made.moves = one_line(reason)[:300], [kept(move) for move in moves]
    db.session.add(made)
    db.session.flush()
    return involved.count_told(cohort, actor)


def undo(actor: Person, cohort: Cohort, change: Change) -> int:
    """Put everything back where it was before that shift. Return how many are told.

    Raises Conflict where something of it has moved again or it was undone, Forbidden as `shift` does and once
    something would lie in the past that was to come when it was moved.
    """
    require_edit(actor, cohort)
    programs.lock(cohort)
    db.session.refresh(change)
    require(may_undo(cohort, change, YES, clock.now()))
    rows = queries.dates(cohort)
    known = {row.item_id: row.planned for row in rows}
    moves = [_read(known[id_], before, after) for id_, before, after in change.moves if id_ in known]
    back = date_rules.undo(known, moves)
    if change.undone_at is not None or len(back) != len(change.moves):
        raise Conflict("Some of these dates have moved again since, so it cannot be undone as a whole.")
    carry_out(actor, cohort, rows, back)
    change.undone_at = clock.now()
    back_again = Change(cohort_id=cohort.id, by_id=actor.id, date_id=change.date_id)
    back_again.what = f"undone: {change.what}"[:120]
    db.session.add(back_again)
    db.session.flush()
    return involved.count_told(cohort, actor)


def may_undo(cohort: Cohort, change: Change, may_edit: Verdict, now: datetime) -> Verdict:
    """Return whether a shift may be undone by who may edit the cohort, as far as the clock says."""
    were = [instant(datetime.fromisoformat(before[0]), cohort.tz) for _, before, _ in change.moves]
    return policies.may_undo_shift(may_edit=may_edit, passed=sum(change.at < each <= now for each in were))


def with_own_date(date_ids: Collection[int]) -> int:
    """Return how many people have longer than the cohort for one of these that they have not done."""
    dated = select(func.count(Progress.person_id.distinct())).join(
        CohortDate, CohortDate.id == Progress.date_id
    )
    to_do = Progress.done_at.is_(None), Progress.extended_to > CohortDate.at
    return db.session.scalar(dated.where(Progress.date_id.in_(date_ids), *to_do)) or 0


def carry_out(actor: Person, cohort: Cohort, rows: Sequence[CohortDate], moves: Sequence[Move]) -> None:
    """Put these steps where they move to, and say so."""
    by_id = {row.item_id: row for row in rows}
    for move in moves:
        row = services.put(by_id[move.id], cohort, move.after)
        row.due_rev += 1
    announce(actor, cohort, rows, len(moves))


def announce(actor: Person, cohort: Cohort, rows: Sequence[CohortDate], number: int) -> None:
    """Let the cohort span its dates, of which that number changed, and say so."""
    before = {"starts": cohort.starts_wall.isoformat(), "ends": cohort.ends_wall.isoformat()}
    services.span(cohort, rows)
    cohort.due_rev += 1
    db.session.flush()
    after = {"starts": cohort.starts_wall.isoformat(), "ends": cohort.ends_wall.isoformat()}
    record(actor, cohort, "program.moved", before=before, after=after | {"dates": number})
    if cohort.state is ProgramState.PUBLISHED:
        events.publish(ProgramMoved(cohort.id, cohort.due_rev, actor.id))


def kept(move: Move) -> list[Any]:
    """Return a move as a change keeps it."""
    return [move.id, _kept(move.before), _kept(move.after)]


def _kept(planned: Planned) -> list[str]:
    walls = [each.isoformat() for each in (planned.wall, planned.ends_wall) if each]
    return [*walls, planned.place, planned.call_url]


def _read(now: Planned, before: list[Any], after: list[Any]) -> Move:
    def at(kept: list[Any]) -> Planned:
        starts, ends, *where = kept
        return Planned(now.id, now.step, datetime.fromisoformat(starts), datetime.fromisoformat(ends), *where)

    return Move(now.id, at(before), at(after))


def _day(day: date) -> str:
    return f"{day.day} {dates.month(day)}"
