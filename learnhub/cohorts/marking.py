"""When something was done that is ticked off afterwards: its moment, and the due that was in force then."""

from datetime import date, datetime, time

from sqlalchemy import func, select

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.models import Change, Cohort, CohortDate, Progress
from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant

EXTENDED = "extended to"  # with what the history begins of somebody who has longer


def today(cohort: Cohort) -> date:
    """Return the day that it is by the cohort's clocks."""
    return dates.local_date(clock.now(), cohort.tz)


def require_today(cohort: Cohort, on: date | None) -> None:
    """Raise Invalid for another day than today: nobody says of themselves on which day they did it."""
    if on is not None and on != today(cohort):
        text = "What you did yourself counts today. Another facilitator can note an earlier day for you."
        raise Invalid(text, "on")


def require_same(cohort: Cohort, row: Progress, by_id: int, on: date | None) -> None:
    """Raise Invalid where `on` is a day to note and somebody noted it before; a second press does no harm."""
    assert row.done_at is not None  # it is of what is done
    day = dates.local_date(row.done_at, cohort.tz)
    if on is not None and (row.done_by_id, day) != (by_id, on):
        noted = dates.day(day, today(cohort))
        raise Invalid(f"It is ticked off already, for {noted}. Take that back before you note another.", "on")


def moments(
    cohort: Cohort, row: CohortDate, own: Progress | None, person_id: int, on: date | None, reason: str
) -> tuple[datetime, datetime]:
    """Return when it was done and the due in force then; `on` is a day by the cohort's clocks, None is now.

    A day has no hour: what was done on the day of its due was in time. Raises Invalid for a day before the
    cohort began or to come, and for an earlier one without a reason.
    """
    now = clock.now()
    assert row.at is not None  # `date_of` finds none without
    if on is None or on == today(cohort):
        return now, effective(row.at, own.extended_to if own else None)
    if on > today(cohort):
        raise Invalid("Choose today or an earlier day.", "on")
    if on < cohort.starts_on:
        raise Invalid("The cohort had not begun on that day.", "on")
    if not reason:
        raise Invalid("Say why it is an earlier day.", "reason")
    ends = instant(datetime.combine(on, time(23, 59)), cohort.tz, deadline=True)
    due = _due_then(cohort, row, ends)
    if own is not None and own.extended_to and _had_longer(own, person_id, ends):
        due = effective(due, own.extended_to)
    return (due if dates.local_date(due, cohort.tz) == on else ends), due


def _due_then(cohort: Cohort, row: CohortDate, then: datetime) -> datetime:
    """Return the cohort's due as it was at that moment: what moved since is read back from the shifts."""
    moved = []
    for change in db.session.scalars(select(Change).where(Change.cohort_id == cohort.id)):
        for id_, before, after in change.moves:
            if id_ == row.item_id:
                moved.append((change.at, before))
                moved += [(change.undone_at, after)] if change.undone_at else []
    since = min((each for each in moved if each[0] > then), key=lambda each: each[0], default=None)
    assert row.at is not None
    if since is None:
        return row.at
    wall = datetime.fromisoformat(since[1][0])
    return instant(wall, cohort.tz, deadline=row.step is Step.DEADLINE)


def _had_longer(own: Progress, person_id: int, then: datetime) -> bool:
    """Whether the person had longer by that moment; of several extensions the last counts as the first."""
    first = select(func.min(Change.at)).where(
        Change.date_id == own.date_id, Change.person_id == person_id, Change.what.startswith(EXTENDED)
    )
    given = [each for each in (own.extended_at, db.session.scalar(first)) if each]
    return bool(given) and min(given) <= then
