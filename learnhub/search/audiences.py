"""Who may find what: tokens on both sides, matched in SQL before anything is ranked.

`all`: everyone of the organisation, guests not · `admin` · `person:7` · `unit:7`, whoever is in it or below
· and what the features above connect: `program:7` who is on it, `host:7`, `team:7`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    cast,
    exists,
    literal,
    or_,
    select,
    union_all,
)

from learnhub.people.models import Kind, Person, Role, UnitPath
from learnhub.search.models import SearchAudience, SearchDocument

EVERYONE = "all"
ADMIN = "admin"
Tokens = Callable[[Person], Sequence[Select[str]]]
_more: list[Tokens] = []


def connect(more: Sequence[Tokens]) -> None:
    """Replace what is connected: each gives tokens of a person, as SELECTs. `app.py` calls it once."""
    _more[:] = more


def token(name: str, id_: SQLColumnExpression[int]) -> ColumnElement[str]:
    """Return the column of tokens `name:id`."""
    return literal(f"{name}:") + cast(id_, String)


def lets(person: Person, now: datetime) -> ColumnElement[bool]:
    """The condition on documents: one of their tokens is the person's, and counts by now."""
    since = SearchAudience.since
    return exists().where(
        SearchAudience.document_id == SearchDocument.id,
        SearchAudience.token.in_(_tokens(person)),
        or_(since.is_(None), since <= now),
    )


def _tokens(person: Person) -> Select[str]:
    own = [f"person:{person.id}"]
    if person.kind is not Kind.GUEST:
        own.append(EVERYONE)
    if person.has(Role.ADMIN):
        own.append(ADMIN)
    parts: list[Select[str]] = [select(literal(name, String)) for name in own]
    if person.unit_id is not None:
        unit = token("unit", UnitPath.ancestor_id)
        parts.append(select(unit).where(UnitPath.descendant_id == person.unit_id))
    parts += [part for tokens in _more for part in tokens(person)]
    every = union_all(*parts).subquery()
    return select(every.c[0])
