"""What is due in several features, asked for in one statement: each gives a SELECT of the same columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

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
    "state": String(),
    "number": Integer(),
}
MOST = 20  # of one source


@dataclass(frozen=True, slots=True)
class Source:
    """`wanted` selects what a person has to do, with `columns`; `read` makes a due of a row, or of none.

    `asked` gives the values that `wanted` is made with, by their names. It is made once, with parameters in
    their place, as for `core.statements.kept`.
    """

    asked: Callable[[Person, datetime], Mapping[str, Any]]
    wanted: Callable[..., Select[Any]]
    read: Callable[[Any, Person, datetime], Due | None]
    shown: int = 3


def columns(**said: Any) -> Sequence[ColumnElement[Any]]:
    """Return the columns of a source, in their order and types."""
    return [
        (type_coerce(said[name], type_) if name in said else cast(null(), type_)).label(name)
        for name, type_ in COLUMNS.items()
    ]


def of_sources(sources: Sequence[Source], person: Person, now: datetime) -> list[Due]:
    """Return what is due to a person in all of these, the first few of each: one SELECT."""
    asked = [source.asked(person, now) for source in sources]
    wanted = _of_all(tuple(zip(sources, map(tuple, asked), strict=True)))
    given = {f"{name}_{nth}": value for nth, values in enumerate(asked) for name, value in values.items()}
    rows, found = db.session.execute(wanted, given).all(), list[Due]()
    for number, source in enumerate(sources):
        read = (source.read(row, person, now) for row in rows if row.source == number)
        found += sorted((due for due in read if due), key=lambda due: due.at)[: source.shown]
    return found


@cache
def _of_all(named: tuple[tuple[Source, tuple[str, ...]], ...]) -> CompoundSelect[Any]:
    """Select of all sources, each with the names of its values; their parameters end in its number."""
    parts = []
    for number, (source, names) in enumerate(named):
        some = source.wanted(**{name: bindparam(f"{name}_{number}") for name in names}).limit(MOST).subquery()
        parts.append(select(literal(number).label("source"), *some.c))
    return union_all(*parts)
