"""When something was done that is ticked off afterwards: its moment, and the due that was in force then."""

from datetime import date, datetime, time

from learnhub.cohorts import due_history
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core import clock, dates
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant


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
    cohort: Cohort, row: CohortDate, own: Progress | None, on: date | None, reason: str
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
    due = due_history.in_force(row, own, ends)
    return (due if dates.local_date(due, cohort.tz) == on else ends), due
