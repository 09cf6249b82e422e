"""What can serve a goal: each kind of thing says how one is found, and who may say which goal it serves.

The features above give their kinds; there is one form, one page and one table for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.points import OneEach
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.goals import queries as goals
from learnhub.goals.models import Goal
from learnhub.people.models import Kind, Person


@dataclass(frozen=True, slots=True)
class Thing:
    """One of a kind, as whoever asks may know it; `may` is whether they may change it."""

    ref: Ref
    key: str
    title: str
    note: str = ""  # beside the title: its day, its team
    may: bool = False
    of: int = 1  # how many there are in all of what was asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of a kind are wanted: by words of the title, only those that serve no goal."""

    words: str = ""
    untied: bool = False
    most: int = 12
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Served:
    """A kind of thing. `one` finds by key and raises NotFound; `some` returns the newest first, `each` the
    newest of several kinds that one feature gives, by kind.
    """

    label: str  # "Hackathon"
    many: str  # "Hackathons"
    icon: str
    one: Callable[[Person, str], Thing]
    some: Callable[[Person, Asked], Sequence[Thing]]
    each: Callable[[Person, Asked], Mapping[str, Sequence[Thing]]] | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a model with a key, a title and a bin, as one kind. Guests find none."""

    model: Any
    kind: str
    note: Callable[[Any], str]
    may: Callable[[Person, Any], bool]

    def served(self, label: str, many: str, icon: str) -> Served:
        """Return them as what can serve a goal."""
        return Served(label, many, icon, one=self.one, some=self.some)

    def one(self, person: Person, key: str) -> Thing:
        """Return the one with that key. Raises NotFound."""
        found = self._things(person, self.model.key == key, most=1)
        if not found:
            raise NotFound
        return found[0]

    def some(self, person: Person, asked: Asked) -> Sequence[Thing]:
        """Return those that are asked for, the newest first."""
        wanted: list[ColumnElement[bool]] = []
        if asked.words:
            wanted.append(self.model.title.icontains(one_line(asked.words), autoescape=True))
        if asked.untied:
            wanted += unserving(self.kind, self.model.id)
        return self._things(person, *wanted, most=asked.most, skip=asked.skip)

    def _things(self, person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
        if person.kind is Kind.GUEST:
            return []
        of = self.model
        rows = db.session.execute(
            select(of, func.count().over())
            .where(of.binned_at.is_(None), *wanted)
            .order_by(of.created_at.desc(), of.id.desc())
            .limit(most)
            .offset(skip)
        )
        return [
            Thing(Ref(self.kind, row.id), row.key, row.title, self.note(row), self.may(person, row), number)
            for row, number in rows
        ]


SERVING: OneEach[Served] = OneEach("what can serve a goal, by the kind of its refs")
# As a course by its cohorts: whether, in a SELECT of such things, one serves a goal through others
THROUGH: OneEach[Callable[[SQLColumnExpression[int]], ColumnElement[bool]]] = OneEach(
    "what serves a goal through others, by the kind of its refs"
)
# What takes part of people's time comes before what they read; other kinds follow.
FIRST = ("hackathon", "talk", "cohort", "series", "demo", "course")


def kinds() -> Mapping[str, Served]:
    """Return what can serve a goal, by the kind of its refs, in the order in which pages list them."""
    given = SERVING.given
    return {kind: given[kind] for kind in (*(kind for kind in FIRST if kind in given), *given)}


def unserving(kind: str, id_: SQLColumnExpression[int]) -> list[ColumnElement[bool]]:
    """What holds of a thing of that kind, in a SELECT, that serves no goal: not through others either."""
    found = [~goals.is_tied(kind, id_)]
    return [*found, ~THROUGH.given[kind](id_)] if kind in THROUGH.given else found


def one(person: Person, kind: str, key: str) -> Thing:
    """Return the thing of that kind and key. Raises NotFound, and Invalid where none was chosen."""
    if not key:
        raise Invalid("Choose what is to serve the goal.")
    if kind not in SERVING.given:
        raise NotFound
    return SERVING.given[kind].one(person, key)


def chosen(person: Person, key: str) -> Goal:
    """Return the goal that a thing is to serve. Raises NotFound, and Invalid where none was chosen."""
    if not key:
        raise Invalid("Choose the goal that it serves.")
    return goals.goal(person, key)


def newest(person: Person, asked: Asked) -> list[Thing]:
    """Return things of every kind, `asked.most` of each at most."""
    found = dict[str, Sequence[Thing]]()
    for kind, served in kinds().items():
        if kind not in found:
            found |= served.each(person, asked) if served.each else {kind: served.some(person, asked)}
    return [thing for kind in kinds() for thing in found[kind]]


def some(person: Person, kind: str, asked: Asked) -> Sequence[Thing]:
    """Return things of that kind; none of a kind that nobody connected."""
    return SERVING.given[kind].some(person, asked) if kind in SERVING.given else []
