"""Lists of resources: what is asked for, the page of it, and how many there are of each kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from learnhub.core import clock
from learnhub.core.db import UtcDateTime, db
from learnhub.core.paging import within
from learnhub.core.statements import kept
from learnhub.goals.models import Goal, GoalState, Tie
from learnhub.library.models import (
    BROKEN,
    REVIEWED,
    Level,
    LinkState,
    Proposal,
    ProposalState,
    Reading,
    Resource,
    ResourceKind,
    ResourceTag,
    Standing,
    TakeAway,
)
from learnhub.people.models import Kind, Person

PAGE = 50
WEEK = timedelta(days=7)
LOOK = (LinkState.REDIRECTED, LinkState.GONE, LinkState.UNREACHABLE)
NO_GOAL = "none"
# Filled in when a statement that is kept is executed.
READER: BindParameter[int] = bindparam("reader", type_=Integer)
TODAY: BindParameter[date] = bindparam("today", type_=Date)
SINCE: BindParameter[datetime] = bindparam("since", type_=UtcDateTime)
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
    used: int  # take-aways
    state: Reading | None  # the reader's own
    tags: str | None  # with spaces between


@dataclass(frozen=True, slots=True)
class Facets:
    """How many there are of each kind, level, goal and state, each counted without its own filter."""

    counts: dict[tuple[str, str], int]
    goals: dict[str, str]  # key → title

    def of(self, facet: str, value: str = "") -> int:
        return self.counts.get((facet, value), 0)


def used() -> ColumnElement[int]:
    """How many take-aways a resource has."""
    return (
        select(func.count())
        .where(TakeAway.resource_id == Resource.id, TakeAway.removed_at.is_(None))
        .scalar_subquery()
    )


def rows(person: Person, wanted: Wanted, today: date, *, page: int, total: int) -> list[Listed]:
    """Return one page of resources, in the order that is wanted."""
    skipped = (within(page, total, PAGE) - 1) * PAGE
    found = db.session.execute(*kept(_rows, person.id, today, skipped, wanted=wanted))
    return [Listed(*row) for row in found]


ORDERS: Mapping[Order, Callable[[], list[ColumnElement[Any]]]] = {
    Order.USED: lambda: [used().desc()],
    Order.NEW: list,
    Order.SHORT: lambda: [Resource.minutes.asc().nulls_last()],
}


def _rows(reader: Reader, today: Day, skipped: Skipped, *, wanted: Wanted) -> Select[Any]:
    order = [*ORDERS[wanted.order](), Resource.created_at.desc(), Resource.id.desc()]
    # chosen first: what a row shows besides would be found out for every row, to be thrown away
    chosen = select(Resource.id).where(*_all(reader, wanted, today)).order_by(*order)
    mine = and_(Standing.resource_id == Resource.id, Standing.person_id == reader)
    tags = select(func.aggregate_strings(ResourceTag.tag, " ")).where(ResourceTag.resource_id == Resource.id)
    shown = [getattr(Resource, name) for name in Listed._fields[:-3]]
    return (
        select(*shown, used(), Standing.state, tags.scalar_subquery())
        .select_from(Resource)
        .outerjoin(Standing, mine)
        .where(Resource.id.in_(chosen.limit(PAGE).offset(skipped).correlate(None)))
        .order_by(*order)
    )


def told(person: Person, ids: Sequence[int]) -> Sequence[Row[int, str, str, ResourceKind, datetime]]:
    """Return what cards say of those of these resources that the person may see."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.execute(*kept(_told, ids)).all()


def _told(ids: Sequence[int]) -> Select[int, str, str, ResourceKind, datetime]:
    said = Resource.id, Resource.title, Resource.key, Resource.kind, Resource.created_at
    return select(*said).where(Resource.id.in_(ids), Resource.binned_at.is_(None))


def ids(person: Person, wanted: Wanted, today: date) -> Sequence[int]:
    """Return the ids of all of them, in the order in which they came in."""
    found = select(Resource.id).where(*_all(person.id, wanted, today))
    return db.session.scalars(found.order_by(Resource.created_at, Resource.id)).all()


def facets(person: Person, wanted: Wanted, now: datetime, today: date) -> Facets:
    """Return all counts of the page in one statement."""
    given = {"reader": person.id, "today": today, "since": now - WEEK}
    found = db.session.execute(_counts(wanted), given).all()
    titles = {value: label for facet, value, label, _ in found if facet == "goal" and value != NO_GOAL}
    return Facets({(facet, value): count for facet, value, _, count in found}, titles)


