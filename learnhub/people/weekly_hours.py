"""Hours a week that somebody has planned to learn, beside the most that they want: a warning, no more."""

from collections.abc import Callable
from datetime import datetime

from learnhub.core import words
from learnhub.core.points import Several
from learnhub.people.models import Person

PLANNED: Several[Callable[[Person, datetime], float]] = Several("how many hours a week somebody has planned")


def warning(person: Person, more: float, now: datetime) -> str:
    """Return what `over_cap` says of the hours a week that the person has planned and these `more`."""
    if person.weekly_cap is None:
        return ""
    planned = sum(hours(person, now) for hours in PLANNED.given)
    return over_cap(round(planned + more), person.weekly_cap)


def over_cap(planned: int, cap: int | None) -> str:
    """Return a warning where one plans more hours a week than one wants; "" else. Pure."""
    if cap is None or planned <= cap:
        return ""
    return (
        f"With this you have {words.count(planned, 'hour')} a week planned; your settings say at most {cap}."
    )
