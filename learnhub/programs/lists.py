"""Lists of what is on, comes or is over: filtered, in pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, union
from sqlalchemy.orm import defer

from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.core.statements import kept
from learnhub.people.models import Person, Unit, UnitPath
from learnhub.programs import kinds, sights
from learnhub.programs.models import (
    SIGNED_UP,
    Host,
    Program,
    ProgramState,
    SignUp,
    Speaker,
)
from learnhub.programs.queries import READER, Standing, reads, standing_of, standings, with_standing
from learnhub.programs.rosters import PER_PAGE, Page
from learnhub.programs.series_models import Series
from learnhub.programs.sights import BARE

ProgramRows = Select[Program, SignUp | None, bool, bool, bool, int, int, datetime | None]
UNITS, LOOKED_AT = 100, 200  # to choose from, and of so many programs
# What What’s on says nothing of: to read it costs, and making objects of it as much again.
UNSAID = (
    Program.story,
    Program.starts_wall,
    Program.ends_wall,
    Program.due_rev,
    Program.starts_rev,
    Program.ends_rev,
    Program.offer_hours,
    Program.releases,
    Program.released_at,
    Program.quiet,
    Program.published_at,
    Program.cancelled_at,
    Program.cancel_reason,
    Program.rule_wall,
    Program.is_modified,
    Program.taken_over,
    Program.created_by_id,
    Program.created_at,
)
Terms = tuple[list[ColumnElement[bool]], list[ColumnElement[Any]]]  # what holds, and in which order
Which = Callable[[Any, datetime], Terms]


class Listed(NamedTuple):
    """A program in a list, and what the person is to it."""

    program: Program
    standing: Standing


def happening(person: Person, now: datetime, *, limit: int = 6) -> list[Listed]:
    """Return what runs or comes next and is published, the nearest first, and all that the person hosts
    or speaks at.

    Drafts of theirs too. Home shows it.
    """
    return _completed(_listed(person, *kept(_happening, now, sight=sights.sight(person), limit=limit)))


def _happening(now: datetime, *, sight: sights.Sight, limit: int) -> ProgramRows:
    nearest = select(Program.id).where(Program.state != ProgramState.DRAFT, Program.ends_at > now)
    nearest = nearest.where(sights.visible(READER, sight)).correlate(None)
    nearest = nearest.order_by(Program.starts_at, Program.id).limit(limit)
    # ids of each, where "or" would have all that comes looked through for hosts and speakers
    wanted = union(
        select(nearest.subquery().c.id),
        select(Host.program_id).where(Host.person_id == READER),
        select(Speaker.program_id).where(Speaker.person_id == READER),
    )
    rows = standings(Program, sight).where(Program.ends_at > now, Program.id.in_(wanted))
    rows = rows.options(defer(Program.story), *kinds.lists())
    return rows.order_by(Program.starts_at, Program.id).limit(PER_PAGE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a list is asked for: "in", "host" or "" of the reader's own, a kind, a unit's key."""

    mine: str = ""
    kind: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list of programs that one may know of can be filtered by: kinds, and (key, name) of units."""

    kinds: tuple[str, ...]
    units: tuple[tuple[str, str], ...]


ALL = Wanted()


def choices(person: Person, now: datetime, *, unit: str = "", over: bool = False) -> Choices:
    """Return the kinds of all that is on or over, and the units of those who host the next programs, or the
    last that are over: those that host most of them, and always `unit`, a key, where it hosted any.
    """
    sight = sights.sight(person)
    rows = db.session.execute(*kept(_units, person.id, now, sight=sight, over=over, most=UNITS))
    units = [(key, name) for key, name, _ in rows]
    if unit and unit not in dict(units):
        asked = db.session.execute(*kept(_unit, person.id, unit, sight=sight))
        units = [*((key, name) for key, name in asked), *units][:UNITS]
    by_name = sorted(units, key=lambda unit: (unit[1].casefold(), unit[0]))
    return Choices(known_kinds(person), tuple(by_name))


def known_kinds(person: Person) -> tuple[str, ...]:
    """Return the kinds of all that is on or over."""
    [row] = db.session.execute(*kept(_kinds, person.id, sight=sights.sight(person)))
    return tuple(kind for kind, is_known in row._mapping.items() if is_known)


def _kinds(reader: int, *, sight: sights.Sight) -> Select[Any]:
    """Whether there is one of each kind: to look through all would take the longer the more there are."""
    seen = _seen(reader, sight)
    every = sorted(Program.__mapper__.polymorphic_map)
    found: list[Any] = [seen.where(BARE.kind == kind).exists().label(kind) for kind in every]
    return select(*found)


def _units(
    reader: int, now: datetime, *, sight: sights.Sight, over: bool, most: int
) -> Select[str, str, int]:
    when, order = _past(BARE, now) if over else _coming(BARE, now)
    near = _seen(reader, sight).where(*when).order_by(*order).limit(LOOKED_AT).subquery()
    hosting = func.count(Host.program_id.distinct())
    rows = _hosts_with_units(Unit.key, Unit.name, hosting).where(Host.program_id.in_(select(near.c.id)))
    return rows.group_by(Unit.key, Unit.name).order_by(hosting.desc(), Unit.name).limit(most)


def _unit(reader: int, unit: str, *, sight: sights.Sight) -> Select[str, str]:
    hosted = Host.program_id.in_(_seen(reader, sight).correlate(None))
    return _hosts_with_units(Unit.key, Unit.name).where(Unit.key == unit, hosted).limit(1)


def _hosts_with_units(*columns: Any) -> Select[Any]:
    hosts = select(*columns).select_from(Host).join(Person, Person.id == Host.person_id)
    return hosts.join(Unit, Unit.id == Person.unit_id)


def _seen(reader: Any, sight: sights.Sight) -> Select[int]:
    """The ids of all that one may know of, but for drafts."""
    return select(BARE.id).where(BARE.state != ProgramState.DRAFT, sights.visible(reader, sight, BARE))


def coming(person: Person, now: datetime, wanted: Wanted = ALL, *, number: int = 1) -> Page:
    """Return a page of what runs or comes, the nearest first."""
    return _programs(_coming, person, now, wanted, number)


def _coming(of: Any, now: datetime) -> Terms:
    return [of.state != ProgramState.DRAFT, of.ends_at > now], [of.starts_at, of.id]


def past(person: Person, now: datetime, wanted: Wanted = ALL, *, number: int = 1) -> Page:
    """Return a page of what is over, the latest first; what was called off stays out."""
    return _programs(_past, person, now, wanted, number)


def _past(of: Any, now: datetime) -> Terms:
    return [of.state == ProgramState.PUBLISHED, of.ends_at <= now], [of.ends_at.desc(), of.id]


def dates_of(person: Person, series: Series, now: datetime, *, over: bool = False, most: int) -> list[Listed]:
    """Return dates of a series: those that run or come, or those that are over, the nearest first."""
    order = Program.starts_at.desc() if over else Program.starts_at
    when = Program.ends_at <= now if over else Program.ends_at > now
    wanted = with_standing(person, Program).where(Program.series_id == series.id, when)
    return _listed(person, wanted.order_by(order, Program.id).limit(most))


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, for its hosts."""

    kind: str
    key: str
    title: str
    starts_at: datetime

    @property
    def url(self) -> str:
        return f"/{self.kind}s/{self.key}"


