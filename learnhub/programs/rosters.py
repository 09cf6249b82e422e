"""Lists of who signed up, and of what is on: searched, filtered, in pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from learnhub.core import orders
from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.core.statements import kept
from learnhub.people.models import Person, Unit, UnitPath
from learnhub.programs import sights
from learnhub.programs.models import (
    ON_IT,
    SIGNED_UP,
    Host,
    Program,
    ProgramState,
    SignUp,
    SignUpState,
    Speaker,
)
from learnhub.programs.queries import READER, Standing, reads, standing_of, standings, with_standing
from learnhub.programs.series_models import Series

PER_PAGE = 50
ORDERS = {"line": SignUp.line, "name": Person.name, "unit": Unit.name, "state": SignUp.state}
ProgramRows = Select[Program, SignUp | None, bool, bool, int, int]  # as `with_standing` has them


@dataclass(frozen=True, slots=True)
class Listed:
    """A program in a list, and what the person is to it."""

    program: Program
    standing: Standing


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
    return or_(SignUp.state.in_(ON_IT), SignUp.arrived_at.is_not(None))


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


def happening(person: Person, now: datetime, *, limit: int = 6) -> list[Listed]:
    """Return what runs or comes next and is published, the nearest first, and all that the person hosts.

    Drafts of theirs too. Home shows it.
    """
    return _listed(person, *kept(_happening, now, sight=sights.sight(person), limit=limit))


def _happening(now: datetime, *, sight: sights.Sight, limit: int) -> ProgramRows:
    nearest = select(Program.id).where(Program.state != ProgramState.DRAFT, Program.ends_at > now)
    nearest = nearest.where(sights.visible(READER, sight)).correlate(None)
    wanted = Program.id.in_(nearest.order_by(Program.starts_at, Program.id).limit(limit))
    rows = standings(Program, sight).where(Program.ends_at > now, or_(wanted, _hosts(READER)))
    return rows.order_by(Program.starts_at, Program.id).limit(PER_PAGE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a list is asked for: "in", "host" or "" of the reader's own, a kind, a unit's key."""

    mine: str = ""
    kind: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the programs that someone may know of can be filtered by: kinds, and (key, name) of units.

    And the ids of those at which they speak.
    """

    kinds: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    speaks_at: frozenset[int]


ALL = Wanted()


def choices(person: Person) -> Choices:
    """Return the kinds of all that is on or over, and the units of those who host it: one SELECT."""
    rows = db.session.execute(*kept(_choices, person.id, sight=sights.sight(person))).all()
    units = {(key, name) for _, key, name, _ in rows if key}
    return Choices(
        tuple(sorted({kind for kind, _, _, _ in rows})),
        tuple(sorted(units, key=lambda unit: (unit[1].casefold(), unit[0]))),
        frozenset(id_ for _, _, _, id_ in rows if id_),
    )


def _choices(reader: int, *, sight: sights.Sight) -> Select[str, str, str, int]:
    host = aliased(Host)  # the rule of what one may know of asks for hosts, too
    speaks = aliased(Speaker)
    return (
        select(Program.kind, Unit.key, Unit.name, speaks.program_id)
        .select_from(Program)
        .outerjoin(speaks, and_(speaks.program_id == Program.id, speaks.person_id == reader))
        .outerjoin(host, host.program_id == Program.id)
        .outerjoin(Person, Person.id == host.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Program.state != ProgramState.DRAFT, sights.visible(reader, sight))
        .distinct()
    )


def coming(person: Person, now: datetime, wanted: Wanted = ALL, *, number: int = 1) -> Page:
    """Return a page of what runs or comes, the nearest first."""
    rows = _chosen(_running(now, sights.sight(person)), person, wanted)
    return _programs(person, rows.order_by(Program.starts_at, Program.id), number)


def past(person: Person, now: datetime, wanted: Wanted = ALL, *, number: int = 1) -> Page:
    """Return a page of what is over, the latest first; what was called off stays out."""
    over = with_standing(person, Program).where(
        Program.state == ProgramState.PUBLISHED, Program.ends_at <= now
    )
    rows = _chosen(over, person, wanted)
    return _programs(person, rows.order_by(Program.ends_at.desc(), Program.id), number)


def dates_of(person: Person, series: Series, now: datetime, *, over: bool = False, most: int) -> list[Listed]:
    """Return dates of a series: those that run or come, or those that are over, the nearest first."""
    order = Program.starts_at.desc() if over else Program.starts_at
    when = Program.ends_at <= now if over else Program.ends_at > now
    wanted = with_standing(person, Program).where(Program.series_id == series.id, when)
    return _listed(person, wanted.order_by(order, Program.id).limit(most))


def drafts(person: Person) -> list[Listed]:
    """Return the drafts that the person hosts."""
    return _listed(person, *kept(_drafts, person.id, sight=sights.sight(person)))


def _drafts(reader: int, *, sight: sights.Sight) -> ProgramRows:
    mine = standings(Program, sight).where(Program.state == ProgramState.DRAFT, _hosts(reader))
    return mine.order_by(Program.starts_at, Program.id).limit(PER_PAGE)


def _running(now: datetime, sight: sights.Sight) -> ProgramRows:
    return standings(Program, sight).where(Program.state != ProgramState.DRAFT, Program.ends_at > now)


def _chosen(rows: ProgramRows, person: Person, wanted: Wanted) -> ProgramRows:
    if wanted.kind:
        rows = rows.where(Program.kind == wanted.kind)
    if wanted.unit:
        rows = rows.where(_hosted_from(wanted.unit))
    if wanted.mine == "host":
        return rows.where(_hosts(person.id))
    if wanted.mine == "in":
        on_it = select(SignUp.id).where(
            SignUp.program_id == Program.id, SignUp.person_id == person.id, SignUp.state.in_(SIGNED_UP)
        )
        return rows.where(on_it.exists())
    return rows


def _hosted_from(unit_key: str) -> ColumnElement[bool]:
    """Whether a host is in that unit, or in one below it."""
    inside = (
        select(UnitPath.descendant_id)
        .join(Unit, Unit.id == UnitPath.ancestor_id)
        .where(Unit.key == unit_key)
        .scalar_subquery()
    )
    hosts = select(Host.id).join(Host.person).where(Host.program_id == Program.id)
    return hosts.where(Person.unit_id.in_(inside)).exists()


def _hosts(reader: int | ColumnElement[int]) -> ColumnElement[bool]:
    return select(Host.id).where(Host.program_id == Program.id, Host.person_id == reader).exists()


def _programs(person: Person, wanted: ProgramRows, number: int) -> Page:
    total = _count(wanted.with_only_columns(Program.id, maintain_column_froms=True), reads(person))
    number = within(number, total, PER_PAGE)
    rows = _listed(person, wanted.limit(PER_PAGE).offset((number - 1) * PER_PAGE))
    return Page(rows, number, total)


def _listed(person: Person, wanted: ProgramRows, values: Mapping[str, Any] | None = None) -> list[Listed]:
    rows: Any = db.session.execute(wanted, reads(person) | dict(values or {}))
    return [Listed(program, standing_of(person, *own)) for program, *own in rows]


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


def _count(ids: Select[int], given: Mapping[str, int] | None = None) -> int:
    return db.session.scalar(select(func.count()).select_from(ids.order_by(None).subquery()), given) or 0
