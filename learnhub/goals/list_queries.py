"""Every SELECT of lists of goals: which, in what order, with what came of each. Guests see none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.core.statements import kept
from learnhub.goals.models import Evidence, Goal, GoalState, GoalUpdate, KeyResult, Tie
from learnhub.goals.periods import Late, Quarter
from learnhub.people.models import Kind, Person, Unit, UnitPath

PAGE = 50
UNCOVERED = 500


class GoalRow(NamedTuple):
    """A goal in the list, with what is tied to it; the names of its unit and its owner."""

    id: int
    key: str
    title: str
    state: GoalState
    parent_id: int | None
    starts_on: date
    ends_on: date
    unit: str
    owner: str
    ties: int
    last_evidence_at: datetime | None
    last_update_at: datetime | None
    evidence_kind: str | None  # of the last
    evidence_id: int | None
    evidence: int  # how much of it there is
    is_late: bool = False  # its update; not read where goals are not listed


class Order(StrEnum):
    """What stands on top of the list."""

    ENDS = ""  # first
    EVIDENCE = "evidence"  # the most of it
    UPDATE = "update"  # the longest without one


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which goals, in what order; `late`: only those whose update is; `mine`: that the reader owns."""

    unit: Unit | None = None
    state: GoalState | None = None
    quarter: Quarter | None = None
    late: bool = False
    mine: bool = False
    order: Order = Order.ENDS


def goals(person: Person, wanted: Wanted, *, late: Late, page: int = 1) -> tuple[list[GoalRow], int]:
    """Return one page of goals, and how many there are in all."""
    if person.kind is Kind.GUEST:
        return [], 0
    unit, quarter = wanted.unit, wanted.quarter
    values = (
        unit.id if unit else None,
        quarter.first if quarter else None,
        quarter.last if quarter else None,
        *late,
        person.id,
    )
    shape: dict[str, Any] = {"in_unit": unit is not None, "in_quarter": quarter is not None}
    shape |= {"late": wanted.late, "state": wanted.state, "mine": wanted.mine}
    total = db.session.scalar(*kept(_counted, *values, **shape)) or 0
    skipped = (within(page, total, PAGE) - 1) * PAGE
    rows = db.session.execute(*kept(_paged, *values, skipped, order=wanted.order, **shape))
    return [GoalRow(*row) for row in rows], total


def _counted(
    unit_id: int, first: date, last: date, today: date, day: date, moment: datetime, owner: int, **shape: Any
) -> Select[int]:
    late = Late(today, day, moment)
    return select(func.count()).select_from(Goal).where(*_which(unit_id, first, last, late, owner, **shape))


def _paged(
    unit_id: int,
    first: date,
    last: date,
    today: date,
    day: date,
    moment: datetime,
    owner: int,
    skipped: int,
    *,
    order: Order,
    **shape: Any,
) -> Select[Any]:
    late = Late(today, day, moment)
    rows = _rows(*_which(unit_id, first, last, late, owner, **shape), order=order).add_columns(_is_late(late))
    return rows.limit(PAGE).offset(skipped)


def _which(
    unit_id: int,
    first: date,
    last: date,
    moments: Late,
    owner: int,
    *,
    in_unit: bool,
    in_quarter: bool,
    late: bool,
    mine: bool,
    state: GoalState | None,
) -> Iterator[ColumnElement[bool]]:
    if in_unit:
        yield _in_unit(unit_id)
    if in_quarter:
        yield _in_quarter(first, last)
    if state:
        yield Goal.state == state
    if late:
        yield _is_late(moments)
    if mine:
        yield Goal.owner_id == owner


def _is_late(late: Late) -> ColumnElement[bool]:
    """Whether an update is late, as `periods.due_after` says of one goal."""
    said = exists().where(GoalUpdate.goal_id == Goal.id)
    return and_(
        Goal.state == GoalState.OPEN,
        Goal.ends_on >= late.today,
        exists().where(KeyResult.goal_id == Goal.id),
        ~said.where(GoalUpdate.at >= late.moment),
        or_(said, and_(Goal.starts_on <= late.day, Goal.created_at < late.moment)),
    )


def _rows(*wanted: ColumnElement[bool], order: Order = Order.ENDS) -> Select[Any]:
    ties = select(func.count()).where(Tie.goal_id == Goal.id).scalar_subquery()
    proofs = select(func.count()).where(Evidence.goal_id == Goal.id).scalar_subquery()
    latest = select(func.max(Evidence.at)).where(Evidence.goal_id == Goal.id).scalar_subquery()
    told = select(func.max(GoalUpdate.at)).where(GoalUpdate.goal_id == Goal.id).scalar_subquery()
    first = {
        Order.ENDS: (Goal.state.desc(),),
        Order.EVIDENCE: (proofs.desc(),),
        Order.UPDATE: (Goal.state.desc(), func.coalesce(told, Goal.created_at)),
    }
    return (
        select(*(getattr(Goal, name) for name in GoalRow._fields[:7]), Unit.name, Person.name)
        .add_columns(ties, latest, told, _last(Evidence.ref_kind), _last(Evidence.ref_id), proofs)
        .join(Goal.unit)
        .join(Goal.owner)
        .where(*wanted)
        .order_by(*first[order], Goal.ends_on, Goal.id)
    )


def _last(column: Any) -> Any:
    """Return what the goal's newest evidence has there."""
    newest = (
        select(column).where(Evidence.goal_id == Goal.id).order_by(Evidence.at.desc(), Evidence.id.desc())
    )
    return newest.limit(1).scalar_subquery()


def _in_unit(unit_id: int) -> ColumnElement[bool]:
    below = select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit_id)
    return Goal.unit_id.in_(below)


def _in_quarter(first: date, last: date) -> ColumnElement[bool]:
    """Goals whose period has a day in the quarter."""
    return and_(Goal.starts_on <= last, Goal.ends_on >= first)


def uncovered(person: Person, *, since: datetime, on: date) -> tuple[list[GoalRow], list[GoalRow]]:
    """Return open goals that nothing serves, and those served by `since` that have had no evidence after it.

    What has not begun `on` that day lacks nothing yet.
    """
    if person.kind is Kind.GUEST:
        return [], []
    rows = [GoalRow(*row) for row in db.session.execute(*kept(_begun, on))]
    bare = [row for row in rows if not row.ties]
    waiting = {row.id for row in rows if row.ties and (row.last_evidence_at or since) <= since}
    long_served = set(
        db.session.scalars(select(Tie.goal_id).where(Tie.goal_id.in_(waiting), Tie.created_at <= since))
    )
    return bare, [row for row in rows if row.id in long_served]


def _begun(on: date) -> Select[Any]:
    return _rows(Goal.state == GoalState.OPEN, Goal.starts_on <= on).limit(UNCOVERED)
