"""A month as days by the reader's clock: what begins, goes on, ends or is due on each. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.calendars.learning import Kept
from learnhub.calendars.queries import Deadline, Shown
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.queries import Due
from learnhub.core import dates, kinds
from learnhub.core.walltime import instant
from learnhub.programs.models import Program, ProgramState

IN_A_DAY = 4  # dates that a day of the grid shows; the agenda has the rest
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Thing:
    """A program, a session of a cohort, or a deadline: that has no end.

    `part_of` is the cohort that a session or a deadline belongs to.
    """

    title: str
    url: str
    starts_at: datetime
    ends_at: datetime
    program: Program | None = None  # none: time that the reader keeps free
    shown: Shown | None = None
    is_due: bool = False
    part_of: str = ""
    place: str = ""  # of a session: its own, or the cohort's
    kept_for: str = ""  # what is said of time that the reader keeps free, or meets their pod in

    @property
    def is_off(self) -> bool:
        return self.program is not None and self.program.state is ProgramState.CANCELLED

    @property
    def is_mine(self) -> bool:
        """Whether the reader has a place, hosts it or speaks at it."""
        standing = self.shown.standing if self.shown else None
        return (
            self.program is None
            or self.is_due
            or (standing is not None and (standing.is_in or standing.does != ""))
        )

    @property
    def about(self) -> str:
        """ "Talk. Canteen 2 and online.", "Session of Agents that act. Library.", "Deadline."."""
        of = f" of {self.part_of}" if self.part_of else ""
        if self.is_due:
            return f"Deadline{of}."
        if self.program is None:
            return self.kept_for
        where = self.place or self.program.where
        kind = f"Session{of}" if of else kinds.kind(self.program.kind).one
        parts = (kind, where[:1].upper() + where[1:])
        return ". ".join(part for part in parts if part) + "."


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on one day. `time` is when it begins or is due that day; "" where it just goes on."""

    thing: Thing
    time: str
    note: str = ""  # "Day 2 of 3"


@dataclass(frozen=True, slots=True)
class Day:
    """One day, with what is on it in order of time."""

    day: date
    marks: Sequence[Mark]
    in_month: bool
    is_today: bool
    is_past: bool

    @property
    def weekday(self) -> str:
        return dates.weekday(self.day)

    @property
    def month(self) -> str:
        return dates.month(self.day)

    @property
    def lines(self) -> Sequence[tuple[Mark, bool]]:
        """Everything, each with whether the grid shows it: what is due always, of the rest what fits."""
        fit = len(self.marks) if len(self.marks) <= IN_A_DAY else IN_A_DAY - 1
        by_need = sorted(range(len(self.marks)), key=lambda place: not self.marks[place].thing.is_due)
        due = sum(mark.thing.is_due for mark in self.marks)
        shown = {*by_need[: max(fit, due)]}
        return [(mark, place in shown) for place, mark in enumerate(self.marks)]

    @property
    def more(self) -> int:
        """How many the grid leaves out."""
        return sum(not is_shown for _, is_shown in self.lines)


def things(
    shown: Iterable[Shown], deadlines: Iterable[Deadline], dated: Iterable[Due], free: Iterable[Kept] = ()
) -> list[Thing]:
    """Return all that a calendar has, in order of time.

    A cohort takes weeks: its sessions and deadlines, `dated`, stand for it.
    """
    by_id = {each.program.id: each for each in shown}
    found = [_of_program(each) for each in by_id.values() if not is_cohort_on(each.program)]
    found += [_of_deadline(each) for each in deadlines]
    found += [_of_cohort(each, by_id[each.cohort.id]) for each in dated]
    found += [
        Thing(each.title, each.path, each.starts_at, each.ends_at, kept_for=each.about) for each in free
    ]
    return sorted(found, key=lambda thing: (thing.starts_at, thing.is_due, _id(thing)))


def _id(thing: Thing) -> int:
    return thing.program.id if thing.program else 0


def _of_program(shown: Shown) -> Thing:
    this = shown.program
    ends_at = this.starts_at if isinstance(this, Cohort) else this.ends_at
    return Thing(this.title, this.url, this.starts_at, ends_at, this, shown)


