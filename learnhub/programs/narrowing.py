"""By what What's on is narrowed: when, a kind, a unit that hosts, the reader's own. And the choices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from learnhub.core.db import db
from learnhub.core.statements import kept, written
from learnhub.people.models import Person, Unit, UnitPath
from learnhub.programs import sights
from learnhub.programs.models import SIGNED_UP, Host, Program, ProgramState, SignUp, Speaker
from learnhub.programs.queries import READER
from learnhub.programs.sights import BARE

UNITS, LOOKED_AT = 100, 200  # to choose from, and of so many programs
# Written out: of a parameter PostgreSQL thinks the worst, and so plans a statement with it anew each time.
IS_NO_DRAFT = BARE.state != literal_column(f"'{ProgramState.DRAFT}'")
OUT = (ProgramState.PUBLISHED, ProgramState.CANCELLED)
IS_OUT = BARE.state.in_([literal_column(f"'{each}'") for each in OUT])  # which an index can begin with
Terms = tuple[list[ColumnElement[bool]], list[ColumnElement[Any]]]  # what holds, and in which order


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a list is asked for: "in", "host" (or speaks) or "" of one’s own, a kind, a unit’s key."""

    mine: str = ""
    kind: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list of programs that one may know of can be filtered by: kinds, and (key, name) of units."""

    kinds: tuple[str, ...]
    units: tuple[tuple[str, str], ...]


ALL = Wanted()


def coming(now: datetime) -> Terms:
    """What runs or comes, the nearest first."""
    return [IS_OUT, BARE.ends_at > now], [BARE.starts_at, BARE.id]


def past(now: datetime) -> Terms:
    """What is over, the latest first; what was called off stays out."""
    return [BARE.state == ProgramState.PUBLISHED, BARE.ends_at <= now], [BARE.ends_at.desc(), BARE.id]


def chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the conditions on programs."""
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(BARE.kind == wanted.kind)
    if wanted.unit:
        found.append(_hosted_from(wanted.unit))
    if wanted.mine == "host":
        hosts = select(Host.id).where(Host.program_id == BARE.id, Host.person_id == READER)
        speaks = select(Speaker.id).where(Speaker.program_id == BARE.id, Speaker.person_id == READER)
        found.append(or_(hosts.exists(), speaks.exists()))
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


def choices(person: Person, now: datetime, *, unit: str = "", over: bool = False) -> Choices:
    """Return the kinds of all that is on or over, and the units of those who host the next programs, or the
    last that are over: those that host most of them, and always `unit`, a key, where it hosted any.
    """
    sight = sights.sight(person)
    rows = db.session.execute(*kept(_units, person.id, now, sight=sight, over=over, most=UNITS))
    units = [(key, name) for key, name in rows]
    if unit and unit not in dict(units):
        asked = db.session.execute(*kept(_unit, person.id, unit, sight=sight))
        units = [*((key, name) for key, name in asked), *units][:UNITS]
    by_name = sorted(units, key=lambda unit: (unit[1].casefold(), unit[0]))
    return Choices(known_kinds(person), tuple(by_name))


def known_kinds(person: Person) -> tuple[str, ...]:
    """Return the kinds of all that is on or over."""
    return tuple(db.session.scalars(*kept(_kinds, person.id, sight=sights.sight(person))))


def _kinds(reader: int, *, sight: sights.Sight) -> Select[str]:
    """Of each kind one is looked for: to look through all would take the longer the more there are."""
    named = (select(literal(kind, String).label("kind")) for kind in Program.__mapper__.polymorphic_map)
    kind = union_all(*named).subquery().c.kind
    one = _seen(reader, sight).where(BARE.kind == kind).limit(written(1)).scalar_subquery()
    return select(kind).where(one.is_not(None)).order_by(kind)


def _units(reader: int, now: datetime, *, sight: sights.Sight, over: bool, most: int) -> Select[str, str]:
    """By ids, of which those that host most are chosen, and only then named."""
    when, order = past(now) if over else coming(now)
    near = select(BARE.id).where(sights.visible(reader, sight, BARE), *when).order_by(*order)
    those = Host.program_id.in_(select(near.limit(written(LOOKED_AT)).subquery().c.id))
    hosting = func.count(Host.program_id.distinct()).label("hosting")
    hosts = select(Person.unit_id, hosting).select_from(Host).join(Person, Person.id == Host.person_id)
    hosts = hosts.where(those, Person.unit_id.is_not(None)).group_by(Person.unit_id)
    chosen = hosts.order_by(hosting.desc(), Person.unit_id).limit(written(most)).subquery()
    named = select(Unit.key, Unit.name).join(chosen, chosen.c.unit_id == Unit.id)
    return named.order_by(chosen.c.hosting.desc(), Unit.name)


def _unit(reader: int, unit: str, *, sight: sights.Sight) -> Select[str, str]:
    hosted = Host.program_id.in_(_seen(reader, sight).correlate(None))
    hosts = select(Unit.key, Unit.name).select_from(Host).join(Person, Person.id == Host.person_id)
    return hosts.join(Unit, Unit.id == Person.unit_id).where(Unit.key == unit, hosted).limit(1)


def _seen(reader: Any, sight: sights.Sight) -> Select[int]:
    """The ids of all that one may know of, but for drafts."""
    return select(BARE.id).where(IS_NO_DRAFT, sights.visible(reader, sight, BARE))
