"""What the organisation wants, how it will know, and what learning serves it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person, Unit

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
    created_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    owner: Mapped[Person] = relationship()
    key_results: Mapped[list["KeyResult"]] = relationship(order_by="KeyResult.id", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}


class KeyResultKind(StrEnum):
    METRIC = "metric"
    MILESTONE = "milestone"


class KeyResult(Model):
    """A metric that goes from a baseline to a target, or a milestone that is reached or not."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    kind: Mapped[KeyResultKind]
    title: Mapped[str] = mapped_column(String(160))
    measure: Mapped[str] = mapped_column(String(60), default="")  # the unit of the value: hours, %, …
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    target: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    current: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    reached_at: Mapped[datetime | None]  # a milestone's


class GoalUpdate(Model):
    """What changed, the value then, and how sure its owner is: confidence 0 to 10."""

    __table_args__ = (Index("ix_goal_update_goal_at", "goal_id", "at"), AUTOINCREMENT)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    key_result_id: Mapped[int | None] = mapped_column(ForeignKey("key_result.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    changed: Mapped[str] = mapped_column(default="")
    confidence: Mapped[int | None]
    at: Mapped[datetime]

    author: Mapped[Person] = relationship()


class Tie(Model):
    """Something serves a goal, with one sentence of why."""

    __table_args__ = (
        UniqueConstraint("goal_id", "ref_kind", "ref_id"),
        Index("ix_tie_ref", "ref_kind", "ref_id"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    why: Mapped[str] = mapped_column(String(300), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]

    goal: Mapped[Goal] = relationship()


class Evidence(Model):
    """Something that came of a tie: it appears on the goal by itself."""

    __table_args__ = (UniqueConstraint("goal_id", "ref_kind", "ref_id"), AUTOINCREMENT)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    at: Mapped[datetime]
