"""When people work. Pure: a person and a moment in."""

from datetime import datetime

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
