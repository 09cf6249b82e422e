"""Pause in a cohort from a day until another: what is due from the first on slides, and nothing reminds one.

The first day counts as one of rest, so that what is due on it is due after the pause. The dates slide as one
chooses it, so that everybody sees them as they will be; until the first day all else goes on as ever.

Who goes on earlier gives the days back that they did not rest, so that no deadline moves by more than that.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select, update

from learnhub.cohorts import due_history, policies, queries
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.due_history import Own
from learnhub.cohorts.events import CohortPaused, CohortResumed
from learnhub.cohorts.models import Change, Cohort, CohortDate, Progress
from learnhub.cohorts.support_models import CohortPause
from learnhub.core import clock, dates, events
from learnhub.core.db import changed, db
from learnhub.core.policy import require
from learnhub.core.walltime import instant, wall
from learnhub.people import rest_days
from learnhub.people.models import Person
from learnhub.people.rest_days import DAY
from learnhub.programs import queries as programs
from learnhub.programs.models import ProgramState, SignUp, SignUpState


def pause(actor: Person, cohort: Cohort, until: date, *, since: date | None = None) -> None:
    """Rest from one day, today unless it is given, until the end of another; what is still to be done from
    then on slides by as many days.

    An extension never moves a due earlier. Raises Forbidden for who is not in it, when it is over, or has a
    pause already; Invalid for days that are over, after the cohort's last, or too far off.
    """
    now = clock.now()
    programs.lock(cohort)
    standing = programs.standing(actor, cohort)
    is_over = now >= cohort.ends_at
    require(
        policies.may_pause(
            is_in=standing.is_in,
            state=cohort.state,
            is_over=is_over,
            rests=standing_for(cohort, actor) is not None,
        )
    )
    today = dates.local_date(now, actor.tz)
    since = since or today
    rest_days.check(since, until, today=today, last=dates.local_date(cohort.ends_at, actor.tz))
    db.session.execute(
        update(CohortPause)
        .where(*_mine(cohort, actor), CohortPause.until_at <= now)
        .values(ended_at=CohortPause.until_at)
    )
    row = CohortPause(cohort_id=cohort.id, person_id=actor.id, since=since, until=until)
    row.since_at = now if since == today else _midnight(since, actor)
    row.begun_at = now if since == today else None
    row.until_at = _midnight(until + DAY, actor)
    db.session.add(row)
    _slide(actor, cohort, row, now)
    starts = "" if since == today else f" from {dates.day(since, today)}"
    said = f"paused{starts} until {dates.day(until, today)}"
    db.session.add(Change(cohort_id=cohort.id, person_id=actor.id, by_id=actor.id, what=said))
    db.session.flush()
    events.publish(CohortPaused(row.id, cohort.id, actor.id))


def to_begin(now: datetime) -> Sequence[int]:
    """Return the ids of the pauses whose first day has come."""
    return db.session.scalars(_to_begin(now).order_by(CohortPause.id)).all()


def begin(pause_id: int) -> None:
    """Let nothing remind that one any more, if their pause still is to begin."""
    row = db.session.get_one(CohortPause, pause_id)
    programs.lock(db.session.get_one(Cohort, row.cohort_id))  # as who goes on in the same moment, or leaves
    now = clock.now()
    mine = update(CohortPause).where(CohortPause.id == row.id, CohortPause.id.in_(_to_begin(now)))
    if changed(mine.values(begun_at=now)):
        events.publish(CohortPaused(row.id, row.cohort_id, row.person_id))


def _to_begin(now: datetime) -> Select[int]:
    """Select what begins, of who is in the cohort, while that takes place; who comes back in time rests."""
    whose = (SignUp.program_id == Cohort.id) & (SignUp.person_id == CohortPause.person_id)
    return (
        select(CohortPause.id)
        .join(Cohort, Cohort.id == CohortPause.cohort_id)
        .join(SignUp, whose)
        .where(CohortPause.begun_at.is_(None), *_runs(now), SignUp.state == SignUpState.IN)
        .where(Cohort.state == ProgramState.PUBLISHED, Cohort.ends_at > now)
    )


def resume(actor: Person, cohort: Cohort) -> None:
    """Go on before the day, or never rest; what slid for the days left comes back. Others are left alone."""
    programs.lock(cohort)
    row = standing_for(cohort, actor)
    if row is None:
        return
    row.ended_at = clock.now()
    left = rest_days.left(row.since, row.until, today=dates.local_date(row.ended_at, actor.tz))
    _slide_back(actor, cohort, left, row.ended_at)
    what = "goes on" if row.since_at <= row.ended_at else "ended the pause before it began"
    db.session.add(Change(cohort_id=cohort.id, person_id=actor.id, by_id=actor.id, what=what))
    db.session.flush()
    events.publish(CohortResumed(row.id, cohort.id, actor.id))


def current(cohort: Cohort, person: Person) -> CohortPause | None:
    """Return the pause in which the person is there; one whose day is over is none."""
    found = standing_for(cohort, person)
    return found if found is not None and found.since_at <= clock.now() else None


def standing_for(cohort: Cohort, person: Person) -> CohortPause | None:
    """Return the pause in which the person is, or which they chose for days to come."""
    wanted = select(CohortPause).where(*_mine(cohort, person), CohortPause.until_at > clock.now())
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def resting(cohort_id: int | SQLColumnExpression[int], now: datetime) -> Select[int]:
    """Select the ids of those who rest in a cohort."""
    return select(CohortPause.person_id).where(CohortPause.cohort_id == cohort_id, *_runs(now))


def rested(cohort: Cohort, person: Person, since: date) -> list[tuple[date, date]]:
    """Return the first and last days of the person's pauses that reach beyond `since`; a day at least."""
    rows = db.session.scalars(
        select(CohortPause).where(CohortPause.cohort_id == cohort.id, CohortPause.person_id == person.id)
    )
    found = []
    for row in rows:
        last = row.until
        if row.ended_at is not None:
            last = min(last, dates.local_date(row.ended_at, person.tz) - DAY)
        found.append((row.since, last))
    return [(first, last) for first, last in found if first <= last and last >= since]


