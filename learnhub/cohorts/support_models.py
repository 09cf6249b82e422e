"""What a cohort does for who falls behind: others hear as was agreed, and one may pause."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.cohorts.models import AUTOINCREMENT
from learnhub.core.db import CreatedAt, Id, Model

RUNS = "ended_at IS NULL"


class Escalation(Model):
    """A deadline of somebody that was overdue for two days: the pod heard; `listed_on`: the facilitators.

    A due that moves, by an extension or with the cohort, is another one.
    """

    __table_args__ = (UniqueConstraint("date_id", "person_id", "due_at"), AUTOINCREMENT)

    id: Mapped[Id]
    date_id: Mapped[int] = mapped_column(ForeignKey("cohort_date.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_at: Mapped[datetime]
    listed_on: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]


class CohortPause(Model):
    """Somebody rests in a cohort from one day of theirs until the end of another; why is not asked."""

    __table_args__ = (
        Index(
            "uq_cohort_pause_runs",
            "cohort_id",
            "person_id",
            unique=True,
            sqlite_where=text(RUNS),
            postgresql_where=text(RUNS),
        ),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date]
    since_at: Mapped[datetime]  # midnight before it by their own clock, or when it was chosen that day
    begun_at: Mapped[datetime | None]  # since when nothing reminds them
    until: Mapped[date]
    until_at: Mapped[datetime]  # midnight after it, by the person's own clock
    created_at: Mapped[CreatedAt]
    ended_at: Mapped[datetime | None]  # resumed, or replaced by another
