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
    bindparam,
    cast,
    exists,
    literal,
    or_,
    select,
    union_all,
)

from learnhub.core.db import UtcDateTime
from learnhub.core.points import Several
from learnhub.people.models import Kind, Person, Role, UnitPath
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


_known: dict[tuple[bool, bool], Audience] = {}


def token(name: str, id_: SQLColumnExpression[int]) -> ColumnElement[str]:
    """Return the column of tokens `name:id`."""
    return literal(f"{name}:") + cast(id_, String)


def of(person: Person) -> Audience:
    """Return the audience that the person belongs to."""
    group = person.kind is Kind.GUEST, person.has(Role.ADMIN)
    if group not in _known:
        _known[group] = Audience(_lets(*group))
    return _known[group]


def values(person: Person, now: datetime) -> dict[str, object]:
    """Return what is to be filled in for this person."""
    return {"me": person.id, "unit": person.unit_id, "now": now}


def _lets(is_guest: bool, is_admin: bool) -> ColumnElement[bool]:
    """The condition on documents: everyone finds them, or one of their tokens is the person's, by now."""
    since = SearchAudience.since
    one = exists().where(
        SearchAudience.document_id == SearchDocument.id,
        SearchAudience.token.in_(_tokens(is_admin)),
        or_(since.is_(None), since <= NOW),
    )
    return one if is_guest else or_(SearchDocument.everyone_since <= NOW, one)


def _tokens(is_admin: bool) -> Select[str]:
    parts: list[Select[str]] = [select(literal(ADMIN, String))] if is_admin else []
    parts.append(select(token("person", ME)))
    parts.append(select(token("unit", UnitPath.ancestor_id)).where(UnitPath.descendant_id == UNIT))
    parts += [part for tokens in TOKENS.given for part in tokens(ME)]
    every = union_all(*parts).subquery()
    return select(every.c[0])
