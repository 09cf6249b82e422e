"""Days of rest: which one may choose, and how many there are, whatever it is that one pauses. Pure.

The first and the last of them count.
"""

from datetime import date, timedelta

from learnhub.core import dates
from learnhub.core.errors import Invalid

DAY, LONGEST, AHEAD = timedelta(days=1), timedelta(days=366), timedelta(weeks=8)


def check(since: date, until: date, *, today: date, last: date = date.max) -> None:
    """Raise Invalid for days that are over, too far off, or after the `last` of what one pauses."""
    if not today <= since <= today + AHEAD:
        raise Invalid("Choose a first day from today on, within eight weeks.", "since")
    latest = min(since + LONGEST, last)
    if not _earliest(since, today) <= until <= latest:
        text = f"Choose a day from tomorrow on, not before the first, until {dates.day(latest, today)}."
        raise Invalid(text, "until")


def fitting(since: date, until: date, *, today: date, last: date) -> tuple[date, date] | None:
    """Return which of these days may be chosen, first and last; None where none may."""
    since = max(since, today)
    until = min(until, since + LONGEST, last)
    return (since, until) if since <= today + AHEAD and _earliest(since, today) <= until else None


def number(since: date, until: date) -> int:
    """Return how many days they are, by which slides what is due from the first on."""
    return (until - since + DAY).days


def left(since: date, until: date, *, today: date) -> int:
    """Return how many of them are not rested by who goes on today: of a pause to come all."""
    return max(number(max(since, today), until), 0)


def _earliest(since: date, today: date) -> date:
    return max(since, today + DAY)
