"""Pods of two or three who study together, and the few words that they write to one another."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.cohorts.check_in_models import TEXT
from learnhub.cohorts.models import AUTOINCREMENT
from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person


class Pod(Model):
    """Two or three of a cohort."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]

    members: Mapped[list["PodMember"]] = relationship(order_by="PodMember.id", cascade="all, delete-orphan")


class PodMember(Model):
    """Who is in it: of one cohort in one pod."""

    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    pod_id: Mapped[int] = mapped_column(ForeignKey("pod.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship()


class PodNote(Model):
    """A few words of one to another of the same pod; to each one a day, by the day of who writes."""

    __table_args__ = (UniqueConstraint("cohort_id", "by_id", "to_id", "day"), AUTOINCREMENT)

    id: Mapped[Id]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(TEXT))
    at: Mapped[datetime]
