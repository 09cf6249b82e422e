"""Every SELECT about single goals and their ties. Goals are open to everyone of the organisation; guests see
none.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.goals.models import (
    Evidence,
    Goal,
    GoalState,
    KeyResult,
    Measurement,
    Tie,
)
from learnhub.people.models import Kind, Person, Role, RoleGrant, UnitPath

SHOWN = 8


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
