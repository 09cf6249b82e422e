"""The catalogue of courses, their outlines in versions, and who here completed them."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model, new_key
from learnhub.library.models import Level
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}


class Course(Model):
    """A course that can be taken, given by somebody here or elsewhere. `current` numbers its version."""

    __table_args__ = (Index("ix_course_binned_at_title", "binned_at", "title"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    title: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(120), default="", index=True)
    url: Mapped[str | None] = mapped_column(String(2000))
    url_key: Mapped[str | None] = mapped_column(String(1100), unique=True)  # as the library has it
    level: Mapped[Level | None]
    hours: Mapped[int | None]  # in all, as its provider says; the outline may know better
    cost: Mapped[str] = mapped_column(String(120), default="")  # in words
    certificate: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str] = mapped_column(String(2000), default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[CreatedAt]
    changed_at: Mapped[CreatedAt]  # this, or its outline
    binned_at: Mapped[datetime | None]
    current: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)  # of this row, for whoever edits it

    owner: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CourseVersion(Model):
    """The outline at one time. Once `fixed_at` is set a cohort runs it, and a change makes the next one."""

    __table_args__ = (UniqueConstraint("course_id", "number"), AUTOINCREMENT)

    id: Mapped[Id]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[CreatedAt]
    changed: Mapped[str] = mapped_column(String(500), default="")  # since the one before, in words
    fixed_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64), index=True)  # of the file that it came from

    course: Mapped[Course] = relationship()
    by: Mapped[Person] = relationship()


class ItemKind(StrEnum):
    PART = "part"
    SESSION = "session"
    DELIVERABLE = "deliverable"


class OutlineItem(Model):
    """One line of an outline: a part, a session or a deliverable, as offsets from the first day.

    `position` orders them all; a part holds what follows it up to the next part. The `key` of a line stays
    the same from version to version.
    """

    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        Index("ix_outline_item_version_position", "version_id", "position"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(10), default=new_key)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[ItemKind]
    part_id: Mapped[int | None] = mapped_column(ForeignKey("outline_item.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(8000), default="")  # Markdown
    week: Mapped[int | None]  # the first is 1; a part may have none
    weekday: Mapped[int | None]  # 0 is Monday; None: any time in its week
    at: Mapped[time | None]  # on a clock of the cohort's zone
    minutes: Mapped[int | None]  # of a session
    hours: Mapped[float | None]  # of work
    url: Mapped[str | None] = mapped_column(String(2000))
    note: Mapped[str] = mapped_column(String(300), default="")  # such as why there is no class
    counts: Mapped[bool] = mapped_column(default=True)  # towards completion


class Completion(Model):
    """One person completed one course. Its review is for everybody; the rest is that person's own."""

    __tablename__ = "course_completion"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id"),
        Index("ix_course_completion_course_at", "course_id", "at"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    finished_on: Mapped[date]
    proof_url: Mapped[str | None] = mapped_column(String(2000))
    proof: Mapped[str] = mapped_column(String(1000), default="")
    hours: Mapped[int | None]
    worth: Mapped[str] = mapped_column(String(1000), default="")  # for whom it is worth it
    skip: Mapped[str] = mapped_column(String(1000), default="")  # what one can skip
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    course: Mapped[Course] = relationship()
