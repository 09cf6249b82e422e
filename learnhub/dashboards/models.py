"""What numbers are made of: facts for each person and week, and the figures that may be said of units."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import CreatedAt, Id, Key, Model

AUTOINCREMENT = {"sqlite_autoincrement": True}


class PersonWeek(Model):
    """What one person did in one ISO week of the organisation's zone. Without an act there is no row."""

    __table_args__ = (Index("ix_person_week_week", "week"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)  # its Monday
    acts: Mapped[int]
    active: Mapped[int]  # of them: more than having come and listened
    first_kind: Mapped[str] = mapped_column(String(30))  # what the first act of the week was part of
    first_id: Mapped[int]


class AwayWeek(Model):
    """Someone was away when that week ended. Noted once, so that a later absence changes no past number."""

    __table_args__ = (Index("ix_away_week_week", "week"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)


class DirtyAct(Model):
    """Something of this person at that moment is to be counted anew."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class Figure(Model):
    """What may be said of one unit and those below it, over whole weeks. `numbers` is null where nothing may.

    Privacy is decided when a figure is written: what must not be said is not in this table.
    """

    __table_args__ = (Index("ix_figure_unit_metric_starts", "unit_id", "metric", "starts"),)

    metric: Mapped[str] = mapped_column(String(30), primary_key=True)
    starts: Mapped[date] = mapped_column(primary_key=True)
    ends: Mapped[date] = mapped_column(primary_key=True)  # the Monday after
    as_is: Mapped[bool] = mapped_column(primary_key=True)  # by today's units, not those of then
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    own: Mapped[bool] = mapped_column(primary_key=True)  # of those directly in the unit alone
    numbers: Mapped[list[Any] | None]


class FigurePart(Model):
    """One row of what a figure is made of. Without a kind: all the others together."""

    __table_args__ = (Index("ix_figure_part_figure", "unit_id", "metric", "starts", "ends"), AUTOINCREMENT)

    id: Mapped[Id]
    metric: Mapped[str] = mapped_column(String(30))
    starts: Mapped[date]
    ends: Mapped[date]
    as_is: Mapped[bool]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    ref_kind: Mapped[str | None] = mapped_column(String(30))
    ref_id: Mapped[int | None]
    numbers: Mapped[list[Any]]


class Upkeep(Model):
    """How the figures are kept; its row has id 1."""

    __table_args__ = AUTOINCREMENT

    id: Mapped[Id]
    refreshed_at: Mapped[datetime | None]
    took: Mapped[int] = mapped_column(default=0)  # seconds, the last refresh
    least: Mapped[int] = mapped_column(default=0)  # the smallest group that the figures were written for
    refreshing_at: Mapped[datetime | None]  # when the refresh that is under way was heard of last
    first_week: Mapped[date | None]  # with anything in it; before, there is nothing to compare with
    held_at: Mapped[datetime | None]  # when the figures were counted that stand for a week
    zone: Mapped[str | None] = mapped_column(String(64))  # in which its weeks begin
    away_closed: Mapped[date | None]  # who was away is noted for the weeks before this Monday
    asked_at: Mapped[datetime | None]  # for everything anew; while that is done, when it was heard of last
    steps: Mapped[int] = mapped_column(default=0)  # of that
    done: Mapped[int] = mapped_column(default=0)
    rebuilt_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]  # with the acts themselves
    differing: Mapped[int] = mapped_column(default=0)


class Every(StrEnum):
    WEEK = "week"  # on Mondays
    MONTH = "month"  # on the first Monday


class DashboardMail(Model):
    """Who wants which dashboard by mail. What it says, and whether they may see it, is read when it goes."""

    __table_args__ = (UniqueConstraint("person_id", "unit_id", "period", "as_is"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    period: Mapped[str] = mapped_column(String(20))  # its key
    as_is: Mapped[bool]
    every: Mapped[Every]
    last_on: Mapped[date]  # the Monday of the last one; none before it is sent
    created_at: Mapped[CreatedAt]
