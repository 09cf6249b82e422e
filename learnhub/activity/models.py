"""Acts: what people did, append-only. Page views are none."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import Model


class ActKind(StrEnum):
    """The kinds that count as participation (dashboards: *participation*)."""

    ATTENDED = "attended"
    SUBMITTED = "submitted"
    DEMOED = "demoed"
    HOSTED = "hosted"
    SPOKE = "spoke"
    TOOK_PART = "took_part"  # did what the hosts had asked for: judged, opened, mentored
    TOOK_AWAY = "took_away"
    ANSWERED = "answered"  # who was stuck
    CHECKED_IN = "checked_in"  # in a cohort, for a week
    COMPLETED = "completed"  # a course, or a cohort


class LearningAct(Model):
    """One person did one thing to one object at one moment. It keeps the unit that the person was in then."""

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "ref_kind", "ref_id"),
        Index("ix_learning_act_unit_at", "unit_id", "at"),
        Index("ix_learning_act_at", "at"),
        Index("ix_learning_act_ref", "ref_kind", "ref_id"),
        Index("ix_learning_act_within", "within_kind", "within_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[ActKind]
    ref_kind: Mapped[str] = mapped_column(String(30))
    ref_id: Mapped[int]
    within_kind: Mapped[str] = mapped_column(String(30))  # what it was part of: a demo's hackathon
    within_id: Mapped[int]
    at: Mapped[datetime]
