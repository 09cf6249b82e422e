"""What admins read across features: the audit log, counts, and what a person holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.paging import Total, counted, counting, within
from learnhub.core.refs import Card, Ref, cards
from learnhub.people.models import (
    Kind,
    LinkKind,
    OneTimeLink,
    Person,
    Role,
    RoleGrant,
    Unit,
    UnitPath,
    UnitStay,
)
from learnhub.programs.models import Host, Program, ProgramState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of what admins look after."""

    people: int
    units: int
    invited: int
    left: int
    leaders: int
    in_no_unit: int  # and no guests


def counts() -> Counts:
    """Return the counts for the front page, in one statement."""
    row = db.session.execute(
        select(
            select(func.count()).where(Person.left_at.is_(None)).scalar_subquery(),
            select(func.count()).where(Unit.closed_at.is_(None)).scalar_subquery(),
            select(func.count(func.distinct(OneTimeLink.person_id)))
            .join(Person, Person.id == OneTimeLink.person_id)
            .where(OneTimeLink.kind == LinkKind.INVITATION, OneTimeLink.used_at.is_(None))
            .where(Person.joined_at.is_(None), Person.left_at.is_(None))
            .scalar_subquery(),
            select(func.count()).where(Person.left_at.is_not(None)).scalar_subquery(),
            select(func.count(func.distinct(RoleGrant.person_id)))
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.role == Role.LEADER, Person.left_at.is_(None))
            .scalar_subquery(),
            select(func.count())
            .where(Person.left_at.is_(None), Person.unit_id.is_(None), Person.kind != Kind.GUEST)
            .scalar_subquery(),
        )
    ).one()
    return Counts(*row)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log. `who` is None for what no person did."""

    at: datetime
    act: str
    who: Card | None
    what: Card | None
    ref: Ref
    changes: Sequence[tuple[str, object, object]]


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the audit log, the newest first."""

    entries: Sequence[Entry]
    total: Total
    page: int


def audit_log(
    asking: Person,
    *,
    act: str = "",
    by: Person | None = None,
    about: Ref | None = None,
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
) -> Log:
    """Return a page of entries. `act` is the noun before the dot; days are of `asking`'s zone, inclusive."""
    wanted = select(AuditEntry)
    if act:
        wanted = wanted.where(AuditEntry.act.startswith(f"{act}.", autoescape=True))
    if by is not None:
        wanted = wanted.where(AuditEntry.actor_id == by.id)
    if about is not None:
        wanted = wanted.where(AuditEntry.ref_kind == about.kind, AuditEntry.ref_id == about.id)
    if since is not None:
        wanted = wanted.where(AuditEntry.at >= _midnight(since, asking.tz))
    if until is not None:
        wanted = wanted.where(AuditEntry.at < _midnight(until + timedelta(days=1), asking.tz))
    total = counted(db.session.scalar(counting(wanted.with_only_columns(AuditEntry.id))))
    page = within(page, total.number, PAGE)
    rows = db.session.scalars(
        wanted.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    named = cards(
        {Ref("person", row.actor_id) for row in rows if row.actor_id}
        | {Ref(row.ref_kind, row.ref_id) for row in rows},
        asking,
    )
    return Log([_entry(row, named) for row in rows], total, page)


def audited_nouns() -> list[str]:
    """Return the nouns that the log has acts of, for its filter."""
    acts = db.session.scalars(select(AuditEntry.act).distinct()).all()
    return sorted({act.partition(".")[0] for act in acts})


def held_by(asking: Person, person: Person, now: datetime) -> list[Card]:
    """Return the programs that the person hosts and that are not over: to be handed over when they leave."""
    ids = db.session.execute(
        select(Program.kind, Program.id)
        .join(Host, Host.program_id == Program.id)
        .where(Host.person_id == person.id, Program.state != ProgramState.CANCELLED)
        .where(Program.ends_at > now)
        .order_by(Program.starts_at)
    ).all()
    found = cards([Ref(kind, id_) for kind, id_ in ids], asking)
    return [found[Ref(kind, id_)] for kind, id_ in ids if Ref(kind, id_) in found]


def managers_of(people: Sequence[Person]) -> Mapping[int, Person]:
    """Return who manages these people, by id."""
    ids = {each.manager_id for each in people if each.manager_id}
    found = db.session.scalars(select(Person).where(Person.id.in_(ids))).all() if ids else []
    return {each.id: each for each in found}


def people_in(unit: Unit) -> int:
    """Return how many are in the unit or below it now."""
    below = select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit.id)
    here = Person.left_at.is_(None), Person.unit_id.in_(below)
    return db.session.scalar(select(func.count()).select_from(Person).where(*here)) or 0


def stays_of(person: Person) -> Sequence[tuple[UnitStay, Unit]]:
    """Return where the person was when, the newest first."""
    rows = db.session.execute(
        select(UnitStay, Unit)
        .join(Unit, Unit.id == UnitStay.unit_id)
        .where(UnitStay.person_id == person.id)
        .order_by(UnitStay.since.desc(), UnitStay.id.desc())
    ).all()
    return [(row[0], row[1]) for row in rows]


def _entry(row: AuditEntry, named: Mapping[Ref, Card]) -> Entry:
    ref = Ref(row.ref_kind, row.ref_id)
    who = named.get(Ref("person", row.actor_id)) if row.actor_id else None
    fields = list(dict.fromkeys([*row.before, *row.after]))
    changes = [(field, row.before.get(field), row.after.get(field)) for field in fields]
    return Entry(row.at, row.act, who, named.get(ref), ref, changes)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
