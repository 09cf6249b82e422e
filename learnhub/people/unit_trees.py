"""The units in the order of a tree: each below its parent, brothers by name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from sqlalchemy import Select, func, select

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people.models import Person, Unit


class Branch(NamedTuple):
    """A unit in the tree: how deep it lies, and how many people are in it itself."""

    unit: Unit
    depth: int
    people: int


class Name(NamedTuple):
    """A unit as a form offers it."""

    id: int
    key: str
    name: str
    parent_id: int | None
    closed_at: datetime | None


class _Placed(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


Each = TypeVar("Each", bound=_Placed)


def names() -> list[tuple[Name, int]]:
    """Return the open units, and how deep each lies."""
    return [*_in_order(Name(*row) for row in db.session.execute(*kept(_names)))]


def tree(*, closed: bool = False) -> list[Branch]:
    """Return the units with how many people are in each; those that are closed too, where asked for."""
    people = {unit: count for unit, count in db.session.execute(*kept(_units_with_counts)).all()}
    return [Branch(unit, depth, people[unit]) for unit, depth in _in_order(people, closed=closed)]


def _in_order(units: Iterable[Each], *, closed: bool = False) -> Iterator[tuple[Each, int]]:
    below: dict[int | None, list[Each]] = {}
    for each in sorted(units, key=lambda one: (one.name.casefold(), one.id)):
        if closed or each.closed_at is None:
            below.setdefault(each.parent_id, []).append(each)
    waiting = _at(0, below.get(None, []))
    while waiting:
        each, depth = waiting.pop()
        yield each, depth
        waiting += _at(depth + 1, below.get(each.id, []))


def _at(depth: int, units: Sequence[Each]) -> list[tuple[Each, int]]:
    return [(each, depth) for each in reversed(units)]


def _names() -> Select[int, str, str, int | None, datetime | None]:
    return select(Unit.id, Unit.key, Unit.name, Unit.parent_id, Unit.closed_at)


def _units_with_counts() -> Select[Unit, int]:
    people = select(func.count()).where(Person.unit_id == Unit.id, Person.left_at.is_(None))
    return select(Unit, people.scalar_subquery())
