"""A series: programs that repeat by a rule, each of them a program like any other."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model, WallTime
from learnhub.people.models import Person

AUTOINCREMENT = {"sqlite_autoincrement": True}
TEXT = ("title", "summary", "story", "place", "call_url")
LIMITS = ("capacity", "online_capacity")


class Series(Model):
    """What each of its dates begins with, and the rule (RFC 5545) in local time by which they come.

    Dates are laid out as programs eight weeks ahead. Each keeps what it has: an edit reaches it by name.
    """

    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Id]
    key: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(20))  # of its programs
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    story: Mapped[str] = mapped_column(default="")  # Markdown
    place: Mapped[str] = mapped_column(String(200), default="")
    call_url: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]
    online_capacity: Mapped[int | None]
    own: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what its kind adds, by column
    asked: Mapped[list[Any]] = mapped_column(default=list)  # at sign-up: see programs.series_questions
    parts: Mapped[list[Any]] = mapped_column(default=list)  # to take: see programs.series_parts
    admission: Mapped[dict[str, Any]] = mapped_column(default=dict)  # see programs.series_admission
    is_limited: Mapped[bool] = mapped_column(default=False)  # to chosen people: see programs.series_openness
    zone: Mapped[str] = mapped_column(String(64))
    starts_wall: Mapped[datetime] = mapped_column(WallTime)  # DTSTART, by a clock in its zone
    minutes: Mapped[int]
    rule: Mapped[str] = mapped_column(String(200))  # RRULE; UNTIL is a wall time as well
    laid_until: Mapped[datetime | None] = mapped_column(WallTime)  # the cursor: up to here there are programs
    rev: Mapped[int] = mapped_column(default=1)  # rises with each change of many dates
    after_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)  # which it carries on
    published_at: Mapped[datetime | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[CreatedAt]

    created_by: Mapped[Person] = relationship()

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def url(self) -> str:
        return f"/series/{self.key}"

    @property
    def is_online(self) -> bool:
        """Whether its dates offer places online; the call link may come later."""
        return bool(self.call_url) or self.online_capacity is not None

    @property
    def said(self) -> dict[str, Any]:
        """What each of its dates begins with, by column."""
        return {name: getattr(self, name) for name in (*TEXT, *LIMITS)} | self.own

    def say(self, changes: dict[str, Any]) -> None:
        """Take over what is written, by column."""
        for name in (*TEXT, *LIMITS):
            setattr(self, name, changes.get(name, getattr(self, name)))
        self.own = {name: changes.get(name, value) for name, value in self.own.items()}


class SeriesHost(Model):
    """Who runs each of its dates; with `speaks` they give each as well."""

    __table_args__ = (UniqueConstraint("series_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    speaks: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]

    person: Mapped[Person] = relationship()


class SeriesException(Model):
    """A moment of the rule at which there is nothing: called off before or after it was laid out."""

    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    at: Mapped[datetime]
    created_at: Mapped[CreatedAt]


class SeriesFollower(Model):
    """Who is signed up for each date as it appears, as far as there are places."""

    __table_args__ = (UniqueConstraint("series_id", "person_id"), AUTOINCREMENT)

    id: Mapped[Id]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    online: Mapped[bool] = mapped_column(default=False)  # where there are both kinds of place
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # to what is asked, by the question's key
    created_at: Mapped[CreatedAt]

    person: Mapped[Person] = relationship()
