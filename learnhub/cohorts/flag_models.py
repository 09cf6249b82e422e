"""Flags that were raised, and what came after: so that it is known how often each rule is right."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import AUTOINCREMENT
from learnhub.core.db import Id, Key, Model

OPEN = "ended_at IS NULL"


class Truth(StrEnum):
    """What came after a flag. It was right where somebody dropped out, or was helped."""

    FINISHED = "finished"  # they completed it all the same
    DROPPED = "dropped"  # they left, or it was over before they completed it
    HELPED = "helped"
    WRONG = "wrong"


RIGHT = (Truth.DROPPED, Truth.HELPED)
SAID = (Truth.HELPED, Truth.WRONG)  # by somebody; the others are known by themselves


class RaisedFlag(Model):
    """One time that a rule held for somebody; `ended_at` once it no longer did. One is open at a time."""

    __table_args__ = (
        Index(
            "uq_raised_flag_open",
            "cohort_id",
            "person_id",
            "rule",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_raised_flag_rule_truth", "rule", "truth"),
        AUTOINCREMENT,
    )

    id: Mapped[Id]
    key: Mapped[Key]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rule: Mapped[Flag]
    raised_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    truth: Mapped[Truth | None]
    truth_at: Mapped[datetime | None]
    said_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # where somebody said it
