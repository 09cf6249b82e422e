"""A cohort: a program that runs one version of a course from a day on, with dates, and who did what."""

from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.cohorts.date_rules import Calendar, MeetingDay, Planned, Step
from learnhub.cohorts.deadlines import Mine, Rule, Strictness
from learnhub.core import dates
from learnhub.core.db import CreatedAt, Id, Key, Model, WallTime
from learnhub.courses.models import CourseVersion, OutlineItem
from learnhub.people.models import Person
from learnhub.programs.models import Moment, Program, ProgramState

AUTOINCREMENT = {"sqlite_autoincrement": True}
MAY_COME_LATE = timedelta(days=7)


class Place(Protocol):
    """What says where one meets: a cohort, or one of its sessions."""

    @property
    def place(self) -> str: ...
    @property
    def call_url(self) -> str: ...


def place_of(own: Place, cohort: Place) -> Place:
    """Return what says where a session is: itself with a room or a call of its own, else its cohort."""
    return own if own.place or own.call_url else cohort


def where(own: Place, cohort: "Cohort") -> str:
    """Say it: "Halle 3 and online"."""
    if place_of(own, cohort) is cohort:
        return cohort.where
    return " and ".join(part for part in (own.place, "online" if own.call_url else "") if part)


class Cohort(Program):
    """People who take a course together. `starts_on` is its first day; dates are rows of their own."""

    id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    outline_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), index=True)
    starts_on: Mapped[date]
    meetings: Mapped[list[Any]] = mapped_column(default=list)  # [weekday, "18:00"], none: the outline's own
    holidays: Mapped[list[str]] = mapped_column(default=list)
    blackouts: Mapped[list[str]] = mapped_column(default=list)  # a day of each week without anything
    lengths: Mapped[dict[str, Any]] = mapped_column(default=dict)  # week of the course → calendar weeks
    strictness: Mapped[Strictness] = mapped_column(default=Strictness.SOFT)
    grace_days: Mapped[int] = mapped_column(default=3)
    own_days: Mapped[int] = mapped_column(default=0)  # how far one moves a deadline oneself, once each
    completes_at: Mapped[int] = mapped_column(default=80)  # percent of what counts
    escalates: Mapped[bool] = mapped_column(default=False)  # as who joins is told: see `escalating`

    course_version: Mapped[CourseVersion] = relationship()
    meets = tuple[Moment, ...]()  # its sessions to come, where a list asked for them

    __mapper_args__ = {"polymorphic_identity": "cohort", "polymorphic_load": "inline"}

    @property
    def sign_up_closes_at(self) -> datetime:
        """One may join in the first week."""
        return min(self.starts_at + MAY_COME_LATE, self.ends_at)

    def is_before(self, now: datetime) -> bool:
        """Whether it has not begun: its first date may lie some days into its first week."""
        return now < self.starts_at and dates.local_date(now, self.tz) < self.starts_on

    def is_over(self, now: datetime) -> bool:
        """Whether it was held to its end."""
        return self.state is ProgramState.PUBLISHED and now >= self.ends_at

    @property
    def moments(self) -> list[Moment]:
        """Its start, and its sessions to come: the first of them may be the start."""
        return [Moment("", self.starts_at), *(each for each in self.meets if each.at != self.starts_at)]

    @property
    def calendar(self) -> Calendar:
        """Return what its outline is laid on."""
        return Calendar(
            starts=self.starts_on,
            zone=self.tz,
            meetings=tuple(MeetingDay(day, time.fromisoformat(at)) for day, at in self.meetings),
            holidays=frozenset(map(date.fromisoformat, self.holidays)),
            blackouts=frozenset(map(date.fromisoformat, self.blackouts)),
            lengths={int(week): int(number) for week, number in self.lengths.items()},
        )

    @property
    def rule(self) -> Rule:
        return Rule(self.strictness, timedelta(days=self.grace_days))


