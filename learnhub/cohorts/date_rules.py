"""When everything in a cohort is: its outline on a calendar, shifts and their undo. Pure.

Every date is a wall time in the cohort's zone, so that 18:00 stays 18:00 when clocks change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from learnhub.core.walltime import instant

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WORKING = frozenset(range(5))  # Monday to Friday
DUE_ON, DUE_AT = 4, time(18)  # where the outline says nothing: Friday, 18:00
MEETS_AT, MINUTES = time(16), 60
FURTHEST = 366  # days that a date can be pushed ahead of what is closed


class Step(StrEnum):
    """A step of the outline that has a date. A part has one where nothing is handed in for it."""

    SESSION = "session"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Offset:
    """A step as the outline has it: week 1 is the first; `weekday` 0 is Monday.

    Without `held` it is named and has no date: "Class cancelled for MLK Day".
    """

    id: int
    step: Step
    week: int
    weekday: int | None = None
    at: time | None = None
    minutes: int = MINUTES
    held: bool = True


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A weekday on which the cohort meets, and the wall time."""

    weekday: int
    at: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the cohort adds to the outline. `lengths`: for weeks of the course that take several of the
    calendar, how many; `blackouts`: any day of each week in which nothing takes place.
    """

    starts: date
    zone: ZoneInfo
    meetings: tuple[MeetingDay, ...] = ()
    holidays: frozenset[date] = frozenset()
    blackouts: frozenset[date] = frozenset()
    lengths: Mapping[int, int] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Whether anything may be on that day: not before the start, no holiday, no blackout week."""
        closed = {monday(each) for each in self.blackouts}
        return day >= self.starts and day not in self.holidays and monday(day) not in closed

    def allows(self, day: date, wished: int | None = None) -> bool:
        """Whether a date may be on that day: an open one, from Monday to Friday or on its own weekday."""
        return self.is_open(day) and (day.weekday() in WORKING or day.weekday() == wished)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with its wall times; for a deadline both are the same, without `held` there are none.

    `place` and `call_url` are of this session alone: most have none.
    """

    id: int
    step: Step
    wall: datetime | None
    ends_wall: datetime | None
    place: str = ""
    call_url: str = ""

    def at(self, zone: ZoneInfo) -> datetime | None:
        """Return the moment: for a deadline the later of two, where the clock shows a time twice."""
        return instant(self.wall, zone, deadline=self.step is Step.DEADLINE) if self.wall else None

    def on(self, day: date) -> "Planned":
        """Return it on another day, at the same times."""
        if self.wall is None or self.ends_wall is None:
            return self
        wall = datetime.combine(day, self.wall.time())
        return replace(self, wall=wall, ends_wall=wall + (self.ends_wall - self.wall))


Plan = Mapping[int, Planned]  # by the id of the step


def plan(outline: Sequence[Offset], calendar: Calendar) -> dict[int, Planned]:
    """Return every step with its date, in the order of the outline.

    Sessions of a week fall on the days on which the cohort meets: on the outline's own weekday where that is
    one of them, else in order. What falls on a closed day goes to the next working day that is free.
    """
    weeks = _weeks(max((each.week for each in outline), default=0), calendar)
    days = _meeting_days(outline, calendar)
    taken: set[date] = set()
    found: dict[int, Planned] = {}
    for each in outline:
        first, last = weeks[each.week]
        if not each.held:
            found[each.id] = Planned(each.id, each.step, None, None)
        elif each.step is Step.DEADLINE:
            found[each.id] = _due(each, last, calendar)
        else:
            meeting = days[each.id]
            day = _next_open(first + DAY * meeting.weekday, calendar, meeting.weekday, taken)
            taken.add(day)
            starts = datetime.combine(day, meeting.at)
            found[each.id] = Planned(each.id, each.step, starts, starts + timedelta(minutes=each.minutes))
    return found


def monday(day: date) -> date:
    """Return the Monday of its week."""
    return day - DAY * day.weekday()


def weeks_between(first: date, last: date, blackouts: Iterable[str] = ()) -> int:
    """Return how many calendar weeks these days span, one at least, without those in which nothing is."""
    mondays = {monday(first) + WEEK * number for number in range((monday(last) - monday(first)) // WEEK + 1)}
    return len(mondays - {monday(date.fromisoformat(each)) for each in blackouts}) or 1


def meetings_of(outline: Iterable[Offset]) -> tuple[MeetingDay, ...]:
    """Return the days on which the outline itself has sessions: the default for a cohort."""
    found = {
        each.weekday: each.at or MEETS_AT
        for each in outline
        if each.step is Step.SESSION and each.weekday is not None
    }
    return tuple(MeetingDay(day, found[day]) for day in sorted(found))


def _weeks(last: int, calendar: Calendar) -> dict[int, tuple[date, date]]:
    """The Mondays of the first and the last calendar week that each week of the course takes."""
    closed = {monday(each) for each in calendar.blackouts}
    at, found = monday(calendar.starts), {}
    for week in range(1, last + 1):
        mondays: list[date] = []
        while len(mondays) < max(calendar.lengths.get(week, 1), 1):
            if at not in closed:
                mondays.append(at)
            at += WEEK
        found[week] = mondays[0], mondays[-1]
    return found


def _meeting_days(outline: Sequence[Offset], calendar: Calendar) -> dict[int, MeetingDay]:
    """The day of the week for each session; more than there are days begin again with the first."""
    meetings = calendar.meetings or meetings_of(outline) or (MeetingDay(1, MEETS_AT),)
    by_day = {each.weekday: each for each in meetings}
    found: dict[int, MeetingDay] = {}
    used: dict[int, set[int]] = {}
    for each in outline:
        if each.step is not Step.SESSION:
            continue
        mine = used.setdefault(each.week, set())
        free = [day for day in by_day if day not in mine] or list(by_day)
        day = each.weekday if each.weekday in by_day and each.weekday not in mine else free[0]
        mine.add(day)
        own = each.at if not calendar.meetings and each.weekday == day else None
        found[each.id] = MeetingDay(day, own or by_day[day].at)
    return found


def _due(each: Offset, week: date, calendar: Calendar) -> Planned:
    weekday = DUE_ON if each.weekday is None else each.weekday
    day = _next_open(week + DAY * weekday, calendar, weekday)
    wall = datetime.combine(day, each.at or DUE_AT)
    return Planned(each.id, each.step, wall, wall)


def _next_open(
    day: date, calendar: Calendar, wished: int | None, taken: Iterable[date] = frozenset()
) -> date:
    """Return the day, or the next that is allowed and not taken. Raises ValueError within no year."""
    day = max(day, calendar.starts)
    for _ in range(FURTHEST):
        if calendar.allows(day, wished) and day not in taken:
            return day
        day += DAY
    raise ValueError("everything is closed for a year")


@dataclass(frozen=True, slots=True)
class Move:
    """What happened to one step; undoing it is `before`, whatever the calendar says by then."""

    id: int
    before: Planned
    after: Planned


def shift(dates: Plan, calendar: Calendar, *, days: int, since: date | None = None) -> list[Move]:
    """Return what moves by `days`: all, or what is on `since` and later. Closed days are passed over."""
    moves = []
    for each in dates.values():
        if each.wall is None or (since is not None and each.wall.date() < since):
            continue
        moves.append(_moved(each, each.wall.date() + DAY * days, calendar))
    return [move for move in moves if move.before != move.after]


def days_to(dates: Plan, wanted: date, *, since: date | None = None) -> int:
    """Return by how many days to shift so that the first of what moves comes to be on `wanted`."""
    days = [each.wall.date() for each in dates.values() if each.wall]
    first = min((day for day in days if since is None or day >= since), default=wanted)
    return (wanted - first).days


def swap(dates: Plan, calendar: Calendar, one: date, other: date) -> list[Move]:
    """Return what moves if two calendar weeks change places, each given by any of its days."""
    apart = monday(other) - monday(one)
    ways = {monday(one): apart, monday(other): -apart}
    moves = [
        _moved(each, each.wall.date() + ways[monday(each.wall.date())], calendar)
        for each in dates.values()
        if each.wall and monday(each.wall.date()) in ways
    ]
    return [move for move in moves if move.before != move.after]


def apply(dates: Plan, moves: Iterable[Move]) -> dict[int, Planned]:
    """Return the dates after these moves."""
    return dict(dates) | {move.id: move.after for move in moves}


def undo(dates: Plan, moves: Iterable[Move]) -> list[Move]:
    """Return the moves back, for what has not moved again since."""
    return [Move(move.id, move.after, move.before) for move in moves if dates.get(move.id) == move.after]


def _moved(each: Planned, day: date, calendar: Calendar) -> Move:
    return Move(each.id, each, each.on(_next_open(day, calendar, each.wall.weekday() if each.wall else None)))
