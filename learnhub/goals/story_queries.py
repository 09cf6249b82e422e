"""What the page of one goal reads: itself with its counts, what is tied to it, what came of it, the gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union, union_all
from sqlalchemy.orm import joinedload

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.goals.models import Evidence, Goal, SkillNeed, Tie
from learnhub.people import skills
from learnhub.people.models import Kind, Person, Role, RoleGrant, Skill, SkillLevel, UnitPath


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people did something in what serves a goal: in all, of how many units, by act."""

    people: int
    units: int
    by_kind: Mapping[ActKind, int]


@dataclass(frozen=True, slots=True)
class Thread:
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


@dataclass(frozen=True, slots=True)
class Read:
    """A goal as its page reads it at once; `leads` is whether the reader leads its unit."""

    goal: Goal
    leads: bool
    crowd: Crowd
    needs: Sequence[Need]


def goal(person: Person, key: str, least: int) -> Read:
    """Return the goal with all that is counted of it. Raises NotFound, for guests too."""
    rows: Sequence[Any] = db.session.execute(*kept(_read, key, person.id)).all()
    if not rows or person.kind is Kind.GUEST:
        raise NotFound
    found, leads, people, units, *rest = rows[0]
    counts, after = rest[: len(ActKind)], 4 + len(ActKind)
    needs = [_need(*row[after:], least=least) for row in rows if row[after] is not None]
    return Read(found, leads, Crowd(people, units, dict(zip(ActKind, counts, strict=True))), needs)


def _read(key: str, reader: int) -> Select[Goal, bool, *tuple[Any, ...]]:
    return (
        select(Goal, _leads(reader).label("leads"), *_crowd(key), *_need_columns())
        .outerjoin(SkillNeed, SkillNeed.goal_id == Goal.id)
        .outerjoin(Skill, Skill.id == SkillNeed.skill_id)
        .options(
            joinedload(Goal.unit),
            joinedload(Goal.owner),
            joinedload(Goal.parent),
            joinedload(Goal.previous),
        )
        .where(Goal.key == key)
        .order_by(SkillNeed.id)
    )


def _need_columns() -> list[Any]:
    counts = [skills.there(SkillNeed.skill_id, level) for level in SkillLevel]
    return [SkillNeed, Skill.key, Skill.name, skills.helping(SkillNeed.skill_id), *counts]


def _leads(reader: int) -> ColumnElement[bool]:
    return (
        select(RoleGrant.id)
        .join(UnitPath, UnitPath.ancestor_id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == reader, RoleGrant.role == Role.LEADER)
        .where(UnitPath.descendant_id == Goal.unit_id)
        .correlate(Goal)
        .exists()
    )


def _crowd(key: str) -> list[ColumnElement[int]]:
    """Different people, their units, and people by kind of act, each as a column of the goal's own SELECT."""
    said = [LearningAct.person_id, LearningAct.unit_id, LearningAct.kind]
    of = select(Goal.id).where(Goal.key == key).scalar_subquery()
    within = and_(LearningAct.within_kind == Tie.ref_kind, LearningAct.within_id == Tie.ref_id)
    itself = and_(LearningAct.ref_kind == Tie.ref_kind, LearningAct.ref_id == Tie.ref_id)
    acts = union(
        *(select(*said).join(Tie, match).where(Tie.goal_id == of) for match in (within, itself))
    ).cte("acts")
    by_kind = [
        select(func.count(acts.c.person_id.distinct())).where(acts.c.kind == kind).scalar_subquery()
        for kind in ActKind
    ]
    people, units = (
        select(func.count(column.distinct())).scalar_subquery()
        for column in (acts.c.person_id, acts.c.unit_id)
    )
    return [people, units, *by_kind]


def threads(of: Goal) -> Sequence[Thread]:
    """Return what serves the goal, then what came of it, the newest of each first.

    All of it: which of them count is known once it is known which of them the reader may see.
    """
    return [
        Thread(bool(row.serves), Ref(row.ref_kind, row.ref_id), row.why, row.at)
        for row in db.session.execute(*kept(_threads, of.id)).all()
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


def _need(need: SkillNeed, key: str, name: str, helping: int, *counts: int, least: int) -> Need:
    there = skills.shown(counts, least)[need.level - 1]
    began = None
    if there is not None and (there == need.began_with or abs(there - need.began_with) >= least):
        began = need.began_with if need.began_with >= least else None
    level, helpers = SkillLevel(need.level), helping if helping >= least else None
    return Need(need.skill_id, key, name, level, need.people, there, began, helpers)


def count_there(skill: Skill, level: SkillLevel) -> int:
    """Return how many are at that level of the skill or above; to be kept, never shown as it is."""
    found: Select[int] = select(skills.there(literal(skill.id), level))
    return db.session.scalar(found) or 0
