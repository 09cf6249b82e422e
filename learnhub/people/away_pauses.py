"""What runs on while one is away: its dates stay, unless it is paused for those days as well.

Packages above give what they have with deadlines, by a kind of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from learnhub.core import dates
from learnhub.core.errors import NotFound
from learnhub.core.points import OneEach
from learnhub.people import rest_days
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Running:
    """Something with deadlines that the person is in. Days are by their own clock, first and last.

    `last` is the last day on which it can rest; `rests` are the days of a pause that stands.
    """

    key: str
    title: str
    url: str
    first: date
    last: date = date.max
    rests: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Pausing:
    """How a kind of thing is paused for the person, by its key, and goes on; both say what moved by it."""

    running: Callable[[Person, datetime], Sequence[Running]]
    pause: Callable[[Person, str, date, date], str]
    resume: Callable[[Person, str], str]


PAUSED: OneEach[Pausing] = OneEach("what can be paused while somebody is away")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing beside the days away: it rests, it can for the days that fit, or neither."""

    of: str  # "cohort:k3y"
    title: str
    url: str
    rests: tuple[date, date] | None
    fits: tuple[date, date] | None


def beside(person: Person, now: datetime) -> list[Line]:
    """Return what runs for the person, and what of it can be paused for the days that they are away."""
    today, first, last = dates.local_date(now, person.tz), person.away_from, person.away_until
    found = []
    for kind, given in PAUSED.given.items():
        for each in given.running(person, now):
            days = None if last is None or each.rests else fitting(each, first or today, last, today)
            found.append(Line(f"{kind}:{each.key}", each.title, each.url, each.rests, days))
    return found


def fitting(each: Running, first: date, last: date, today: date) -> tuple[date, date] | None:
    """Return the days of an absence for which that can be paused; None where none is. Pure."""
    return rest_days.fitting(max(first, each.first), last, today=today, last=each.last)


def pause(person: Person, of: str, now: datetime) -> str:
    """Pause one of them for the days that fit; say what moved. Raises NotFound where none do."""
    kind, key, line = _line(person, of, now)
    if line.fits is None:
        raise NotFound
    return PAUSED.given[kind].pause(person, key, *line.fits)


def resume(person: Person, of: str, now: datetime) -> str:
    """End the pause that stands there; say what moved. Raises NotFound where none does."""
    kind, key, line = _line(person, of, now)
    if line.rests is None:
        raise NotFound
    return PAUSED.given[kind].resume(person, key)


def _line(person: Person, of: str, now: datetime) -> tuple[str, str, Line]:
    kind, _, key = of.partition(":")
    found = next((each for each in beside(person, now) if each.of == of), None)
    if found is None:
        raise NotFound
    return kind, key, found
