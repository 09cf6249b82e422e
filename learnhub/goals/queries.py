"""Every SELECT about goals. Goals are open to everyone of the organisation; guests see none."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.goals.models import (
    Evidence,
    Goal,
    GoalState,
    GoalUpdate,
    KeyResult,
    Measurement,
    Tie,
)
from learnhub.goals.periods import Quarter
from learnhub.people.models import Kind, Person, Role, RoleGrant, Unit, UnitPath

PAGE = 50
SHOWN = 8
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


def goal(person: Person, key: str) -> Goal:
    """Return the goal with that key. Raises NotFound for guests too."""
    found = db.session.scalar(
        select(Goal)
        .options(*(joinedload(each) for each in (Goal.unit, Goal.owner, Goal.parent, Goal.previous)))
        .where(Goal.key == key)
    )
    if found is None or person.kind is Kind.GUEST:
        raise NotFound
    return found


def goals(
    person: Person,
    *,
    unit: Unit | None,
    state: GoalState | None,
    quarter: Quarter | None = None,
    page: int = 1,
) -> tuple[list[GoalRow], int]:
    """Return one page of goals, those that end first on top, and how many there are in all."""
    if person.kind is Kind.GUEST:
        return [], 0
    values = (
        unit.id if unit else None,
        quarter.first if quarter else None,
        quarter.last if quarter else None,
    )
    shape = {"in_unit": unit is not None, "in_quarter": quarter is not None, "state": state}
    total = db.session.scalar(*kept(_counted, *values, **shape)) or 0
    rows = db.session.execute(*kept(_paged, *values, (within(page, total, PAGE) - 1) * PAGE, **shape))
    return [GoalRow(*row) for row in rows], total


def _counted(unit_id: int, first: date, last: date, **shape: Any) -> Select[int]:
    return select(func.count()).select_from(Goal).where(*_which(unit_id, first, last, **shape))


def _paged(unit_id: int, first: date, last: date, skipped: int, **shape: Any) -> Select[Any]:
    return _rows(*_which(unit_id, first, last, **shape)).limit(PAGE).offset(skipped)


def _which(
    unit_id: int, first: date, last: date, *, in_unit: bool, in_quarter: bool, state: GoalState | None
) -> Iterator[ColumnElement[bool]]:
    if in_unit:
        yield _in_unit(unit_id)
    if in_quarter:
        yield _in_quarter(first, last)
    if state:
        yield Goal.state == state


def _rows(*wanted: ColumnElement[bool]) -> Select[Any]:
    ties = select(func.count()).where(Tie.goal_id == Goal.id).scalar_subquery()
    latest = select(func.max(Evidence.at)).where(Evidence.goal_id == Goal.id).scalar_subquery()
    told = select(func.max(GoalUpdate.at)).where(GoalUpdate.goal_id == Goal.id).scalar_subquery()
    return (
        select(*(getattr(Goal, name) for name in GoalRow._fields[:7]), Unit.name, Person.name)
        .add_columns(ties, latest, told, _last(Evidence.ref_kind), _last(Evidence.ref_id))
        .join(Goal.unit)
        .join(Goal.owner)
        .where(*wanted)
        .order_by(Goal.state.desc(), Goal.ends_on, Goal.id)
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


def key_result(of: Goal, key: str) -> KeyResult:
    """Return the goal's key result of that key. Raises NotFound."""
    found = db.session.scalar(select(KeyResult).where(KeyResult.goal_id == of.id, KeyResult.key == key))
    if found is None:
        raise NotFound
    return found


def is_measured(result: KeyResult) -> bool:
    """Whether an update says anything of it."""
    held = select(Measurement.id).where(Measurement.key_result_id == result.id).limit(1)
    return db.session.scalar(held) is not None


def next_of(person: Person, goal_id: int) -> Goal | None:
    """Return the goal that goes on from that one."""
    return (
        None
        if person.kind is Kind.GUEST
        else db.session.scalar(select(Goal).where(Goal.previous_id == goal_id).order_by(Goal.id).limit(1))
    )


class Open(NamedTuple):
    """A goal that something can be tied to."""

    id: int
    key: str
    title: str


def open_goals(person: Person) -> Sequence[Open]:
    """Return the goals that something can be tied to, by title."""
    if person.kind is Kind.GUEST:
        return []
    return [Open(*row) for row in db.session.execute(*kept(_open_goals)).all()]


