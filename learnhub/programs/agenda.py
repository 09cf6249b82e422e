"""What is on, put on days: entries, chapters, the strip of three weeks, and the sentence above. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from learnhub.core import dates, kinds, words
from learnhub.core.policy import Verdict, no
from learnhub.programs import verdicts
from learnhub.programs.agenda_lines import HOW, Line, beside
from learnhub.programs.lists import Listed
from learnhub.programs.models import Moment, Program, ProgramState
from learnhub.programs.queries import Standing

AHEAD = timedelta(days=14)
STRIP = 21


class Entry(NamedTuple):
    """One line. `shown` is its time as its chapter needs it, `until` when it ends where it runs now."""

    at: datetime
    day: date  # for the reader
    shown: str
    title: str
    program: Program
    standing: Standing
    may_sign_up: Verdict
    due: bool
    is_start: bool
    until: str = ""
    where: str = ""  # of a session

    @property
    def about(self) -> str:
        """Return the line below the title: "Hackathon. Halle 3 and online.", "Talk, until 17:30."."""
        program = self.program
        kind = "Session" if self.where else kinds.kind(program.kind).one
        parts = [f"{kind}, until {self.until}" if self.until else kind, self.where or program.where]
        if self.is_start and program.state is ProgramState.PUBLISHED:
            settled = self.until and not self.may_sign_up
            parts.append(taking_part(program) if settled else _taken(program))
            if self.may_sign_up:
                parts.append("Full, waitlist" if program.is_full else "Sign-up open")
        return ". ".join(part[:1].upper() + part[1:] for part in parts if part) + "."

    def line(self, now: datetime, anchor: str) -> Line:
        """Return it as it is drawn."""
        program, is_start = self.program, self.is_start
        may_sign_up = bool(self.may_sign_up)
        return Line(
            at=self.at.replace(second=0, microsecond=0),  # of what runs it is now: the same for a minute
            shown=self.shown,
            title=self.title,
            about=self.about,
            key=program.key,
            url=program.url,
            due=self.due,
            into_calendar=is_start and program.state is ProgramState.PUBLISHED and program.ends_at > now,
            anchor=anchor,
            beside=beside(program, self.standing, now, may_sign_up=may_sign_up, is_start=is_start),
        )


def taking_part(program: Program) -> str:
    """ "12 people take part": said of what runs and the reader cannot join."""
    if not program.taken:
        return ""
    return f"{words.count(program.taken, 'person')} {'takes' if program.taken == 1 else 'take'} part"


def _taken(program: Program) -> str:
    """ "12 of 40 taken", "3 of 12 on site, 5 of 50 online taken"."""
    limits = [(HOW[seat], program.taken_of(seat), program.capacity_of(seat)) for seat in program.seats]
    several = len(limits) > 1
    said = [f"{taken} of {most}{f' {how}' if several else ''}" for how, taken, most in limits if most]
    room = [f"room for everyone {how}" for how, _, most in limits if not most] if said else []
    return ", ".join([f"{', '.join(said)} taken", *room]) if said else ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day or a stretch of days."""

    title: str
    note: str
    lines: Sequence[Line]
    is_today: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip."""

    day: date
    things: int
    i_am_in: bool
    is_past: bool
    is_today: bool
    is_off: bool
    starts_week: bool


def entries(rows: Sequence[Listed], now: datetime, where: tzinfo) -> list[Entry]:
    """Return the lines for these programs, in order of time: starts, and what follows for who is in.

    Of what is at one time, what the reader hosts or speaks at comes first.
    """
    today = dates.local_date(now, where)
    found = [
        _entry(row, moment, now, today, where)
        for row in rows
        for moment in _moments(row.program, row.standing, now)
    ]
    return sorted(found, key=lambda entry: (entry.at, not entry.standing.does, entry.program.id))


def _moments(program: Program, standing: Standing, now: datetime) -> list[Moment]:
    if program.state is ProgramState.CANCELLED:
        return [Moment("", program.starts_at)] if program.starts_at > now else []
    running = [Moment("", now)] if program.starts_at <= now else []
    moments = program.moments if standing.is_concerned else [Moment("", program.starts_at)]
    return running + [each for each in moments if each.at > now]


def _entry(row: Listed, moment: Moment, now: datetime, today: date, where: tzinfo) -> Entry:
    program, is_now = row.program, moment.at == now
    day = today if is_now else dates.local_date(moment.at, where)
    return Entry(
        at=moment.at,
        day=day,
        shown="On now" if is_now else _shown(dates.clock_time(moment.at, where), day, today),
        title=f"{program.title}: {moment.label}" if moment.label else program.title,
        program=program,
        standing=row.standing,
        may_sign_up=no("It is offered where it begins.")
        if moment.label
        else verdicts.may_sign_up(program, row.standing, now),
        due=moment.due,
        is_start=not moment.label,
        until=_until(program.ends_at, today, where) if is_now else "",
        where=moment.where,
    )


def _until(at: datetime, today: date, where: tzinfo) -> str:
    day = dates.local_date(at, where)
    return dates.clock_time(at, where) if day == today else dates.day(day, today)


def _shown(time: str, day: date, today: date) -> str:
    away = (day - today).days
    if away in {0, 1}:
        return time
    weeks = (dates.week_start(day) - dates.week_start(today)).days // 7
    if away > 0 and weeks <= 1:
        return f"{dates.weekday_short(day)} {time}"
    return f"{dates.weekday_short(day)} {day.day}, {time}"


def chapters(
    found: Sequence[Entry], now: datetime, where: tzinfo, *, first_weekday: int = 0
) -> list[Chapter]:
    """Group entries under Today, Tomorrow, Next week, December …; Today is always there."""
    today = dates.local_date(now, where)
    made: list[Chapter] = []

    def heading(entry: Entry) -> str:
        return dates.chapter(entry.day, today, first_weekday)

    for title, group in groupby(found, key=heading):
        listed = list(group)
        days = [entry.day for entry in listed]
        note = dates.day(days[0], today) if days[0] == days[-1] else dates.days(days[0], days[-1], today)
        firsts = [day not in days[:number] for number, day in enumerate(days)]
        lines = [
            entry.line(now, f"d{day.isoformat()}" if is_first else "")
            for entry, day, is_first in zip(listed, days, firsts, strict=True)
        ]
        made.append(Chapter(title, note, lines, is_today=title == "Today"))
    if not made or not made[0].is_today:
        made.insert(0, Chapter("Today", dates.day(today, today), [], is_today=True))
    return made


def strip(
    found: Sequence[Entry], first: date, now: datetime, where: tzinfo, *, first_weekday: int = 0
) -> tuple[Day, ...]:
    """Return three weeks from `first` on, with how many entries each day has."""
    today = dates.local_date(now, where)
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.day, []).append(entry)
    days = [first + timedelta(days=number) for number in range(STRIP)]
    return tuple(
        Day(
            day,
            len(by_day.get(day, [])),
            any(entry.standing.is_in for entry in by_day.get(day, [])),
            day < today,
            day == today,
            day.weekday() >= 5,
            day.weekday() == first_weekday,
        )
        for day in days
    )


def title(rows: Sequence[Listed], now: datetime) -> str:
    """Return the sentence above what is coming: how many programs run in the next two weeks."""
    soon = len(_soon(rows, now))
    if not soon:
        return "Nothing is on in the next two weeks."
    return f"{words.counted(soon, 'thing').capitalize()} in the next two weeks."


def lead(rows: Sequence[Listed], now: datetime) -> str:
    """Return what the reader has to do with these, or what comes later."""
    soon = _soon(rows, now)
    if not soon:
        later = [row for row in rows if row.program.state is ProgramState.PUBLISHED]
        return f"{words.counted(len(later), 'thing').capitalize()} later on." if later else ""
    if len(soon) == 1:
        return _alone(soon[0].standing)
    mine = sum(row.standing.is_in for row in soon)
    run = sum(not row.standing.is_in and row.standing.does != "" for row in soon)
    every = "all" if mine == len(soon) else words.spelled(mine)
    if mine and run:
        return f"You are in {every} of them, and run {words.spelled(run)} more."
    if run:
        return f"You run {'all' if run == len(soon) else words.spelled(run)} of them."
    return f"You are in {every} of them." if mine else "You are in none of them yet."


def _alone(standing: Standing) -> str:
    if standing.is_in:
        return "You are in it."
    if standing.waits:
        return "You wait for a place in it."
    if standing.awaits:
        return "You await the hosts’ approval."
    if standing.does:
        return "You host it." if standing.is_host else "You speak at it."
    return "You are not in it yet."


def _soon(rows: Sequence[Listed], now: datetime) -> list[Listed]:
    return [
        row
        for row in rows
        if row.program.state is ProgramState.PUBLISHED and row.program.starts_at <= now + AHEAD
    ]


def closing_next(rows: Sequence[Listed], now: datetime) -> Program | None:
    """Return the program whose sign-up closes first, of those with a free place that others give."""
    open_ones = [
        row.program
        for row in rows
        if row.program.sign_up_closes_at <= row.program.starts_at  # to others one may come late
        and not (row.program.is_full or row.standing.does)
        and verdicts.may_sign_up(row.program, row.standing, now)
    ]
    return min(open_ones, key=lambda program: program.sign_up_closes_at, default=None)


def past_title(total: int) -> str:
    """Return the sentence above what is over."""
    if not total:
        return "Nothing is over yet."
    return f"{words.counted(total, 'thing').capitalize()} {'is' if total == 1 else 'are'} over."
