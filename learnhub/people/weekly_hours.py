"""Hours of learning a week: what somebody plans, a number beside the most that they want, and a warning, no
more; and what they say a week took, in ranges, so that nobody counts hours and sums tell of nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from learnhub.core import words
from learnhub.core.errors import Invalid
from learnhub.core.points import Several
from learnhub.people.models import Person

# What may be said of a week, and what it stands for; the open one for its lower end: nothing is made up.
RANGES: Mapping[str, tuple[int, int]] = {
    "under 1": (0, 1),
    "1 to 2": (1, 2),
    "3 to 4": (3, 4),
    "5 to 6": (5, 6),
    "7 or more": (7, 7),
}
Hours = Sequence[tuple[str, float]]  # of what, and how many a week
PLANNED: Several[Callable[[Person, datetime], Hours]] = Several("how many hours a week somebody has planned")


def declared(said: str) -> str:
    """Return what somebody says that a week took, or nothing. Raises Invalid for what is no range."""
    if said and said not in RANGES:
        raise Invalid("Choose one of the ranges, or none.", "hours")
    return said


def warning(person: Person, more: float, now: datetime) -> str:
    """Return what `over_cap` says of the hours a week that the person has planned and these `more`."""
    if person.weekly_cap is None:
        return ""
    planned = [each for hours in PLANNED.given for each in hours(person, now) if each[1]]
    return over_cap([*planned, ("this", more)] if more else planned, person.weekly_cap)


def over_cap(planned: Hours, cap: int | None) -> str:
    """Return a warning that says of what, where one plans more hours a week than one wants; "" else. Pure."""
    total = round(sum(hours for _, hours in planned))
    if cap is None or total <= cap:
        return ""
    of = words.joined(f"{words.figure(hours)} for {title}" for title, hours in planned)
    said = f"With this you have {words.count(total, 'hour')} a week planned"
    return f"{said}: {of}. Your settings say at most {cap}."