def _open_goals() -> Select[int, str, str]:
    named = select(Goal.id, Goal.key, Goal.title)
    return named.where(Goal.state == GoalState.OPEN).order_by(Goal.title, Goal.id).limit(500)


class Served(NamedTuple):
    """A goal that something serves, and why."""

    goal_id: int
    key: str
    title: str
    state: GoalState
    why: str


def ties_of(person: Person, ref: Ref) -> Sequence[Served]:
    """Return what goals `ref` serves, for its page; none to guests."""
    if person.kind is Kind.GUEST:
        return []
    return [Served(*row) for row in db.session.execute(*kept(_served, ref.kind, ref.id))]


def _served(kind: str, id_: int) -> Select[int, str, str, GoalState, str]:
    said = select(Goal.id, Goal.key, Goal.title, Goal.state, Tie.why).join(Tie, Tie.goal_id == Goal.id)
    return said.where(Tie.ref_kind == kind, Tie.ref_id == id_).order_by(Tie.id)


def all_ties_of(ref: Ref) -> Sequence[Tie]:
    """Return what goals `ref` serves, whoever asks: for what happens by itself."""
    return db.session.scalars(*kept(_ties_of, ref.kind, ref.id)).all()


def _ties_of(kind: str, id_: int) -> Select[Tie]:
    ties = select(Tie).options(joinedload(Tie.goal)).where(Tie.ref_kind == kind, Tie.ref_id == id_)
    return ties.order_by(Tie.id)


def tie(ref: Ref, goal_key: str) -> Tie:
    """Return the tie of `ref` to that goal. Raises NotFound."""
    found = db.session.scalar(
        select(Tie).join(Tie.goal).where(Goal.key == goal_key, Tie.ref_kind == ref.kind, Tie.ref_id == ref.id)
    )
    if found is None:
        raise NotFound
    return found


def ties(of: Goal) -> Sequence[Tie]:
    """Return what is tied to the goal, the newest first."""
    mine = select(Tie).where(Tie.goal_id == of.id)
    return db.session.scalars(mine.order_by(Tie.created_at.desc(), Tie.id.desc())).all()


def tie_of(of: Goal, key: str) -> Tie:
    """Return the goal's tie of that key. Raises NotFound."""
    found = db.session.scalar(select(Tie).where(Tie.goal_id == of.id, Tie.key == key))
    if found is None:
        raise NotFound
    return found


def is_tied(kind: str, id_: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether, inside a SELECT of things of that kind, one serves a goal."""
    return exists().where(Tie.ref_kind == kind, Tie.ref_id == id_)


def owners(refs: Collection[Ref]) -> set[int]:
    """Return the ids of those who own a goal that one of these serves."""
    about = [and_(Tie.ref_kind == ref.kind, Tie.ref_id == ref.id) for ref in refs]
    return set(db.session.scalars(select(Goal.owner_id).join(Tie, Tie.goal_id == Goal.id).where(or_(*about))))


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


def evidence(of: Goal, *, since: datetime | None = None) -> Sequence[Evidence]:
    """Return the latest evidence first, at most `SHOWN`, of after `since`."""
    return db.session.scalars(
        select(Evidence)
        .where(Evidence.goal_id == of.id, Evidence.at > since if since else true())
        .order_by(Evidence.at.desc(), Evidence.id)
        .limit(SHOWN)
    ).all()


def evidence_since(of: Goal, since: datetime | None) -> dict[str, int]:
    """Return how much evidence came after `since`, or in all, by the kind of thing."""
    rows = db.session.execute(
        select(Evidence.ref_kind, func.count())
        .where(Evidence.goal_id == of.id, Evidence.at > since if since else true())
        .group_by(Evidence.ref_kind)
        .order_by(Evidence.ref_kind)
    )
    return {kind: number for kind, number in rows}


def leads(person: Person, unit_id: int) -> bool:
    """Whether the person is an org leader of the unit or of one above it."""
    return bool(
        db.session.scalar(
            select(RoleGrant.id)
            .join(UnitPath, UnitPath.ancestor_id == RoleGrant.unit_id)
            .where(
                RoleGrant.person_id == person.id,
                RoleGrant.role == Role.LEADER,
                UnitPath.descendant_id == unit_id,
            )
            .limit(1)
        )
    )
