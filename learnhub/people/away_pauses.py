"""What runs on while one is away: its dates stay, unless it is paused for those days as well.

Packages above give what they have with deadlines, by a kind of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from learnhub.core import clock, dates
from learnhub.core.errors import NotFound
from learnhub.core.points import OneEach
from learnhub.people import pause_sentences, rest_days
from learnhub.people.models import Person
from learnhub.people.pause_sentences import Dues

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Running:
    """Something with deadlines that the person is in. Days are by their own clock, first and last.

    `last` is the last day on which it can rest; `rests` are the days of a pause that stands.
    `why_not`: why there is nothing to pause, where that is so.
    """

    key: str
    title: str
    url: str
    first: date
    last: date = date.max
    rests: tuple[date, date] | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Pausing(Generic[Thing]):
    """How things of a kind are paused for a person: what runs, one of them by its key, what is to be done
    there still, whether it rests now; and how it begins to rest, and goes on.
    """

    running: Callable[[Person, datetime], Sequence[Running]]
    find: Callable[[Person, str], Thing]
    dues: Callable[[Person, Thing], Dues]
    rests: Callable[[Person, Thing], bool]
    begin: Callable[[Person, Thing, date | None, date], None]
    end: Callable[[Person, Thing], None]

    def pause(self, person: Person, of: Thing, since: date | None, until: date) -> str:
        """Pause it, and say which of the person’s dates moved. Raises as `begin` does."""
        before = self.dues(person, of)
        self.begin(person, of, since, until)
        return pause_sentences.paused(self._moved(person, of, before), begins=self.rests(person, of))

    def resume(self, person: Person, of: Thing) -> str:
        """End the pause that stands there, if one does, and say what moved back."""
        before, began = self.dues(person, of), self.rests(person, of)
        self.end(person, of)
        return pause_sentences.resumed(self._moved(person, of, before), began=began)

    def _moved(self, person: Person, of: Thing, before: Dues) -> str:
        today = dates.local_date(clock.now(), person.tz)
        return pause_sentences.moves(before, self.dues(person, of), today)


PAUSED: OneEach[Pausing[Any]] = OneEach("what can be paused while somebody is away")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing beside the days away: it rests, it can for the days that fit, or neither."""

    of: str  # "cohort:k3y"
    title: str
    url: str
    rests: tuple[date, date] | None
    fits: tuple[date, date] | None
    why_not: str  # "" where it is for the days alone


def beside(person: Person, now: datetime) -> list[Line]:
    """Return what runs for the person, and what of it can be paused for the days that they are away."""
    today, first, last = dates.local_date(now, person.tz), person.away_from, person.away_until
    found = []
    for kind, given in PAUSED.given.items():
        for each in given.running(person, now):
            shut = each.rests or each.why_not
            days = None if last is None or shut else fitting(each, first or today, last, today)
            found.append(Line(f"{kind}:{each.key}", each.title, each.url, each.rests, days, each.why_not))
    return found


def fitting(each: Running, first: date, last: date, today: date) -> tuple[date, date] | None:
    """Return the days of an absence for which that can be paused; None where none is. Pure."""
    return rest_days.fitting(max(first, each.first), last, today=today, last=each.last)


def pause(person: Person, of: str, now: datetime) -> str:
    """Pause one of them for the days that fit; say what moved. Raises NotFound where none do."""
    kind, key, line = _line(person, of, now)
    if line.fits is None:
        raise NotFound
    given = PAUSED.given[kind]
    return given.pause(person, given.find(person, key), *line.fits)


def resume(person: Person, of: str, now: datetime) -> str:
    """End the pause that stands there; say what moved. Raises NotFound where none does."""
    kind, key, line = _line(person, of, now)
    if line.rests is None:
        raise NotFound
    given = PAUSED.given[kind]
    return given.resume(person, given.find(person, key))


def _line(person: Person, of: str, now: datetime) -> tuple[str, str, Line]:
    kind, _, key = of.partition(":")
    found = next((each for each in beside(person, now) if each.of == of), None)
    if found is None:
        raise NotFound
    return kind, key, found
