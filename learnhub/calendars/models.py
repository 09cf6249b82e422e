"""What calendars outside were told: the revision of each program, and of what a person does in it."""

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


class CalendarRole(Model):
    """How often a person became, or ceased to be, a host, a speaker or who does a part of a program.

    It counts apart from their sign-up, so that neither takes back what the other says. Without a row they are
    what they were when it was published.
    """

    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    rev: Mapped[int]
    changed_at: Mapped[datetime]
