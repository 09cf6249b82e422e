"""Lists of resources: what is asked for, and the page of it. How many there are is in `facets`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from learnhub.core import clock
from learnhub.core.among import among
from learnhub.core.db import UtcDateTime, db
from learnhub.core.paging import within
from learnhub.core.statements import kept, written
from learnhub.goals.models import Goal, Tie
from learnhub.library.models import (
    BROKEN,
    REVIEWED,
    Level,
    LinkState,
    Reading,
    Resource,
    ResourceKind,
    ResourceTag,
    Standing,
)
from learnhub.people.models import Kind, Person

PAGE = 50
LOOK = (LinkState.REDIRECTED, LinkState.GONE, LinkState.UNREACHABLE)
NO_GOAL = "none"
# Filled in when a statement that is kept is executed.
READER: BindParameter[int] = bindparam("reader", type_=Integer)
TODAY: BindParameter[date] = bindparam("today", type_=Date)
LONG_AGO: BindParameter[datetime] = bindparam(
    "long_ago", type_=UtcDateTime, callable_=lambda: clock.now() - REVIEWED
)
Reader = int | BindParameter[int]
Day = date | BindParameter[date]
Skipped = int | BindParameter[int]


class Order(StrEnum):
    """What comes first."""

    USED = "used"
    NEW = "new"
    SHORT = "short"  # what nobody said the minutes of comes last


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; empty is everything."""

    kinds: tuple[ResourceKind, ...] = ()
    levels: tuple[Level, ...] = ()
    goals: tuple[str, ...] = ()  # keys, and `NO_GOAL`
    tag: str = ""
    mine: tuple[str, ...] = ()  # names of `MINE`
    order: Order = Order.USED


class Listed(NamedTuple):
    """A resource in a list, with what `sentences` say of one."""

    key: str
    kind: ResourceKind
    title: str
    summary: str
    author: str
    published: str
    minutes: int | None
    url: str | None
    link: LinkState
    link_since: datetime | None
    expires_on: date | None
    confirmed_at: datetime | None
    created_at: datetime
    reported_at: datetime | None
    used: int  # take-aways
    state: Reading | None  # the reader's own
    tags: str | None  # with spaces between


def rows(person: Person, wanted: Wanted, today: date, *, page: int, total: int) -> list[Listed]:
    """Return one page of resources, in the order that is wanted."""
    skipped = (within(page, total, PAGE) - 1) * PAGE
    found = db.session.execute(*kept(_rows, person.id, today, skipped, wanted=wanted))
    return [Listed(*row) for row in found]


ORDERS: Mapping[Order, Callable[[], list[ColumnElement[Any]]]] = {
    Order.USED: lambda: [Resource.used.desc()],
    Order.NEW: list,
    Order.SHORT: lambda: [Resource.minutes.asc().nulls_last()],
}


def _rows(reader: Reader, today: Day, skipped: Skipped, *, wanted: Wanted) -> Select[Any]:
    order = [*ORDERS[wanted.order](), Resource.created_at.desc(), Resource.id.desc()]
    # chosen first: what a row shows besides would be found out for every row, to be thrown away
    chosen = select(Resource.id).where(*conditions(reader, wanted, today)).order_by(*order)
    mine = and_(Standing.resource_id == Resource.id, Standing.person_id == reader)
    tags = select(func.aggregate_strings(ResourceTag.tag, " ")).where(ResourceTag.resource_id == Resource.id)
    shown = [getattr(Resource, name) for name in Listed._fields[:-2]]
    return (
        select(*shown, Standing.state, tags.scalar_subquery())
        .select_from(Resource)
        .outerjoin(Standing, mine)
        .where(Resource.id.in_(chosen.limit(written(PAGE)).offset(skipped).correlate(None)))
        .order_by(*order)
    )


def told(person: Person, ids: Sequence[int]) -> Sequence[Row[int, str, str, ResourceKind, datetime]]:
    """Return what cards say of those of these resources that the person may see."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.execute(*kept(_told, ids)).all()


def _told(ids: Sequence[int]) -> Select[int, str, str, ResourceKind, datetime]:
    said = Resource.id, Resource.title, Resource.key, Resource.kind, Resource.created_at
    return select(*said).where(among(Resource.id, ids), Resource.binned_at.is_(None))


def ids(person: Person, wanted: Wanted, today: date) -> Sequence[int]:
    """Return the ids of all of them, in the order in which they came in."""
    found = select(Resource.id).where(*conditions(person.id, wanted, today))
    return db.session.scalars(found.order_by(Resource.created_at, Resource.id)).all()


MINE = ("unread", "saved", "reading", "done", "look", "broken", "free")


def conditions(reader: Reader, wanted: Wanted, today: Day) -> list[ColumnElement[bool]]:
    """The conditions that a resource is among those that are wanted."""
    found: list[ColumnElement[bool]] = [Resource.binned_at.is_(None)]
    if wanted.kinds:
        found.append(Resource.kind.in_(wanted.kinds))
    if wanted.levels:
        found.append(Resource.level.in_(wanted.levels))
    if wanted.tag:
        found.append(exists().where(ResourceTag.resource_id == Resource.id, ResourceTag.tag == wanted.tag))
    if wanted.goals:
        keys = [key for key in wanted.goals if key != NO_GOAL]
        either = [tied(Goal.key.in_(keys))] if keys else []
        found.append(or_(*either, ~tied()) if NO_GOAL in wanted.goals else or_(*either))
    if wanted.mine:
        found.append(or_(*(condition(reader, name, today) for name in wanted.mine)))
    return found


def tied(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that a resource serves a goal, one of `which`."""
    tied = select(Tie.ref_id).where(Tie.ref_kind == "resource")
    return Resource.id.in_(tied.join(Goal, Goal.id == Tie.goal_id).where(*which) if which else tied)


def condition(reader: Reader, name: str, today: Day) -> ColumnElement[bool]:
    """The condition that a resource is in that state of `MINE` for this reader."""
    if name == "look":
        return or_(*reasons_to_look(today))
    if name == "broken":
        return _link_is(BROKEN)
    if name == "free":
        return Resource.owner_id.in_(select(Person.id).where(Person.left_at.is_not(None)))
    state = Reading.DONE if name == "unread" else Reading(name)
    own = select(Standing.resource_id).where(Standing.person_id == reader, Standing.state == state)
    has = Resource.id.in_(own.correlate(None))  # the list itself joins the reader's
    return ~has if name == "unread" else has


def _link_is(states: Iterable[LinkState]) -> ColumnElement[bool]:
    """Written out: of a parameter PostgreSQL does not know how few links are broken."""
    return Resource.link.in_([literal_column(f"'{each}'") for each in states])


def reasons_to_look(today: Day) -> list[ColumnElement[bool]]:
    """Its link moved or leads nowhere, it was reported, or is to be confirmed; an index finds each."""
    return [_link_is(LOOK), Resource.reported_at.is_not(None), *_reasons_to_review(today)]


def needs_review(today: Day) -> ColumnElement[bool]:
    """Whether somebody is to say that it still holds: its day has come, or nobody did for two years."""
    return or_(*_reasons_to_review(today))


def _reasons_to_review(today: Day) -> list[ColumnElement[bool]]:
    never = and_(Resource.confirmed_at.is_(None), Resource.created_at < LONG_AGO)
    return [Resource.expires_on < today, Resource.confirmed_at < LONG_AGO, never]
