"""Who people are, where they belong, and who may know of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, inspect, or_, select
from sqlalchemy.orm import joinedload, selectinload

from learnhub.core import orders
from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import Total, counted, counting, within
from learnhub.core.statements import kept
from learnhub.core.text import normal_email, one_line
from learnhub.people.models import Kind, Organisation, Person, Role, RoleGrant, Unit, UnitPath

PAGE = 50
ORDERS = {
    "name": Person.name,
    "unit": select(Unit.name).where(Unit.id == Person.unit_id).scalar_subquery(),
    "kind": Person.kind,
    "learns": func.nullif(Person.learning, ""),
    "helps": func.nullif(Person.helping, ""),
}
PICKED = 12


# The organisation


def organisation() -> Organisation:
    """Return the organisation; a nameless one in UTC, not stored, before it is set up."""
    session = db.session()
    found: Organisation | None = session.info.get("organisation")
    if found is None or found not in session or inspect(found).expired:  # what was rolled back is gone
        found = session.get(Organisation, 1)
    if found is None:
        bare = Organisation(id=1, name="", zone="UTC", first_weekday=0, smallest_group=5, hour_rate=80)
        bare.mail_domains, bare.steps, bare.holidays, bare.retention, bare.currency = [], {}, {}, {}, "EUR"
        return bare
    hold(found)
    return found


def hold(found: Organisation | None) -> None:
    """Let the session keep the organisation, so that it asks once, not once a question."""
    db.session().info["organisation"] = found


def anybody() -> bool:
    """Whether there is a person at all."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def zone_is_known(name: str) -> bool:
    """Whether `name` is a time zone such as Europe/Stockholm."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


# People


def person(asking: Person, key: str) -> Person:
    """Return the person of that key. Raises NotFound for whom `asking` may not know of."""
    found = db.session.scalar(_known_to(asking).where(Person.key == key).options(joinedload(Person.unit)))
    if found is None:
        raise NotFound
    return found


def active_person(person_id: int) -> Person | None:
    """Return the person unless they have left."""
    return db.session.scalar(select(Person).where(Person.id == person_id, Person.left_at.is_(None)))


def by_email(address: str) -> Person | None:
    """Return whose address it is, someone who has left included."""
    return db.session.scalar(select(Person).where(Person.email == normal_email(address)))


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, and how many there are in all."""

    people: Sequence[Person]
    total: Total
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total.number // PAGE))


def people(
    asking: Person,
    *,
    words: str = "",
    unit: Unit | None = None,
    in_none: bool = False,
    page: int = 1,
    left: bool = False,
    ids: Collection[int] | None = None,
    order: str = "name",
) -> Found:
    """Return one page of those whom `asking` may know of, in order. `unit` includes the units below it.

    `in_none`: those alone who are in no unit, and are no guests. `ids`: those alone.
    """
    wanted = _known_to(asking).where(Person.left_at.is_not(None) if left else Person.left_at.is_(None))
    wanted = wanted.where(*_matching(words))
    if unit is not None:
        wanted = wanted.where(Person.unit_id.in_(_below(unit.id)))
    if in_none:
        wanted = wanted.where(Person.unit_id.is_(None), Person.kind != Kind.GUEST)
    if ids is not None:
        wanted = wanted.where(Person.id.in_(ids))
    is_narrowed = one_line(words) or unit is not None or in_none or left or ids is not None
    if is_narrowed or asking.kind is Kind.GUEST:
        total = counted(db.session.scalar(counting(wanted.with_only_columns(Person.id))))
    else:
        total = counted(db.session.scalar(*kept(_there)))
    page = within(page, total.number, PAGE)
    rows = wanted.options(joinedload(Person.unit), selectinload(Person.roles))
    rows = rows.order_by(orders.by(order, ORDERS), Person.name, Person.id)
    return Found(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE)).all(), total, page)


def _matching(words: str) -> Iterator[ColumnElement[bool]]:
    for word in one_line(words).split()[:5]:
        like = f"%{_literal(word)}%"
        said = Person.name, Person.email, Person.helping, Person.learning
        yield or_(*(each.ilike(like, escape="\\") for each in said))


def _there() -> Select[int]:
    return counting(select(Person.id).where(Person.left_at.is_(None)))


def picked(asking: Person, words: str) -> Sequence[Person]:
    """Return up to twelve people whose name or address begins like `words`."""
    text = one_line(words)
    if len(text) < 2:
        return []
    like = _literal(text)
    wanted = _known_to(asking).where(
        Person.left_at.is_(None),
        or_(
            Person.name.ilike(f"{like}%", escape="\\"),
            Person.name.ilike(f"% {like}%", escape="\\"),
            Person.email.ilike(f"{like}%", escape="\\"),
        ),
    )
    return db.session.scalars(
        wanted.options(joinedload(Person.unit)).order_by(Person.name, Person.id).limit(PICKED)
    ).all()