@lru_cache(maxsize=100)  # to build so large a tree costs more than to ask the database
def _counts(wanted: Wanted) -> CompoundSelect[str, str, str, int]:
    no_kind, no_level = replace(wanted, kinds=()), replace(wanted, levels=())
    no_goal, not_mine = replace(wanted, goals=()), replace(wanted, mine=())
    everything, anything = _all(READER, wanted, TODAY), _all(READER, Wanted(), TODAY)
    is_used = select(TakeAway.resource_id).where(TakeAway.removed_at.is_(None))
    parts: list[Select[str, str, str, int]] = [
        _count("total", "", everything),
        _count("used", "", [*everything, Resource.id.in_(is_used)]),
        _count("new", "", [*anything, Resource.created_at > SINCE]),
        _count("look", "", [*anything, _needs_look(TODAY)]),
        _proposed(),
        _yours(),
        _by("kind", cast(Resource.kind, String), _all(READER, no_kind, TODAY)),
        _by("level", cast(Resource.level, String), _all(READER, no_level, TODAY)),
        _goals(_all(READER, no_goal, TODAY)),
        _count("goal", NO_GOAL, [*_all(READER, no_goal, TODAY), ~_tied()]),
    ]
    rest = _all(READER, not_mine, TODAY)
    parts += [_count("mine", name, [*rest, condition(READER, name, TODAY)]) for name in MINE]
    return union_all(*parts)


MINE = ("unread", "saved", "reading", "done", "look", "broken", "free")


def _count(facet: str, value: str, wanted: Sequence[ColumnElement[bool]]) -> Select[str, str, str, int]:
    named = (literal(facet, String), literal(value, String), literal("", String))
    return select(*named, func.count()).select_from(Resource).where(*wanted)


def _proposed() -> Select[str, str, str, int]:
    named = (literal("proposed", String), literal("", String), literal("", String))
    waits = Proposal.state == ProposalState.WAITING
    return select(*named, func.count()).select_from(Proposal).where(waits)


def _yours() -> Select[str, str, str, int]:
    """How many the reader has in each state, whatever the list is narrowed down to."""
    return (
        select(literal("yours", String), cast(Standing.state, String), literal("", String), func.count())
        .join(Resource, Resource.id == Standing.resource_id)
        .where(Standing.person_id == READER, Standing.state.is_not(None), Resource.binned_at.is_(None))
        .group_by(Standing.state)
    )


def _by(
    facet: str, column: ColumnElement[str], wanted: Sequence[ColumnElement[bool]]
) -> Select[str, str, str, int]:
    named = (literal(facet, String), column, literal("", String))
    return select(*named, func.count()).where(*wanted, column.is_not(None)).group_by(column)


def _goals(wanted: Sequence[ColumnElement[bool]]) -> Select[str, str, str, int]:
    return (
        select(literal("goal", String), Goal.key, Goal.title, func.count())
        .select_from(Resource)
        .join(Tie, and_(Tie.ref_kind == "resource", Tie.ref_id == Resource.id))
        .join(Goal, Goal.id == Tie.goal_id)
        .where(*wanted, Goal.state == GoalState.OPEN)
        .group_by(Goal.key, Goal.title)
    )


def _all(reader: Reader, wanted: Wanted, today: Day) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Resource.binned_at.is_(None)]
    if wanted.kinds:
        conditions.append(Resource.kind.in_(wanted.kinds))
    if wanted.levels:
        conditions.append(Resource.level.in_(wanted.levels))
    if wanted.tag:
        conditions.append(
            exists().where(ResourceTag.resource_id == Resource.id, ResourceTag.tag == wanted.tag)
        )
    if wanted.goals:
        keys = [key for key in wanted.goals if key != NO_GOAL]
        either = [_tied(Goal.key.in_(keys))] if keys else []
        conditions.append(or_(*either, ~_tied()) if NO_GOAL in wanted.goals else or_(*either))
    if wanted.mine:
        conditions.append(or_(*(condition(reader, name, today) for name in wanted.mine)))
    return conditions


def _tied(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    tied = select(Tie.ref_id).where(Tie.ref_kind == "resource")
    return Resource.id.in_(tied.join(Goal, Goal.id == Tie.goal_id).where(*which) if which else tied)


def condition(reader: Reader, name: str, today: Day) -> ColumnElement[bool]:
    """The condition that a resource is in that state of `MINE` for this reader."""
    if name == "look":
        return _needs_look(today)
    if name == "broken":
        return Resource.link.in_(BROKEN)
    if name == "free":
        return Resource.owner_id.in_(select(Person.id).where(Person.left_at.is_not(None)))
    state = Reading.DONE if name == "unread" else Reading(name)
    own = select(Standing.resource_id).where(Standing.person_id == reader, Standing.state == state)
    has = Resource.id.in_(own.correlate(None))  # the list itself joins the reader's
    return ~has if name == "unread" else has


def _needs_look(today: Day) -> ColumnElement[bool]:
    return or_(Resource.link.in_(LOOK), needs_review(today))


def needs_review(today: Day) -> ColumnElement[bool]:
    """Whether somebody is to say that it still holds: its day has come, or nobody did for two years."""
    return or_(
        Resource.expires_on < today, func.coalesce(Resource.confirmed_at, Resource.created_at) < LONG_AGO
    )
