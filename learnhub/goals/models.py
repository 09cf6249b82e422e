"""What the organisation wants, how it will know, and what learning serves it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person, Skill, Unit

AUTOINCREMENT = {"sqlite_autoincrement": True}


class GoalState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Goal(Model):
    """A business goal of a unit for a period, with the reason for it."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    title: Mapped[str] = mapped_column(String(160))
    reason: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day
    state: Mapped[GoalState] = mapped_column(default=GoalState.OPEN)
    closed_at: Mapped[datetime | None]
    learnt: Mapped[str] = mapped_column(default="")  # said when closing
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"), index=True)  # the goal it serves
    weight: Mapped[int] = mapped_column(default=1)  # in the roll-up of its parent, 0 to 10
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"), index=True)  # it goes on from
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    owner: Mapped[Person] = relationship()
    parent: Mapped["Goal | None"] = relationship(foreign_keys="Goal.parent_id", remote_side="Goal.id")
    previous: Mapped["Goal | None"] = relationship(foreign_keys="Goal.previous_id", remote_side="Goal.id")
    key_results: Mapped[list["KeyResult"]] = relationship(order_by="KeyResult.id")

    __mapper_args__ = {"version_id_col": version}


class KeyResultKind(StrEnum):
    METRIC = "metric"
    MILESTONE = "milestone"


class Direction(StrEnum):
    """Which way a metric is wanted to go."""

    UP = "up"
    DOWN = "down"


class Outcome(StrEnum):
    """What became of a key result, said when its goal is closed."""

    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"

    @property
    def label(self) -> str:
        """What screens say."""
        return {"reached": "Reached", "partly": "Partly reached", "missed": "Not reached"}[self.value]


class KeyResult(Model):
    """A metric that goes from a baseline to a target, or a milestone that is reached or not.

    Without a baseline the first value that is measured becomes it.
    """

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    kind: Mapped[KeyResultKind]
    title: Mapped[str] = mapped_column(String(160))
    measure: Mapped[str] = mapped_column(String(60), default="")  # the unit of the value: hours, %, …
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    target: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    current: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    direction: Mapped[Direction] = mapped_column(default=Direction.UP)
    weight: Mapped[int] = mapped_column(default=1)  # in the roll-up, 0 (kept, counts for nothing) to 10
    reached_at: Mapped[datetime | None]  # a milestone's
    outcome: Mapped[Outcome | None]  # when the goal is closed


class GoalUpdate(Model):
    """What changed, and how sure its author is of the whole goal: confidence 0 to 10. Never rewritten."""

    __table_args__ = (Index("ix_goal_update_goal_at", "goal_id", "at"), AUTOINCREMENT)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed: Mapped[str] = mapped_column(default="")
    confidence: Mapped[int | None]
    at: Mapped[datetime]

    author: Mapped[Person] = relationship()
    measurements: Mapped[list["Measurement"]] = relationship(order_by="Measurement.id")


class Measurement(Model):
    """Where one key result stood at an update, and how sure one was of it then."""

    __table_args__ = (UniqueConstraint("update_id", "key_result_id"), AUTOINCREMENT)

    id: Mapped[Id]
    update_id: Mapped[int] = mapped_column(ForeignKey("goal_update.id"))
    key_result_id: Mapped[int] = mapped_column(ForeignKey("key_result.id"), index=True)
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))  # a metric's
    reached: Mapped[bool | None]  # a milestone's
    confidence: Mapped[int | None]


class SkillNeed(Model):
    """A goal needs so many people who can do something at a level (people: `SkillLevel`)."""

    __table_args__ = (UniqueConstraint("goal_id", "skill_id"), AUTOINCREMENT)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    level: Mapped[int]
    people: Mapped[int]
    began_with: Mapped[int]  # how many were there when it was named; shown by the rules of the present number
    created_at: Mapped[CreatedAt]

    skill: Mapped[Skill] = relationship()


class Tie(Model):
    """Something serves a goal, with one sentence of why."""

    __table_args__ = (
        UniqueConstraint("goal_id", "ref_kind", "ref_id"),
        Index("ix_tie_ref", "ref_kind", "ref_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    why: Mapped[str] = mapped_column(String(300), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]

    goal: Mapped[Goal] = relationship()


class Evidence(Model):
    """Something that came of a tie: it appears on the goal by itself."""

    __table_args__ = (
        UniqueConstraint("goal_id", "ref_kind", "ref_id"),
        Index("ix_evidence_ref", "ref_kind", "ref_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    at: Mapped[datetime]
