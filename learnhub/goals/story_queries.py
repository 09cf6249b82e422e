"""What the page of one goal reads: itself with its counts, what is tied to it, what came of it, the gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, select, true, union, union_all
from sqlalchemy.orm import aliased

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.goals.models import Evidence, Goal, GoalState, GoalUpdate, Measurement, SkillNeed, Tie
from learnhub.people import skills
from learnhub.people.models import Kind, Person, Role, RoleGrant, Skill, SkillLevel, Unit, UnitPath


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people did something in what serves a goal: in all, of how many units, by act."""

    people: int
    units: int
    by_kind: Mapping[ActKind, int]


class Thread(NamedTuple):
    """Something that serves a goal, or came of what does."""

    serves: bool
    ref: Ref
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a goal needs, and how many are there by their own word; None where it may not be said.

    `helpers`: how many help others with it.
    """

    skill_id: int
    key: str
    skill: str
    level: SkillLevel
    people: int
    there: int | None
    began_with: int | None
    helpers: int | None

    @property
    def missing(self) -> int | None:
        """How many more people it takes; None where it may not be said."""
        return None if self.there is None else max(self.people - self.there, 0)


class Measured(NamedTuple):
    """Where one key result stood at an update."""

    key_result_id: int
    value: Decimal | None
    reached: bool | None
    confidence: int | None


class Update(NamedTuple):
    """What changed by an update, as its author, who is named, wrote it."""

    changed: str
    confidence: int | None
    at: datetime
    author: str
    measurements: list[Measured]


class Told(NamedTuple):
    """A goal as its page shows it, with whom and what it names: each by its key and its name."""

    id: int
    key: str
    title: str
    reason: str
    owner_id: int
    starts_on: date
    ends_on: date
    state: GoalState
    learnt: str
    created_at: datetime
    closed_at: datetime | None
    unit_key: str
    unit: str
    owner_key: str
    owner: str
    parent_key: str | None  # the goal that it serves
    parent: str | None
    previous_key: str | None  # the goal that it goes on from
    previous: str | None
    previous_until: date | None


@dataclass(frozen=True, slots=True)
class Read:
    """A goal as its page reads it at once; `leads` is whether the reader leads its unit."""

    goal: Told
    leads: bool
    crowd: Crowd
    needs: Sequence[Need]


TOLD = len(Told._fields)
UPDATES = 200


def goal(person: Person, key: str, least: int) -> Read:
    """Return the goal with all that is counted of it. Raises NotFound, for guests too."""
    rows: Sequence[Any] = db.session.execute(*kept(_read, key, person.id)).all()
    if not rows or person.kind is Kind.GUEST:
        raise NotFound
    told, (leads, people, units, *rest) = rows[0][:TOLD], rows[0][TOLD:]
    counts, after = rest[: len(ActKind)], TOLD + 3 + len(ActKind)
    needs = [_need(*row[after:], least=least) for row in rows if row[after] is not None]
    crowd = Crowd(people, units, dict(zip(ActKind, counts, strict=True)))
    return Read(Told(*told), leads, crowd, needs)


def _read(key: str, reader: int) -> Select[Any]:
    parent, previous, crowd = aliased(Goal), aliased(Goal), _crowd(key)
    return (
        select(*(getattr(Goal, name) for name in Told._fields[:11]))
        .add_columns(Unit.key, Unit.name, Person.key, Person.name)
        .add_columns(parent.key, parent.title, previous.key, previous.title, previous.ends_on)
        .add_columns(_leads(reader), *crowd.c, *_need_columns())
        .select_from(Goal)
        .join(Goal.unit)
        .join(Goal.owner)
        .join(crowd, true())
        .outerjoin(parent, parent.id == Goal.parent_id)
        .outerjoin(previous, previous.id == Goal.previous_id)
        .outerjoin(SkillNeed, SkillNeed.goal_id == Goal.id)
        .outerjoin(Skill, Skill.id == SkillNeed.skill_id)
        .where(Goal.key == key)
        .order_by(SkillNeed.id)
    )


def _need_columns() -> list[Any]:
    counts = [skills.there(SkillNeed.skill_id, level) for level in SkillLevel]
    need = SkillNeed.skill_id, SkillNeed.level, SkillNeed.people, SkillNeed.began_with
    return [*need, Skill.key, Skill.name, skills.helping(SkillNeed.skill_id), *counts]


def _leads(reader: int) -> ColumnElement[bool]:
    return (
        select(RoleGrant.id)
        .join(UnitPath, UnitPath.ancestor_id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == reader, RoleGrant.role == Role.LEADER)
        .where(UnitPath.descendant_id == Goal.unit_id)
        .correlate(Goal)
        .exists()
    )


def _crowd(key: str) -> Subquery:
    """Different people, their units, and people by kind of act: one row, counted in one pass."""
    said = [LearningAct.person_id, LearningAct.unit_id, LearningAct.kind]
    of = select(Goal.id).where(Goal.key == key).scalar_subquery()
    within = and_(LearningAct.within_kind == Tie.ref_kind, LearningAct.within_id == Tie.ref_id)
    itself = and_(LearningAct.ref_kind == Tie.ref_kind, LearningAct.ref_id == Tie.ref_id)
    acts = union(
        *(select(*said).join(Tie, match).where(Tie.goal_id == of) for match in (within, itself))
    ).subquery()
    people, units = (func.count(column.distinct()) for column in (acts.c.person_id, acts.c.unit_id))
    by_kind = [people.filter(acts.c.kind == kind).label(kind.name) for kind in ActKind]
    return select(people.label("people"), units.label("units"), *by_kind).subquery()


def updates(goal_id: int) -> Sequence[Update]:
    """Return the goal's latest updates, oldest first, with what they measured."""
    found: dict[int, Update] = {}
    for id_, changed, confidence, at, author, *measured in db.session.execute(*kept(_updates, goal_id)):
        update = found.setdefault(id_, Update(changed, confidence, at, author, []))
        if measured[0] is not None:
            update.measurements.append(Measured(*measured))
    return [*found.values()]


