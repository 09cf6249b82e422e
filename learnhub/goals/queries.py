"""Every SELECT about goals. Goals are open to everyone of the organisation; guests see none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import joinedload, lazyload, selectinload

from learnhub.activity.models import LearningAct
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.refs import Ref
from learnhub.goals.models import Evidence, Goal, GoalState, GoalUpdate, Tie
from learnhub.people.models import Kind, Person, Role, RoleGrant, Unit, UnitPath

PAGE = 50
SHOWN = 8


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal in the list, with what is tied to it."""

    goal: Goal
    ties: int
    evidence: int
    last_evidence_at: datetime | None


def goal(person: Person, key: str) -> Goal:
    """Return the goal with that key. Raises NotFound for guests too."""
    found = db.session.scalar(
        select(Goal)
        .options(
            joinedload(Goal.unit),
            joinedload(Goal.owner).lazyload(Person.roles),
            selectinload(Goal.key_results),
        )
        .where(Goal.key == key)
    )
    if found is None or person.kind is Kind.GUEST:
        raise NotFound
    return found


def goals(
    person: Person, *, unit: Unit | None, state: GoalState | None, page: int = 1
) -> tuple[list[GoalRow], int]:
    """Return one page of goals, those that end first on top, and how many there are in all."""
    if person.kind is Kind.GUEST:
        return [], 0
    wanted = [_in_unit(unit), Goal.state == state if state else true()]
    total = db.session.scalar(select(func.count()).select_from(Goal).where(*wanted)) or 0
    ties = select(func.count()).where(Tie.goal_id == Goal.id).scalar_subquery()
    proof = select(func.count()).where(Evidence.goal_id == Goal.id).scalar_subquery()
    latest = select(func.max(Evidence.at)).where(Evidence.goal_id == Goal.id).scalar_subquery()
    rows = db.session.execute(
        select(Goal, ties, proof, latest)
        .options(
            joinedload(Goal.unit),
            joinedload(Goal.owner).lazyload(Person.roles),
            selectinload(Goal.key_results),
        )
        .where(*wanted)
        .order_by(Goal.state.desc(), Goal.ends_on, Goal.id)
        .limit(PAGE)
        .offset((within(page, total, PAGE) - 1) * PAGE)
    )
    return [GoalRow(*row) for row in rows], total


def _in_unit(unit: Unit | None) -> ColumnElement[bool]:
    if unit is None:
        return true()
    below = select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit.id)
    return Goal.unit_id.in_(below)


def open_goals(person: Person) -> Sequence[Goal]:
    """Return the goals that something can be tied to, by title."""
    if person.kind is Kind.GUEST:
        return []
    return db.session.scalars(
        select(Goal)
        .options(lazyload(Goal.key_results))
        .where(Goal.state == GoalState.OPEN)
        .order_by(Goal.title, Goal.id)
        .limit(500)
    ).all()


def ties_of(person: Person, ref: Ref) -> Sequence[Tie]:
    """Return what goals `ref` serves, with the goals and why; none to guests."""
    return [] if person.kind is Kind.GUEST else all_ties_of(ref)


def all_ties_of(ref: Ref) -> Sequence[Tie]:
    """Return what goals `ref` serves, whoever asks: for what happens by itself."""
    return db.session.scalars(
        select(Tie)
        .options(joinedload(Tie.goal).lazyload(Goal.key_results))
        .where(Tie.ref_kind == ref.kind, Tie.ref_id == ref.id)
        .order_by(Tie.id)
    ).all()


def tie(ref: Ref, goal_key: str) -> Tie:
    """Return the tie of `ref` to that goal. Raises NotFound."""
    found = db.session.scalar(
        select(Tie).join(Tie.goal).where(Goal.key == goal_key, Tie.ref_kind == ref.kind, Tie.ref_id == ref.id)
    )
    if found is None:
        raise NotFound
    return found


def ties(of: Goal) -> Sequence[Tie]:
    """Return everything that is tied to the goal, oldest first."""
    return db.session.scalars(select(Tie).where(Tie.goal_id == of.id).order_by(Tie.id).limit(200)).all()


def evidence(of: Goal) -> Sequence[Evidence]:
    """Return the latest evidence first, at most `SHOWN`."""
    return db.session.scalars(
        select(Evidence)
        .where(Evidence.goal_id == of.id)
        .order_by(Evidence.at.desc(), Evidence.id)
        .limit(SHOWN)
    ).all()


def count_evidence(of: Goal) -> int:
    """Return how much evidence there is in all."""
    return db.session.scalar(select(func.count()).where(Evidence.goal_id == of.id)) or 0


def updates(of: Goal) -> Sequence[GoalUpdate]:
    """Return the goal's updates, oldest first, with their authors."""
    return db.session.scalars(
        select(GoalUpdate)
        .options(joinedload(GoalUpdate.author).lazyload(Person.roles))
        .where(GoalUpdate.goal_id == of.id)
        .order_by(GoalUpdate.at, GoalUpdate.id)
        .limit(200)
    ).all()


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


def took_part(of: Goal) -> int:
    """Return how many different people did an act in what is tied to the goal."""
    within = [LearningAct.within_kind == Tie.ref_kind, LearningAct.within_id == Tie.ref_id]
    return (
        db.session.scalar(
            select(func.count(LearningAct.person_id.distinct()))
            .select_from(Tie)
            .join(LearningAct, and_(*within))
            .where(Tie.goal_id == of.id)
        )
        or 0
    )


def is_overdue(of: Goal, today: date) -> bool:
    """Whether its period is over and nobody has closed it."""
    return of.state is GoalState.OPEN and of.ends_on < today