def named(asking: Person, text: str) -> Person | None:
    """Return the one person whom `text` names: an address, "Ada Lovelace <ada@…>", or a name that one has."""
    wanted = one_line(text)
    address = wanted.rpartition("<")[2].rstrip("> ") if wanted.endswith(">") else wanted
    base = _known_to(asking).where(Person.left_at.is_(None))
    found = db.session.scalar(base.where(Person.email == normal_email(address)))
    if found is not None:
        return found
    alike = db.session.scalars(base.where(func.lower(Person.name) == wanted.lower()).limit(2)).all()
    return alike[0] if len(alike) == 1 else None


def meant(asking: Person, text: str) -> Sequence[Person]:
    """Return whom `text`, which names nobody alone, may mean: all of that name, else up to twelve alike."""
    wanted = one_line(text)
    alike = _known_to(asking).where(Person.left_at.is_(None), func.lower(Person.name) == wanted.lower())
    rows = alike.options(joinedload(Person.unit)).order_by(Person.email).limit(PICKED)
    return db.session.scalars(rows).all() or picked(asking, wanted)


def admins() -> Sequence[Person]:
    """Return the admins who are here."""
    return db.session.scalars(
        select(Person)
        .where(Person.left_at.is_(None), Person.roles.any(RoleGrant.role == Role.ADMIN))
        .order_by(Person.name)
    ).all()


def is_away(person: Person, at: datetime) -> bool:
    """Whether the person is away at that moment; their days are days of their own zone."""
    day = at.astimezone(person.tz).date()
    if person.away_until is None or day > person.away_until:
        return False
    return person.away_from is None or person.away_from <= day


def _known_to(asking: Person) -> Select[Person]:
    """People whom `asking` may know of: a guest themselves alone; programs show them their own people."""
    return select(Person).where(Person.id == asking.id) if asking.kind is Kind.GUEST else select(Person)


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# Units


def unit(key: str) -> Unit:
    """Return the unit of that key. Raises NotFound."""
    found = db.session.scalar(select(Unit).where(Unit.key == key))
    if found is None:
        raise NotFound
    return found


def units_above(unit_id: int | None) -> Sequence[Unit]:
    """Return the unit and those above it, the highest first."""
    if unit_id is None:
        return []
    return db.session.scalars(
        select(Unit)
        .join(UnitPath, UnitPath.ancestor_id == Unit.id)
        .where(UnitPath.descendant_id == unit_id)
        .order_by(UnitPath.depth.desc())
    ).all()


def units_led_by(person: Person) -> Sequence[Unit]:
    """Return the units that the person leads, by name."""
    return db.session.scalars(
        select(Unit)
        .join(RoleGrant, RoleGrant.unit_id == Unit.id)
        .where(RoleGrant.person_id == person.id, RoleGrant.role == Role.LEADER)
        .order_by(Unit.name)
    ).all()


def roles_of(person: Person) -> Sequence[tuple[Role, Unit | None]]:
    """Return the roles that the person holds, a leader's with its unit."""
    rows = db.session.execute(
        select(RoleGrant.role, Unit)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person.id)
        .order_by(RoleGrant.role, Unit.name)
    ).all()
    return [(row[0], row[1]) for row in rows]


class Leader(NamedTuple):
    """Who leads a unit, as pages name them."""

    key: str
    name: str
    email: str


def leaders_of(unit_ids: Iterable[int]) -> dict[int, list[Leader]]:
    """Return who leads each of the units itself."""
    leaders: dict[int, list[Leader]] = {}
    for unit_id, left_at, *named in db.session.execute(*kept(_leaders_of, [*unit_ids])).all():
        if left_at is None:  # asked for in SQL, SQLite begins with everybody who has not left
            leaders.setdefault(unit_id, []).append(Leader(*named))
    return leaders


def _leaders_of(unit_ids: Any) -> Select[int | None, datetime | None, str, str, str]:
    leads = RoleGrant.role == Role.LEADER, among(RoleGrant.unit_id, unit_ids)
    rows = select(RoleGrant.unit_id, Person.left_at, Person.key, Person.name, Person.email)
    return rows.join(Person, Person.id == RoleGrant.person_id).where(*leads).order_by(Person.name)


def leading(unit: Unit) -> Sequence[Person]:
    """Return who leads the unit itself."""
    return db.session.scalars(
        select(Person).join(Person.roles).where(RoleGrant.unit_id == unit.id, RoleGrant.role == Role.LEADER)
    ).all()


def _below(unit_id: int) -> Select[int]:
    return select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit_id)
