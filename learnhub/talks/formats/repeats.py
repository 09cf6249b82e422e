"""Events that repeat, as their dates: within bounds, or refused in words."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from icalendar import Calendar, Event

from learnhub.core import clock, ics_rules
from learnhub.core.dates import is_near

MOST = 200  # dates of one event
AHEAD = timedelta(days=366)  # how far what never ends comes in
UNREAD = "It repeats by a rule that is not read here. Bring in its dates as events of their own."
TOO_MANY = f"It repeats on more than {MOST} dates. Bring in a shorter part of it."
NO_DATE = "None of its dates is within the coming year or before."


def dates_of(events: Sequence[Event | None]) -> list[Event] | str:
    """Return an event for each date up to a year from now, moved ones where they are; or why that cannot be.

    What was moved or left out is heeded. The rule is checked first, so that none costs more than a moment.
    """
    from recurring_ical_events import of  # slow to load

    series = [each for each in events if each is not None]
    if not ics_rules.are_read(series):
        return UNREAD
    start = min((day for each in series if (day := _day(each))), default=None)
    if start is None or not is_near(start):
        return UNREAD
    calendar = Calendar()
    for each in series:
        calendar.add_component(each)
    last = clock.now().date() + AHEAD
    try:
        found = []
        for each in cast("Iterator[Event]", of(calendar).after(start - timedelta(days=1))):
            day = _day(each)
            if day is None or day > last:
                break
            found.append(each)
            if len(found) > MOST:
                return TOO_MANY
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return UNREAD
    return found or NO_DATE


def _day(event: Event) -> date | None:
    at = getattr(event.get("DTSTART"), "dt", None)
    return at.date() if isinstance(at, datetime) else at