def _updates(goal_id: int) -> Select[Any]:
    latest = select(GoalUpdate.id).where(GoalUpdate.goal_id == goal_id)
    latest = latest.order_by(GoalUpdate.at.desc(), GoalUpdate.id.desc()).limit(UPDATES)
    return (
        select(GoalUpdate.id, GoalUpdate.changed, GoalUpdate.confidence, GoalUpdate.at, Person.name)
        .add_columns(*(getattr(Measurement, name) for name in Measured._fields))
        .join(GoalUpdate.author)
        .outerjoin(GoalUpdate.measurements)
        .where(GoalUpdate.id.in_(latest.correlate(None)))
        .order_by(GoalUpdate.at, GoalUpdate.id, Measurement.id)
    )


def threads(goal_id: int) -> Sequence[Thread]:
    """Return what serves the goal, then what came of it, the newest of each first.

    All of it: which of them count is known once it is known which of them the reader may see.
    """
    return [
        Thread(bool(serves), Ref(kind, id_), why, at)
        for serves, kind, id_, why, at in db.session.execute(*kept(_threads, goal_id)).all()
    ]


def _threads(of_id: int) -> Select[Any]:
    ties = select(
        literal(1).label("serves"), Tie.ref_kind, Tie.ref_id, Tie.why, Tie.created_at.label("at")
    ).where(Tie.goal_id == of_id)
    proof = select(
        literal(0), Evidence.ref_kind, Evidence.ref_id, literal("").label("why"), Evidence.at
    ).where(Evidence.goal_id == of_id)
    every = union_all(ties, proof).subquery()
    return select(every).order_by(every.c.serves.desc(), every.c.at.desc(), every.c.ref_id.desc())


def needs(of: Goal, least: int) -> Sequence[Need]:
    """Return the skills that the goal needs, with how many are there over the whole organisation."""
    rows = db.session.execute(
        select(*_need_columns())
        .join(Skill, Skill.id == SkillNeed.skill_id)
        .where(SkillNeed.goal_id == of.id)
        .order_by(SkillNeed.id)
    )
    return [_need(*row, least=least) for row in rows]


def _need(
    skill_id: int,
    level: int,
    people: int,
    began_with: int,
    *named: Any,
    least: int,  # skill, who is there
) -> Need:
    key, name, helping, *counts = named
    there = skills.shown(counts, least)[level - 1]
    began = None
    if there is not None and (there == began_with or abs(there - began_with) >= least):
        began = began_with if began_with >= least else None
    helpers = helping if helping >= least else None
    return Need(skill_id, key, name, SkillLevel(level), people, there, began, helpers)


def count_there(skill: Skill, level: SkillLevel) -> int:
    """Return how many are at that level of the skill or above; to be kept, never shown as it is."""
    found: Select[int] = select(skills.there(literal(skill.id), level))
    return db.session.scalar(found) or 0
