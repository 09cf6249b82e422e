"""Events that repeat, as their dates: within bounds, or refused in words."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from icalendar import Calendar, Event

from learnhub.core import clock
from learnhub.core.dates import is_near

MOST = 200  # dates of one event
AHEAD = timedelta(days=366)  # how far what never ends comes in
RULES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
UNREAD = "It repeats by a rule that is not read here. Bring in its dates as events of their own."
TOO_MANY = f"It repeats on more than {MOST} dates. Bring in a shorter part of it."
NO_DATE = "None of its dates is within the coming year or before."


def does(event: Event | None) -> bool:
    """Whether it repeats."""
    return event is not None and ("RRULE" in event or "RDATE" in event)


def dates_of(events: Sequence[Event | None]) -> list[Event] | str:
    """Return an event for each date up to a year from now, moved ones where they are; or why that cannot be.

    What was moved or left out is heeded. The rule is checked first, so that none costs more than a moment.
    """
    from recurring_ical_events import of  # slow to load

    series = [each for each in events if each is not None]
    if not all(_is_read(rule) for each in series for rule in _all(each, "RRULE")):
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


def _is_read(rule: Any) -> bool:
    """Whether a rule is of the usual ones, and such that a search for its next date ends."""
    said = {str(name).upper(): list(value) for name, value in rule.items()}
    every, days = said.get("INTERVAL", [1]), [str(day) for day in said.get("BYDAY", [])]
    places = [int(place) for place in said.get("BYSETPOS", [])]
    ends_each_month = all(abs(int(day)) <= 28 for day in said.get("BYMONTHDAY", []))
    return (
        said.keys() <= PARTS
        and [str(each).upper() in RULES for each in said.get("FREQ", [])] == [True]
        and all(1 <= int(each) <= 100 for each in every)
        and ("BYMONTH" not in said or ends_each_month)
        and (not places or (all(1 <= abs(place) <= 4 for place in places) and days != []))
        and (not places or all(day.isalpha() for day in days))
    )


def _all(event: Event, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _day(event: Event) -> date | None:
    at = getattr(event.get("DTSTART"), "dt", None)
    return at.date() if isinstance(at, datetime) else at
