"""When messages go: offsets before a due, and working hours. Pure arithmetic, no clock and no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from learnhub.core.walltime import instant
from learnhub.core.words import count
from learnhub.people.hours import Block, Quiet, Span, Window, leave_open, without, work

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
    """When mail may come to a person: in their zone, on the weekdays of `days` ("01234" is Monday to Friday),
    and in none of their `quiet` hours.

    Hours that end before they begin run past midnight. Without any day, all but the quiet ones will do.
    Weekly quiet hours that leave none of a week do not hold: what waited for their end would wait for ever.
    """

    zone: str
    starts: time
    ends: time
    days: str
    quiet: tuple[Quiet, ...] = ()

    def __post_init__(self) -> None:
        weekly = tuple(each for each in self.quiet if isinstance(each, Window))
        if weekly and not leave_open(self._work, weekly):
            rest = tuple(each for each in self.quiet if isinstance(each, Block))
            object.__setattr__(self, "quiet", rest)

    @property
    def _work(self) -> Window:
        return work(self.days, self.starts, self.ends)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _open(self, moment: datetime, step: int) -> Iterator[list[Span]]:
        """Yield what is open of one day after the other, from about the moment on, or (step -1) backwards."""
        first = moment.astimezone(self.tz).date() - step * DAY
        for number in range(REACH + 2):
            if span := self._work.span(first + step * number * DAY, self.tz):
                yield without(span, self.quiet, self.tz)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether the person is left in peace then, though they may be working."""
        return any(each.contains(moment, self.tz) for each in self.quiet)

    def contain(self, moment: datetime) -> bool:
        """Whether the person works then, and is not left in peace."""
        if self.is_quiet(moment):
            return False
        return self._work.contains(moment, self.tz)

    @property
    def full_hours(self) -> list[time]:
        """The full hours of a working day after it has begun."""
        first, last = (60 * at.hour + at.minute for at in (self._work.starts, self._work.ends))
        end = last if last > first else last + 24 * 60
        return [time(hour % 24) for hour in range(first // 60 + 1, (end - 1) // 60 + 1)]

    def next_start(self, moment: datetime, wall: time | None = None) -> datetime:
        """Return when mail may first come on some working day, from `wall` on, at or after the moment."""
        if not self.days and wall is None:
            return self.next_open(moment)
        firsts = (self._from(wall, parts) for parts in self._open(moment, 1) if parts)
        return next((start for start in firsts if start >= moment), moment)

    def _from(self, wall: time | None, parts: Sequence[Span]) -> datetime:
        """Return when mail may first come in what is open of a day: as it begins, if not at `wall`."""
        begins, ends = parts[0][0], parts[-1][1]
        days = (moment.astimezone(self.tz).date() for moment in (begins, ends))
        found = (instant(datetime.combine(day, wall), self.tz) for day in days) if wall else ()
        at = next((at for at in found if begins <= at < ends), begins)
        return next(max(start, at) for start, end in parts if at < end)

    def next_week(self, moment: datetime, wall: time | None = None) -> datetime:
        """Return when mail may first come in the week after that of the moment, from `wall` on."""
        today = moment.astimezone(self.tz).date()
        monday = today + (7 - today.weekday()) * DAY
        return self.next_start(instant(datetime.combine(monday, time()), self.tz), wall)

    def next_open(self, moment: datetime) -> datetime:
        """Return the first moment at or after this one at which mail may come."""
        if self.contain(moment):
            return moment
        starts = (start for parts in self._open(moment, 1) for start, _ in parts)
        return next((start for start in starts if start >= moment), moment)

    def last_end(self, moment: datetime) -> datetime:
        """Return the last moment at or before this one until which mail could come."""
        ends = (end for parts in self._open(moment, -1) for _, end in reversed(parts))
        return next((end for end in ends if end <= moment), moment)


def brought_forward(fire_at: datetime, due_at: datetime, hours: Hours) -> datetime:
    """Return when to look at it: earlier where waiting for hours in which mail may come would be too late."""
    if hours.contain(fire_at) or hours.next_open(fire_at) <= due_at - MARGIN:
        return fire_at
    return hours.last_end(fire_at) - MARGIN


def jitter(person_id: int) -> timedelta:
    """Return a few minutes, the same for the same person: not everybody's mail leaves in one second."""
    return timedelta(seconds=person_id * 37 % 300)
