"""What calendars outside were told: the revision of each program."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import Model


class CalendarRevision(Model):
    """How often a published program changed in a way that calendars must follow.

    `sequence` is iCalendar's: it rises with time, place and cancellation, not with a new title. A program
    without a row has not changed since it was published.
    """

    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    material: Mapped[str] = mapped_column(String(64))  # a digest of time, place and state, as last seen
    shown: Mapped[str] = mapped_column(String(64))  # a digest of what else stands in a calendar
