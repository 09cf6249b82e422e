"""A commitment: one person alone with a course from anywhere, and somebody who holds them to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.courses.models import Course
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    ENDED = "ended"  # given up, with or without a reason


class Commitment(Model):
    """What somebody set out to finish, hours a week and by when. Days are of the person's own zone."""

    __table_args__ = (Index("ix_commitment_person_state", "person_id", "state"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(2000), default="")
    hours: Mapped[int]  # a week
    starts_on: Mapped[date]
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.OPEN)
    tells_partner: Mapped[bool] = mapped_column(default=True)  # of what is three days late; they agreed to it
    blocks: Mapped[list[Any]] = mapped_column(default=list)  # [weekday, "16:00", minutes] of learning
    paused_from: Mapped[date | None]  # the first day of rest
    paused_until: Mapped[date | None]  # the last
    nudged_on: Mapped[date | None]  # the Monday of the week whose check-in was asked for
    finished_on: Mapped[date | None]
    proof_url: Mapped[str] = mapped_column(String(2000), default="")
    proof: Mapped[str] = mapped_column(String(1000), default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
    changed_at: Mapped[CreatedAt]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=confirmed_by_id)
    course: Mapped[Course | None] = relationship()
    milestones: Mapped[list["Milestone"]] = relationship(
        order_by="Milestone.due_on, Milestone.is_finish, Milestone.id"
    )
    partners: Mapped[list["CommitmentPartner"]] = relationship(order_by="CommitmentPartner.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def finish(self) -> "Milestone":
        """The last one: the course itself."""
        return next(each for each in self.milestones if each.is_finish)

    @property
    def path(self) -> str:
        return f"/commitments/{self.key}"

    def is_paused(self, today: date) -> bool:
        return self.will_rest(today) and self.paused_from is not None and self.paused_from <= today

    def will_rest(self, today: date) -> bool:
        """Whether a pause stands, begun or to come."""
        return self.paused_until is not None and today <= self.paused_until


class Milestone(Model):
    """Something to have done by the end of a day; `on_time` is fixed at the act."""

    __table_args__ = (Index("ix_milestone_commitment_due", "commitment_id", "due_on"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    due_rev: Mapped[int] = mapped_column(default=1)
    slid: Mapped[int] = mapped_column(default=0)  # days by which the present pause, or the last, moved it
    told: Mapped[int] = mapped_column(default=0)  # the last stage of reminding that was reached
    is_finish: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]
    on_time: Mapped[bool | None]


class PartnerState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    LEFT = "left"


class CommitmentPartner(Model):
    """Somebody who was asked to hold another to it. Two of them and the learner are a pod."""

    __table_args__ = (UniqueConstraint("commitment_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[PartnerState] = mapped_column(default=PartnerState.ASKED)
    asked_at: Mapped[CreatedAt]
    rev: Mapped[int] = mapped_column(default=1)  # asked so often

    person: Mapped[Person] = relationship()


class WeekNote(Model):
    """The check-in of one week: done, next, hours, blocked. Three minutes."""

    __table_args__ = (UniqueConstraint("commitment_id", "week"), AUTOINCREMENT)

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    week: Mapped[date]  # its Monday
    done: Mapped[str] = mapped_column(String(1000), default="")
    next: Mapped[str] = mapped_column(String(1000), default="")
    hours: Mapped[str] = mapped_column(String(20), default="")  # a range of weekly_hours, or nothing
    blocked: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[CreatedAt]
