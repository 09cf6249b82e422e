"""The quarters that a goal can be for, and when its next update is due."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from learnhub.core import dates
from learnhub.core.walltime import instant

RHYTHM = timedelta(days=30)
SHORT = timedelta(days=30)  # a quarter that ends sooner is not the one that a new goal is for


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """ "2026-4": what stands in a form and an address."""
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next().first - timedelta(days=1)

    @property
    def label(self) -> str:
        """ "October to December 2026"."""
        return f"{dates.month(self.first)} to {dates.month(self.last)} {self.year}"

    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter that the day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def coming(today: date, count: int = 5) -> list[Quarter]:
    """Return this quarter and those after it."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(found[-1].next())
    return found


def usual(today: date) -> Quarter:
    """Return the quarter that a new goal is likely for: this one, or the next where this is nearly over."""
    this = quarter_of(today)
    return this.next() if this.last - today < SHORT else this


def read(key: str) -> Quarter | None:
    """Return the quarter of that key; None for what is none."""
    year, _, number = key.partition("-")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}):
        return None
    found = Quarter(int(year), int(number))
    return found if dates.is_near(found.first) else None


def update_due(last: date, ends_on: date) -> date:
    """Return when the next update is due: thirty days after the last, on a working day, in the period."""
    due = last + RHYTHM
    due += timedelta(days=(7 - due.weekday()) if due.weekday() > 4 else 0)
    return min(due, ends_on)


def due_after(
    told_at: datetime | None, *, starts_on: date, created_at: datetime, ends_on: date, zone: ZoneInfo
) -> date:
    """Return when an update is due after the last, or after the goal began, in the organisation's zone:
    it is late on the same day for whoever looks.
    """
    if told_at is not None:
        return update_due(dates.local_date(told_at, zone), ends_on)
    return update_due(max(starts_on, dates.local_date(created_at, zone)), ends_on)


class Late(NamedTuple):
    """What `due_after` asks of many goals at once: `day` is the last after which an update is late by
    `today`, and `moment` its end.
    """

    today: date
    day: date
    moment: datetime


def late(today: date, zone: ZoneInfo) -> Late:
    """Return where updates begin to be late."""
    day = today - RHYTHM - timedelta(days=1)
    while update_due(day, today) >= today:
        day -= timedelta(days=1)
    return Late(today, day, instant(datetime.combine(day + timedelta(days=1), time()), zone))