def _of_deadline(each: Deadline) -> Thing:
    closes_at = each.window.closes_at
    return Thing(each.title, each.path, closes_at, closes_at, each.hackathon, is_due=True)


def _of_cohort(due: Due, shown: Shown) -> Thing:
    date, cohort = due.date, due.cohort
    session = date.step is Step.SESSION
    ends_at = (date.ends_at or due.due_at) if session else due.due_at
    place, url = date.where(cohort) if session else "", f"{cohort.url}#d-{date.key}"
    return Thing(date.item.title, url, due.due_at, ends_at, cohort, shown, not session, cohort.title, place)


def is_cohort_on(program: Program) -> bool:
    """Whether its dates stand for it; of one that was called off, its first day says so."""
    return isinstance(program, Cohort) and program.state is ProgramState.PUBLISHED


def start_of(day: date, where: ZoneInfo) -> datetime:
    """Return the moment at which that day begins, also where clocks skip midnight."""
    return instant(datetime.combine(day, time()), where)


def grid(month: date, first_weekday: int) -> tuple[date, date]:
    """Return the first day of the weeks that a month touches, and the day after their last."""
    first = dates.week_start(month, first_weekday)
    last = dates.week_start(last_day(month), first_weekday) + timedelta(days=7)
    return first, last


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def last_month(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def weeks(
    found: Sequence[Thing], month: date, where: ZoneInfo, now: datetime, first_weekday: int
) -> list[list[Day]]:
    """Return the weeks that the month touches, each of seven days."""
    first, last = grid(month, first_weekday)
    every = days(found, first, last, where, now, month)
    return [every[number : number + 7] for number in range(0, len(every), 7)]


def days(
    found: Sequence[Thing], first: date, last: date, where: ZoneInfo, now: datetime, month: date
) -> list[Day]:
    """Return every day from `first` to before `last`, with what is on it."""
    today = dates.local_date(now, where)
    marks: dict[date, list[Mark]] = {}
    for thing in found:
        begins, ends = _span(thing, where)
        total = (ends - begins).days + 1
        for number in range(max((first - begins).days, 0), min((last - begins).days, total)):
            marks.setdefault(begins + timedelta(days=number), []).append(_mark(thing, number, total, where))
    every = [first + timedelta(days=number) for number in range((last - first).days)]
    return [
        Day(
            day,
            sorted(marks.get(day, []), key=_order),
            day.month == month.month,
            day == today,
            day < today,
        )
        for day in every
    ]


def agenda(found: Sequence[Thing], first: date, last: date, where: ZoneInfo, now: datetime) -> list[Day]:
    """Return the days from `first` to before `last` that have something: each thing once, when it begins.

    What goes on since before stands on the first day.
    """
    within = days(found, first, last, where, now, first)
    seen: set[int] = set()
    once = []
    for day in within:
        new = [mark for mark in day.marks if id(mark.thing) not in seen]
        seen |= {id(mark.thing) for mark in new}
        once.append(replace(day, marks=new))
    return [day for day in once if day.marks]


def first_after(found: Sequence[Thing], month: date, today: date, where: ZoneInfo) -> Thing | None:
    """Return what comes first in the month after, where the rest of this one has nothing; None else.

    Time that one keeps free is nothing that comes.
    """
    dated = (each for each in found if each.program is not None and not each.is_off)
    first = next((each for each in dated if _span(each, where)[1] >= today), None)
    begins = _span(first, where)[0] if first else month
    return first if last_day(month) < begins <= last_day(next_month(month)) else None


def _span(thing: Thing, where: ZoneInfo) -> tuple[date, date]:
    """Return the first and the last day on which it is: what ends at midnight is not on the next day."""
    last = max(thing.starts_at, thing.ends_at - MOMENT)
    return dates.local_date(thing.starts_at, where), dates.local_date(last, where)


def _mark(thing: Thing, number: int, total: int, where: ZoneInfo) -> Mark:
    note = f"Day {number + 1} of {total}" if total > 1 else ""
    return Mark(thing, "" if number else dates.clock_time(thing.starts_at, where), note)


def _order(mark: Mark) -> tuple[bool, datetime]:
    """What goes on since another day comes first."""
    return mark.time != "", mark.thing.starts_at.astimezone(UTC)
