"""When messages go: offsets before a due, and working hours. Pure arithmetic, no clock and no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from learnhub.core.walltime import instant
from learnhub.core.words import count

DAY = timedelta(days=1)
NEAR = timedelta(days=1)  # a due as near as this may have a mail of its own
MARGIN = timedelta(minutes=30)  # a mail nearer to its due helps nobody
UNITS = {"d": ("day", 86400), "h": ("hour", 3600), "s": ("second", 1)}
REACH = 14  # days in which the next working hours are looked for


@dataclass(frozen=True, slots=True, order=True)
class Offset:
    """How long before: `days` on the wall (at `wall`, else at the due's own time), or `seconds` exactly."""

    days: int | None = None
    wall: time | None = None
    seconds: int | None = None

    def __str__(self) -> str:
        if self.seconds is not None:
            return f"{self.seconds // 3600}h" if self.seconds % 3600 == 0 else f"{self.seconds}s"
        return f"{self.days}d" + (f"@{self.wall:%H:%M}" if self.wall else "")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` writes."""
        length, _, wall = text.partition("@")
        number = int(length[:-1])
        if length[-1] == "d":
            return cls(days=number, wall=time.fromisoformat(wall) if wall else None)
        return cls(seconds=number * UNITS[length[-1]][1])

    @property
    def length(self) -> timedelta:
        """About how long before: what an order needs."""
        if self.seconds is not None:
            return timedelta(seconds=self.seconds)
        return timedelta(days=self.days) if self.days else timedelta(hours=12 if self.wall else 0)

    @property
    def words(self) -> str:
        """ "2 days", "24 hours", "7 days at 09:00": how long before; "on the day at 09:00"."""
        text = str(self)
        length, _, wall = text.partition("@")
        said = "on the day" if self.days == 0 else count(int(length[:-1]), UNITS[length[-1]][0])
        return f"{said} at {wall}" if wall else said

    def before(self, due_wall: datetime, zone: ZoneInfo, due_at: datetime) -> datetime:
        """Return the moment. `due_wall` is naive, in `zone`, and shows `due_at`."""
        if self.seconds is not None:
            return due_at - timedelta(seconds=self.seconds)
        wall = due_wall - timedelta(days=self.days or 0)
        if self.wall is not None:
            wall = datetime.combine(wall.date(), self.wall)
        return instant(wall, zone)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a person works: in their zone, on the weekdays of `days` ("01234" is Monday to Friday).

    Hours that end before they begin run past midnight. Without any day, every moment will do.
    """

    zone: str
    starts: time
    ends: time
    days: str

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _spans(self, first: date, step: int) -> Iterator[tuple[datetime, datetime]]:
        for number in range(REACH + 2):
            day = first + step * number * DAY
            if str(day.weekday()) in self.days:
                last = day if self.ends > self.starts else day + DAY
                start = instant(datetime.combine(day, self.starts), self.tz)
                yield start, instant(datetime.combine(last, self.ends), self.tz)

    def contain(self, moment: datetime) -> bool:
        """Whether the person works then."""
        if not self.days:
            return True
        yesterday = moment.astimezone(self.tz).date() - DAY
        return any(start <= moment < end for start, end in self._spans(yesterday, 1) if start <= moment)

    def next_start(self, moment: datetime) -> datetime:
        """Return the first start of working hours at or after the moment."""
        today = moment.astimezone(self.tz).date()
        return next((start for start, _ in self._spans(today, 1) if start >= moment), moment)

    def last_end(self, moment: datetime) -> datetime:
        """Return the last end of working hours at or before the moment."""
        today = moment.astimezone(self.tz).date()
        return next((end for _, end in self._spans(today, -1) if end <= moment), moment)


def brought_forward(fire_at: datetime, due_at: datetime, hours: Hours) -> datetime:
    """Return when to look at it: earlier where waiting for working hours would be too late for the due."""
    if hours.contain(fire_at) or hours.next_start(fire_at) <= due_at - MARGIN:
        return fire_at
    return hours.last_end(fire_at) - MARGIN


def jitter(person_id: int) -> timedelta:
    """Return a few minutes, the same for the same person: not everybody's mail leaves in one second."""
    return timedelta(seconds=person_id * 37 % 300)
