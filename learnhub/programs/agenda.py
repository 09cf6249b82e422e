"""What is on, put on days: chapters, the strip of three weeks, and the sentence above. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from learnhub.core import dates, words
from learnhub.programs.agenda_entries import Closing, Entry, Said
from learnhub.programs.agenda_lines import Line
from learnhub.programs.queries import Standing

AHEAD = timedelta(days=14)
STRIP = 21


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
    is_mine: bool  # its reader is in something of it, hosts it or speaks
    is_past: bool
    is_today: bool
    is_off: bool


def entries(rows: Sequence[Said]) -> list[Entry]:
    """Return the lines of these programs, in order of time: starts, and what follows for who is in.

    What runs comes first; of what is at one time, what the reader hosts or speaks at.
    """
    found = [(entry, row) for row in rows for entry in row.entries]
    return [entry for entry, _ in sorted(found, key=_place)]


def _place(found: tuple[Entry, Said]) -> tuple[bool, datetime | int, bool, int]:
    entry, row = found
    return (not entry.is_now, 0 if entry.is_now else entry.at, not row.standing.does, row.id)


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
            entry.line._replace(anchor=f"d{entry.day.isoformat()}") if is_first else entry.line
            for entry, is_first in zip(listed, firsts, strict=True)
        ]
        made.append(Chapter(title, note, lines, is_today=title == "Today"))
    if not made or not made[0].is_today:
        made.insert(0, Chapter("Today", dates.day(today, today), [], is_today=True))
    return made


def strip(found: Sequence[Entry], first: date, now: datetime, where: tzinfo) -> tuple[Day, ...]:
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
            any(entry.is_mine for entry in by_day.get(day, [])),
            day < today,
            day == today,
            day.weekday() >= 5,
        )
        for day in days
    )


def title(rows: Sequence[Said], now: datetime) -> str:
    """Return the sentence above what is coming: how many programs run in the next two weeks."""
    soon = len(_soon(rows, now))
    if not soon:
        return "Nothing is on in the next two weeks."
    return f"{words.counted(soon, 'thing').capitalize()} in the next two weeks."


def lead(rows: Sequence[Said], now: datetime) -> str:
    """Return what the reader has to do with these, or what comes later."""
    soon = _soon(rows, now)
    if not soon:
        later = [row for row in rows if row.is_on]
        return f"{words.counted(len(later), 'thing').capitalize()} later on." if later else ""
    if len(soon) == 1:
        return _alone(soon[0].standing)
    run = [row.standing for row in soon if not row.standing.is_in and row.standing.leads]
    mine = sum(row.standing.is_in or row.standing.does != "" for row in soon) - len(run)
    every = "all" if mine == len(soon) else words.spelled(mine)
    if mine and run:
        return f"You are in {every} of them, and {_run(run)} {words.spelled(len(run))} more."
    if run:
        return f"You {_run(run)} {'all' if len(run) == len(soon) else words.spelled(len(run))} of them."
    if mine:
        return f"You are in {every} of them."
    if leads := [row.standing for row in rows if row.is_on and row.standing.leads]:
        return f"You are in none of them, and {_run(leads)} {words.spelled(len(leads))} later on."
    return "You are in none of them yet."


def _run(standings: Sequence[Standing]) -> str:
    """What one does in all of these, hosted or spoken at; "run" where it is the one here, the other there."""
    if all(each.is_host for each in standings):
        return "host"
    return "run" if any(each.is_host for each in standings) else "speak at"


def _alone(standing: Standing) -> str:
    if standing.is_in:
        return "You are in it."
    if standing.waits:
        return "You wait for a place in it."
    if standing.awaits:
        return "You await the hosts’ approval."
    if standing.leads:
        return "You host it." if standing.is_host else "You speak at it."
    if standing.does:
        return f"You {standing.does} there."
    return "You are not in it yet."


def _soon(rows: Sequence[Said], now: datetime) -> list[Said]:
    return [row for row in rows if row.is_on and row.starts_at <= now + AHEAD]


def closing_next(rows: Sequence[Said]) -> Closing | None:
    """Return what closes first, of those with a free place that others give."""
    return min((row.closes for row in rows if row.closes), key=lambda closes: closes.at, default=None)


def past_title(total: int) -> str:
    """Return the sentence above what is over."""
    if not total:
        return "Nothing is over yet."
    return f"{words.counted(total, 'thing').capitalize()} {'is' if total == 1 else 'are'} over."