def drafts(person: Person) -> list[Draft]:
    """Return the drafts that the person hosts."""
    return [Draft(*row) for row in db.session.execute(*kept(_drafts, person.id))]


def _drafts(reader: int) -> Select[str, str, str, datetime]:
    columns = Program.kind, Program.key, Program.title, Program.starts_at
    mine = select(*columns).join(Host, Host.program_id == Program.id).where(Host.person_id == reader)
    wanted = mine.where(Program.state == ProgramState.DRAFT)
    return wanted.order_by(Program.starts_at, Program.id).limit(PER_PAGE)


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(BARE.kind == wanted.kind)
    if wanted.unit:
        found.append(_hosted_from(wanted.unit))
    if wanted.mine == "host":
        found.append(_hosts(READER))
    if wanted.mine == "in":
        on_it = select(SignUp.id).where(
            SignUp.program_id == BARE.id, SignUp.person_id == READER, SignUp.state.in_(SIGNED_UP)
        )
        found.append(on_it.exists())
    return found


def _hosted_from(unit_key: str) -> ColumnElement[bool]:
    """Whether a host is in that unit, or in one below it."""
    inside = (
        select(UnitPath.descendant_id)
        .join(Unit, Unit.id == UnitPath.ancestor_id)
        .where(Unit.key == unit_key)
        .scalar_subquery()
    )
    hosts = select(Host.id).join(Host.person).where(Host.program_id == BARE.id)
    return hosts.where(Person.unit_id.in_(inside)).exists()


def _hosts(reader: int | ColumnElement[int]) -> ColumnElement[bool]:
    return select(Host.id).where(Host.program_id == BARE.id, Host.person_id == reader).exists()


def _programs(which: Which, person: Person, now: datetime, wanted: Wanted, number: int) -> Page:
    shape = {"which": which, "sight": sights.sight(person), "wanted": wanted}
    count, given = kept(_counted, now, **shape)
    total = db.session.scalar(count, given | reads(person)) or 0
    number = within(number, total, PER_PAGE)
    rows = _listed(person, *kept(_paged, now, (number - 1) * PER_PAGE, **shape))
    return Page(_completed(rows), number, total)


def _counted(now: datetime, *, which: Which, sight: sights.Sight, wanted: Wanted) -> Select[int]:
    return _wanted(now, which, sight, wanted).with_only_columns(func.count())


def _paged(now: datetime, skipped: int, *, which: Which, sight: sights.Sight, wanted: Wanted) -> ProgramRows:
    _, order = which(BARE, now)  # chosen first: what a row shows would be found out for all that comes
    ids = _wanted(now, which, sight, wanted).order_by(*order).limit(PER_PAGE).offset(skipped).correlate(None)
    rows = standings(Program, sight).where(Program.id.in_(ids))
    return rows.options(*map(defer, UNSAID), *kinds.lists()).order_by(*which(Program, now)[1])


def _wanted(now: datetime, which: Which, sight: sights.Sight, wanted: Wanted) -> Select[int]:
    when, _ = which(BARE, now)
    return select(BARE.id).where(sights.visible(READER, sight, BARE), *when, *_chosen(wanted))


def _listed(person: Person, wanted: ProgramRows, values: Mapping[str, Any] | None = None) -> list[Listed]:
    rows: Any = db.session.execute(wanted, reads(person) | dict(values or {}))
    return [Listed(program, standing_of(person, *own)) for program, *own in rows]


def _completed(rows: list[Listed]) -> list[Listed]:
    """Return the rows of a statement with `kinds.lists`, with what their kinds need more."""
    concerned = [row.program for row in rows if row.standing.is_concerned]
    kinds.complete([row.program for row in rows], concerned)
    return rows
