"""What somebody says once a week of how it goes in a cohort, and who reads it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.cohorts.models import AUTOINCREMENT
from learnhub.core.db import Id, Model
from learnhub.people.models import Person

TEXT = 500


class CheckIn(Model):
    """What somebody says of one week of theirs; `week` is its Monday by their own clock then."""

    __table_args__ = (
        UniqueConstraint("cohort_id", "person_id", "week"),
        Index("ix_check_in_cohort_week", "cohort_id", "week"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    week: Mapped[date]
    done: Mapped[str] = mapped_column(String(TEXT))
    planned: Mapped[str] = mapped_column(String(TEXT), default="")
    hours: Mapped[str] = mapped_column(String(20), default="")  # a range of weekly_hours, or nothing
    blocked: Mapped[str] = mapped_column(String(TEXT), default="")
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class CheckInChoice(Model):
    """What a person chose for a cohort: whether the pod reads it, since when a streak is counted, and when
    they keep time free to learn.
    """

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    shares: Mapped[bool] = mapped_column(default=False)
    streak_since: Mapped[date | None]  # a Monday; none: switched off
    blocks: Mapped[list[Any]] = mapped_column(default=list)  # [weekday, "16:00", minutes]
    blocks_changed_at: Mapped[datetime | None]