class CohortDate(Model):
    """A session or a deadline on its day; a session that is not held has none, and keeps its note."""

    __table_args__ = (
        UniqueConstraint("cohort_id", "item_id"),
        Index("ix_cohort_date_cohort_at", "cohort_id", "at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("outline_item.id"), index=True)
    step: Mapped[Step]
    wall: Mapped[datetime | None] = mapped_column(WallTime)
    ends_wall: Mapped[datetime | None] = mapped_column(WallTime)
    at: Mapped[datetime | None]  # derived from the wall time: the due, or when the session begins
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(200), default="")  # of this session alone, where it has one
    call_url: Mapped[str] = mapped_column(String(500), default="")
    due_rev: Mapped[int] = mapped_column(default=1)
    past: Mapped[list[Any]] = mapped_column(default=list)  # dues before this one: [until when, which] each

    item: Mapped[OutlineItem] = relationship()
    part = ""  # the title of its part, where it was asked for

    @property
    def planned(self) -> Planned:
        return Planned(
            self.item_id, self.step, self.wall, self.ends_wall, self.place or "", self.call_url or ""
        )

    @property
    def minutes(self) -> int:
        """How long a session takes."""
        held = self.ends_wall - self.wall if self.wall and self.ends_wall else timedelta(0)
        return int(held.total_seconds()) // 60

    def where(self, cohort: Cohort) -> str:
        """ "Halle 3 and online": its own place, else the cohort's."""
        return where(self, cohort)


class Progress(Model):
    """What one person did about one deadline. `due_at` and `on_time` are fixed at the act."""

    __table_args__ = (UniqueConstraint("date_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    date_id: Mapped[int] = mapped_column(ForeignKey("cohort_date.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime | None]
    on_time: Mapped[bool | None]
    extended_to: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    due_rev: Mapped[int] = mapped_column(default=0)  # of what is extended: each extension raises it
    past: Mapped[list[Any]] = mapped_column(default=list)  # as a date's: what `extended_to` was
    slid: Mapped[int] = mapped_column(default=0)  # days that one's last pause moved it
    by_oneself: Mapped[bool] = mapped_column(default=False)  # the one extension that is one's own
    # for each extension that stands what would be without it, as `due_history` keeps it: pauses move that too
    without: Mapped[list[Any]] = mapped_column(default=list)
    waived_at: Mapped[datetime | None]
    link: Mapped[str] = mapped_column(String(2000), default="")  # where the work can be seen

    @property
    def tick(self) -> dict[str, Any]:
        """What was fixed as it was done, for JSON."""
        done_at, due_at = (at.isoformat() if at else None for at in (self.done_at, self.due_at))
        return {"done_at": done_at, "due_at": due_at, "on_time": self.on_time, "done_by_id": self.done_by_id}

    @property
    def mine(self) -> Mine:
        return Mine(self.extended_to, self.waived_at is not None, self.done_at, self.on_time)


class CohortCompletion(Model):
    """One person completed one cohort by its rule. Its key is the code of the certificate."""

    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    done: Mapped[int]  # of what counts, by now: what is done after `at` too
    of: Mapped[int]
    outline: Mapped[int]  # the number of the version that asked for it
    course_completion_id: Mapped[int | None] = mapped_column(ForeignKey("course_completion.id"), index=True)

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship()


class Change(Model):
    """What was done to dates and deadlines, never edited. Without a person it concerns everyone.

    `moves` are those of a shift, so that it can be undone: [step, before, after], each wall times and the
    place of its own. With a date and `moves` it is a session that was changed. `was` is a tick that was taken
    back, with the completion that went with it.
    """

    __tablename__ = "cohort_change"
    __table_args__ = (Index("ix_cohort_change_cohort_at", "cohort_id", "at"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    date_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_date.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(120))  # "ticked off", "extended to …" in words
    reason: Mapped[str] = mapped_column(String(300), default="")
    moves: Mapped[list[Any]] = mapped_column(default=list)
    was: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]
    at: Mapped[CreatedAt]

    by: Mapped[Person] = relationship(foreign_keys=by_id)
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    date: Mapped[CohortDate | None] = relationship()
