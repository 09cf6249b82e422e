"""What is due in several features, asked for in one statement: each gives a SELECT of the same columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from learnhub.core.db import UtcDateTime, db
from learnhub.core.statements import plain
from learnhub.people.models import Person
from learnhub.programs.dues import Due

# The columns of each; what one does not say is null.
COLUMNS: Mapping[str, Any] = {
    "of_key": String(),
    "of_title": String(),
    "key": String(),
    "title": String(),
    "at": UtcDateTime(),
    "later": UtcDateTime(),
    "day": Date(),
    "until": Date(),
    "state": String(),
    "number": Integer(),
    "total": Integer(),
}
MOST = 20  # of one source
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """`wanted` selects what a person has to do, with `columns`; `read` makes a due of a row, or of none.

    What is no due, and stands on the same page, can be asked for with it, and costs no statement.

    `asked` gives the values that `wanted` is made with, by their names. It is made once, with parameters in
    their place, as for `core.statements.kept`.
    """

    asked: Callable[[Person, datetime], Mapping[str, Any]]
    wanted: Callable[..., Select[Any]]
    read: Callable[[Any, Person, datetime], T | None]
    shown: int = 3


def columns(**said: Any) -> Sequence[ColumnElement[Any]]:
    """Return the columns of a source, in their order and types."""
    return [
        (type_coerce(said[name], type_) if name in said else cast(null(), type_)).label(name)
        for name, type_ in COLUMNS.items()
    ]


def of_sources(sources: Sequence[Source[Due]], person: Person, now: datetime) -> list[Due]:
    """Return what is due to a person in all of these, the first few of each: one SELECT."""
    return soonest(sources, of_each(sources, person, now))


def soonest(sources: Sequence[Source[Due]], found: Sequence[Sequence[Due]]) -> list[Due]:
    """Return of what was found in each of these the first few."""
    pairs = zip(sources, found, strict=True)
    return [due for of, dues in pairs for due in sorted(dues, key=lambda due: due.at)[: of.shown]]


def of_each(sources: Sequence[Source[Any]], person: Person, now: datetime) -> list[list[Any]]:
    """Return what each of these has for a person, as they order it: one SELECT."""
    asked = [source.asked(person, now) for source in sources]
    wanted = _of_all(tuple(zip(sources, map(tuple, asked), strict=True)))
    given = {f"{name}_{nth}": value for nth, values in enumerate(asked) for name, value in values.items()}
    rows, found = db.session.execute(wanted, given).all(), list[list[Any]]()
    for number, source in enumerate(sources):
        read = (source.read(row, person, now) for row in rows if row.source == number)
        found.append([each for each in read if each is not None])
    return found


@cache
def _of_all(named: tuple[tuple[Source[Any], tuple[str, ...]], ...]) -> CompoundSelect[Any]:
    """Select of all sources, each with the names of its values; their parameters end in its number."""
    parts = []
    for number, (source, names) in enumerate(named):
        some = source.wanted(**{name: bindparam(f"{name}_{number}") for name in names}).limit(MOST).subquery()
        parts.append(select(literal(number).label("source"), *some.c))
    return plain(union_all(*parts))
