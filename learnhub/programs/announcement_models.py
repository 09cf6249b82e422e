"""What hosts tell a chosen part of those on their list."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learnhub.core.db import CreatedAt, Id, Key, Model
from learnhub.people.models import Person
from learnhub.programs.models import AUTOINCREMENT, Program

TITLE, TEXT = 120, 1500
WAITS = "gone_at IS NULL AND cancelled_at IS NULL"


class Announcement(Model):
    """It goes once, at its moment, to whom `whom` means then; `label` says that in words."""

    __table_args__ = (
        Index("ix_announcement_waits", "goes_at", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    whom: Mapped[str] = mapped_column(String(60))  # the name of a group; see `groups`
    label: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(TITLE))
    text: Mapped[str] = mapped_column(String(TEXT))
    goes_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    stopped_because: Mapped[str] = mapped_column(String(80), default="")  # why it did not go at its moment
    reached: Mapped[int] = mapped_column(default=0)  # once it is gone
    created_at: Mapped[CreatedAt]

    by: Mapped[Person] = relationship()
    program: Mapped[Program] = relationship()

    @property
    def waits(self) -> bool:
        return self.gone_at is None and self.cancelled_at is None

    names = ""  # whom it reached, where it was asked for


class AnnouncedTo(Model):
    """Whom it reached, each once; before it goes, those whom its author chose by hand."""

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
