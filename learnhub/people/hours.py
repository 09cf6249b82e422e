"""When people work. Pure: a person and moments in."""

from datetime import datetime, timedelta

from learnhub.people.models import Person
from learnhub.people.queries import is_away


def is_working(person: Person, at: datetime) -> bool:
    """Whether the person works then, by their own clock: here, not away, and not in a focus block."""
    if person.left_at is not None or is_away(person, at):
        return False
    local = at.astimezone(person.tz)
    day, wall = str(local.weekday()), local.time()
    if day in person.focus_days and person.focus_starts <= wall < person.focus_ends:
        return False
    return day in person.work_days and person.work_starts <= wall < person.work_ends


def worked(person: Person, since: datetime, until: datetime, *, most: timedelta) -> timedelta:
    """Return how much of their working time lies between two moments, `most` at most."""
    found = timedelta()
    day, end = since.astimezone(person.tz).date(), until.astimezone(person.tz)
    while found < most and day <= end.date():
        if str(day.weekday()) in person.work_days:
            opens = datetime.combine(day, person.work_starts, person.tz)
            closes = datetime.combine(day, person.work_ends, person.tz)
            found += max(min(closes, until) - max(opens, since), timedelta())
        day += timedelta(days=1)
    return min(found, most)
