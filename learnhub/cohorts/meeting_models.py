"""When a pod meets: times that one of it suggests, whom they fit, and the one that was fixed."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.cohorts.models import AUTOINCREMENT, Cohort
from learnhub.core.db import Id, Key, Model
from learnhub.people.models import Person


class MeetingState(StrEnum):
    ASKED = "asked"
    FIXED = "fixed"
    CANCELLED = "cancelled"


class PodMeeting(Model):
    """Up to three times that one suggested to their pod of then; `starts_at` is the fixed one."""

    __table_args__ = (Index("ix_pod_meeting_cohort_state", "cohort_id", "state"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    times: Mapped[list[Any]]  # moments, in ISO
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    call_url: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.ASKED)
    starts_at: Mapped[datetime | None]
    # who fixed, moved or cancelled it last
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    rev: Mapped[int] = mapped_column(default=1)  # it rises with each change: calendars and messages follow
    at: Mapped[datetime]
    changed_at: Mapped[datetime]

    cohort: Mapped[Cohort] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=by_id)
    changed_by: Mapped[Person | None] = relationship(foreign_keys=changed_by_id)
    people: Mapped[list["PodMeetingPerson"]] = relationship(order_by="PodMeetingPerson.person_id")

    @property
    def moments(self) -> list[datetime]:
        return [datetime.fromisoformat(each) for each in self.times]

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def last(self) -> datetime:
        """When the last of what it may be begins."""
        return self.starts_at or max(self.moments)

    def is_for(self, person_id: int) -> bool:
        """Whether that person fixes it: who suggested it, or anybody once they are of the pod no more."""
        return self.by_id == person_id or all(each.person_id != self.by_id for each in self.people)


class PodMeetingPerson(Model):
    """Who was asked, who asked among them; `fits` are the places of the times that fit, none: not said.

    `is_asked`: they have still to say so of some of the times; what they said of the others stands.
    """

    meeting_id: Mapped[int] = mapped_column(ForeignKey("pod_meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    fits: Mapped[list[Any] | None]
    is_asked: Mapped[bool] = mapped_column(default=True)

    person: Mapped[Person] = relationship()