def until(cohort: Cohort) -> dict[int, date]:
    """Return by person until when those rest who do."""
    mine = CohortPause.cohort_id == cohort.id, *_runs(clock.now())
    wanted = select(CohortPause.person_id, CohortPause.until).where(*mine)
    return {person_id: day for person_id, day in db.session.execute(wanted)}


def _runs(now: datetime) -> tuple[ColumnElement[bool], ...]:
    begun = CohortPause.since_at <= now
    return CohortPause.ended_at.is_(None), begun, CohortPause.until_at > now


def _midnight(day: date, person: Person) -> datetime:
    """When that day begins by the person's own clock."""
    return instant(datetime.combine(day, datetime.min.time()), person.tz)


def _mine(cohort: Cohort, person: Person) -> tuple[ColumnElement[bool], ...]:
    mine = CohortPause.cohort_id == cohort.id, CohortPause.person_id == person.id
    return (*mine, CohortPause.ended_at.is_(None))


def _slide(person: Person, cohort: Cohort, pause: CohortPause, now: datetime) -> None:
    """Give the person that much longer for what is not done and due from it on. Needs the cohort's lock."""
    days = rest_days.number(pause.since, pause.until)
    mine = queries.progress_of(cohort, [person.id]).get(person.id, {})
    for each in db.session.scalars(
        select(CohortDate).where(CohortDate.cohort_id == cohort.id, CohortDate.step == Step.DEADLINE)
    ):
        known = mine.get(each.id)
        row = known or Progress(date_id=each.id, person_id=person.id)
        at = None if row.done_at is not None or row.waived_at is not None else each.at

        def later(own: Own, at: datetime | None = at) -> Own:
            due = effective(at, own.to) if at else None
            slides = due is not None and due > pause.since_at
            return Own(_later(due, days, cohort), days) if due and slides else Own(own.to)

        due_history.slide(row, later, now)
        if known or row.slid:
            db.session.add(row)
    db.session.flush()


def _slide_back(person: Person, cohort: Cohort, days: int, now: datetime) -> None:
    """Take back what the pause moved too far; nothing is due before now by that. Needs the cohort's lock."""

    def earlier(own: Own) -> Own:
        back = max(min(days, own.slid), 0) if own.to else 0
        while own.to and back and _later(own.to, -back, cohort) <= now:
            back -= 1
        return Own(_later(own.to, -back, cohort) if own.to and back else own.to)

    for row in queries.progress_of(cohort, [person.id]).get(person.id, {}).values():
        due_history.slide(row, earlier, now)


def _later(due: datetime, days: int, cohort: Cohort) -> datetime:
    return instant(wall(due, cohort.tz) + DAY * days, cohort.tz, deadline=True)
