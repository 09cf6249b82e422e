"""The weeks of a cohort: what is to be read in each, and what its threads are about."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.cohorts.models import AUTOINCREMENT
from learnhub.core.db import CreatedAt, Id, Key, Model


class CohortWeek(Model):
    """A week of the course as this cohort goes through it; its dates are those of the outline’s lines."""

    __table_args__ = (UniqueConstraint("cohort_id", "number"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]  # 1 is the first


class WeekMaterial(Model):
    """A resource of the library that stands in a week."""

    __table_args__ = (UniqueConstraint("week_id", "resource_id"), AUTOINCREMENT)

    id: Mapped[Id]
    week_id: Mapped[int] = mapped_column(ForeignKey("cohort_week.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]
