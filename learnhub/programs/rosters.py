"""Lists of who signed up: searched, filtered, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager

from learnhub.core import orders
from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.people.models import Person, Unit
from learnhub.programs.models import (
    ON_IT,
    Program,
    SignUp,
    SignUpState,
)
from learnhub.programs.queries import Standing

PER_PAGE = 50
ORDERS = {"line": SignUp.line, "name": Person.name, "unit": Unit.name, "state": SignUp.state}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; numbers start at 1."""

    rows: Sequence[Any]
    number: int
    total: int
    per_page: int = PER_PAGE


def people(program: Program, standing: Standing, *, search: str = "", number: int = 1) -> Page:
    """Return a page of those with a place, by name: to hosts all, to others those who show their name."""
    wanted = _signups(program).where(SignUp.state == SignUpState.IN)
    if not standing.is_host:
        mine = SignUp.id == standing.signup.id if standing.signup else SignUp.id.is_(None)
        wanted = wanted.where(or_(SignUp.name_shown, mine))
    return _page(_found(wanted, search).order_by(Person.name, SignUp.id), number)


def count_unnamed(program: Program) -> int:
    """Return how many with a place keep their name to themselves."""
    hidden = (
        select(func.count())
        .select_from(SignUp)
        .where(SignUp.program_id == program.id, SignUp.state == SignUpState.IN, ~SignUp.name_shown)
    )
    return db.session.scalar(hidden) or 0


def signups(program: Program, order: str, *, state: SignUpState | None, search: str, number: int) -> Page:
    """Return a page of all sign-ups in an order of `ORDERS`, for its hosts."""
    wanted = _signups(program)
    if state is not None:
        wanted = wanted.where(SignUp.state == state)
    return _page(_found(wanted, search).order_by(orders.by(order, ORDERS), SignUp.line, SignUp.id), number)


def expected(
    program: Program, *, search: str = "", here: bool | None = None, waiting: bool = True, number: int = 1
) -> Page:
    """Return a page of those on the list and those who came, to note who is there, by name.

    `here`: only those who came, or only those who did not. `waiting`: those too who have no place.
    """
    wanted = _found(_signups(program).where(_is_expected()), search)
    if not waiting:
        wanted = wanted.where(or_(SignUp.state == SignUpState.IN, SignUp.arrived_at.is_not(None)))
    if here is not None:
        wanted = wanted.where(SignUp.arrived_at.is_not(None) if here else SignUp.arrived_at.is_(None))
    return _page(wanted.order_by(Person.name, SignUp.id), number)


def count_expected(program: Program) -> int:
    """Return how many `expected` has without a search."""
    mine = select(func.count()).select_from(SignUp).where(SignUp.program_id == program.id, _is_expected())
    return db.session.scalar(mine) or 0


def _is_expected() -> ColumnElement[bool]:
    return or_(SignUp.state.in_([*ON_IT, SignUpState.RELEASED]), SignUp.arrived_at.is_not(None))


def all_signups(program: Program, *, state: SignUpState | None = None) -> Sequence[SignUp]:
    """Return every sign-up in the order of arrival, or those in a state, for an export."""
    wanted = _signups(program)
    if state is not None:
        wanted = wanted.where(SignUp.state == state)
    return db.session.scalars(wanted.order_by(SignUp.line, SignUp.id)).all()


def count_arrived(program: Program) -> int:
    """Return how many came."""
    came = SignUp.program_id == program.id, SignUp.arrived_at.is_not(None)
    return db.session.scalar(select(func.count()).select_from(SignUp).where(*came)) or 0


def _signups(program: Program) -> Select[SignUp]:
    return (
        select(SignUp)
        .join(SignUp.person)
        .outerjoin(Person.unit)
        .options(contains_eager(SignUp.person).contains_eager(Person.unit))
        .where(SignUp.program_id == program.id)
    )


def _found(wanted: Select[SignUp], search: str) -> Select[SignUp]:
    if not search:
        return wanted
    return wanted.where(
        or_(Person.name.icontains(search, autoescape=True), Unit.name.icontains(search, autoescape=True))
    )


def _page(wanted: Select[SignUp], number: int) -> Page:
    total = _count(wanted.with_only_columns(SignUp.id, maintain_column_froms=True))
    number = within(number, total, PER_PAGE)
    rows = db.session.scalars(wanted.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).unique().all()
    return Page(rows, number, total)


def _count(ids: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(ids.order_by(None).subquery())) or 0
