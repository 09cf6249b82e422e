"""Who may find what: tokens on both sides, matched in SQL before anything is ranked.

`all`: everyone of the organisation, guests not · `admin` · `person:7` · `unit:7`, whoever is in it or below
· and what the features above give: `program:7` who is on it, `host:7`, `team:7`. What `all` may find, most of
what there is, says so itself, so that of thousands of hits no tokens are looked up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    any_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from learnhub.core.db import UtcDateTime
from learnhub.core.points import Several
from learnhub.core.statements import written
from learnhub.people.models import Kind, Person, Role, UnitPath
from learnhub.search.matching import is_sqlite
from learnhub.search.models import SearchAudience, SearchDocument

EVERYONE = "all"
ADMIN = "admin"
ME: BindParameter[int] = bindparam("me", type_=Integer)
UNIT: BindParameter[int] = bindparam("unit", type_=Integer)
NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime)
Tokens = Callable[[SQLColumnExpression[int]], Sequence[Select[str]]]  # of the person with this id
TOKENS: Several[Tokens] = Several("tokens of a person, as SELECTs")


@dataclass(frozen=True, slots=True)
class Audience:
    """People who are asked about alike: employees, guests, admins.

    `lets` is the condition on documents, with ME, UNIT and NOW to be filled in by `values`. `statements`
    keeps what was built with it: building such a tree again costs more than asking the database.
    """

    lets: ColumnElement[bool]
    statements: dict[object, Any] = field(default_factory=dict)


_known: dict[tuple[bool, bool, bool], Audience] = {}


def token(name: str, id_: SQLColumnExpression[int]) -> ColumnElement[str]:
    """Return the column of tokens `name:id`."""
    return literal(f"{name}:") + cast(id_, String)


def of(person: Person) -> Audience:
    """Return the audience that the person belongs to."""
    group = person.kind is Kind.GUEST, person.has(Role.ADMIN), is_sqlite()
    if group not in _known:
        _known[group] = Audience(_lets(*group))
    return _known[group]


def values(person: Person, now: datetime) -> dict[str, object]:
    """Return what is to be filled in for this person."""
    return {"me": person.id, "unit": person.unit_id, "now": now}


def _lets(is_guest: bool, is_admin: bool, sqlite: bool) -> ColumnElement[bool]:
    """The condition on documents: everyone finds them, or one of their tokens is the person's, by now.

    PostgreSQL finds the person's tokens once, as an array, and those of a document by its id: asked whether
    there EXISTS one, it reads them all, of every document, before it looks at its few hits.
    """
    since, mine = SearchAudience.since, _tokens(is_admin)
    has = SearchAudience.token.in_(mine) if sqlite else SearchAudience.token == any_(_array(mine))
    one = select(literal(True)).where(
        SearchAudience.document_id == SearchDocument.id, has, or_(since.is_(None), since <= NOW)
    )
    if is_guest:  # who finds little: all of it is read first
        return one.exists()
    return or_(SearchDocument.everyone_since <= NOW, one.exists() if sqlite else _first(one))


def _array(wanted: Select[str]) -> ColumnElement[Any]:
    return func.array(wanted.scalar_subquery())


def _first(wanted: Select[bool]) -> ColumnElement[bool]:
    return wanted.limit(written(1)).scalar_subquery()


def _tokens(is_admin: bool) -> Select[str]:
    parts: list[Select[str]] = [select(literal(ADMIN, String))] if is_admin else []
    parts.append(select(token("person", ME)))
    parts.append(select(token("unit", UnitPath.ancestor_id)).where(UnitPath.descendant_id == UNIT))
    parts += [part for tokens in TOKENS.given for part in tokens(ME)]
    every = union_all(*parts).subquery()
    return select(every.c[0])
