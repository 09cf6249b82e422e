"""Focus blocks that stand in somebody's calendar: where it is read, and when they are."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.hours import Block
from learnhub.people.models import AUTOINCREMENT, Person


class FocusState(StrEnum):
    """What came of the last look at a calendar."""

    WAITING = "waiting"  # nobody looked yet
    READ = "read"
    FULL = "full"  # read, but it would leave no hour of work in which mail may come
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # its server says no
    TOO_LARGE = "too_large"
    NO_CALENDAR = "no_calendar"

    @property
    def is_read(self) -> bool:
        return self in {FocusState.READ, FocusState.FULL}


class FocusFeed(Model):
    """Where one person's focus blocks come from. Who knows its address reads the calendar: never shown."""

    __table_args__ = (Index("ix_focus_feed_next_ask_at", "next_ask_at"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]  # another each time one is given: what forms were opened with
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(2000))  # the address
    host: Mapped[str] = mapped_column(String(255))  # what of it may be shown
    word: Mapped[str] = mapped_column(String(40), default="")  # in the title; "": whatever shows one as busy
    confirmed_at: Mapped[datetime | None]  # nothing holds before the person said yes to it
    state: Mapped[FocusState] = mapped_column(default=FocusState.WAITING)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    failing_since: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # that it fails, or takes all hours in which mail may come
    etag: Mapped[str] = mapped_column(String(200), default="")
    modified: Mapped[str] = mapped_column(String(60), default="")
    asked_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    known_until: Mapped[datetime | None]  # how far ahead its blocks were worked out
    next_ask_at: Mapped[datetime]
    created_at: Mapped[CreatedAt]

    person: Mapped[Person] = relationship()


class FocusBlock(Model):
    """From when to when somebody is left in peace: all that is kept of what stands in their calendar."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    feed_id: Mapped[int] = mapped_column(ForeignKey("focus_feed.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    @property
    def block(self) -> Block:
        return Block(self.starts_at, self.ends_at)
