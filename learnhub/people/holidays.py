"""The organisation's public holidays, on which nothing is planned. Read from lines or from a calendar."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from icalendar import Calendar

from learnhub.core import clock, dates
from learnhub.core.errors import Invalid
from learnhub.core.text import one_line
from learnhub.core.transaction import release
from learnhub.people import organisations, queries
from learnhub.people.models import Person

APART = re.compile(r"\n|,\s*(?=\d{4}-)")
LONGEST = 60  # days in one line: a summer
MOST = 500
BIGGEST = 1_000_000  # bytes of a calendar
BACK, AHEAD = timedelta(days=31), timedelta(days=2 * 366)  # what of a calendar is taken
NO_CALENDAR = "This is no calendar, or it is cut off. Choose an .ics file."

FOLDED = re.compile(rb"(\r?\n)+[ \t]")  # a long line goes on
RULE = re.compile(rb"^RRULE", re.MULTILINE | re.IGNORECASE)
FINE = re.compile(rb"FREQ=(SECOND|MINUTE|HOUR)LY|BY(SECOND|MINUTE|HOUR)=", re.IGNORECASE)

Days = Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row under one name; `first` is `last` for a single one."""

    first: date
    last: date
    name: str


def read(text: str) -> dict[date, str]:
    """Return the days of these lines with their names: 2026-12-24, 2026-12-24 to 2027-01-03, each with a
    name after it. Raises Invalid for the first line that has no day.
    """
    found: dict[date, str] = {}
    for line in filter(str.strip, APART.split(text)):
        first, last, name = _line(line.split())
        if first is None or last is None or not 0 <= (last - first).days <= LONGEST:
            raise Invalid(f"“{line.strip()[:40]}” is no day. Write 2026-12-24, or 2026-12-24 to 2027-01-03.")
        found |= span(first, last, name)
    if len(found) > MOST:
        raise Invalid(f"Write {MOST} days at most.")
    return found


def _line(words: list[str]) -> tuple[date | None, date | None, str]:
    first = dates.read_day(words[0])
    if words[1:2] == ["to"]:
        return first, dates.read_day(words[2]) if len(words) > 2 else None, " ".join(words[3:])
    return first, first, " ".join(words[1:])


def span(first: date, last: date, name: str) -> dict[date, str]:
    """Return the days from the first to the last under one name. Raises Invalid for field `last`."""
    if not 0 <= (last - first).days <= LONGEST:
        raise Invalid(f"Choose a last day after the first, {LONGEST} days later at most.", "last")
    return {first + timedelta(days=number): name for number in range((last - first).days + 1)}


def spans(days: Days) -> list[Span]:
    """Return days in order, those in a row under one name together."""
    found: list[Span] = []
    for day in sorted(days):
        last = found[-1] if found else None
        if last and last.name == days[day] and day - last.last == timedelta(days=1):
            found[-1] = Span(last.first, day, last.name)
        else:
            found.append(Span(day, day, days[day]))
    return found


def written(days: Days) -> str:
    """Return days as `read` takes them, in order."""
    return "\n".join(f"{day.isoformat()} {days[day]}".strip() for day in sorted(days))


def from_calendar(stream: BinaryIO) -> dict[date, str]:
    """Return the days of a calendar file, a month back and two years ahead, with what repeats among them.

    Raises Invalid for what is no calendar, and where it has no such day.
    """
    import recurring_ical_events

    today, written_there = clock.now().date(), stream.read(BIGGEST)
    _refuse_endless(FOLDED.sub(b"", written_there))
    release()  # what it works out may take a while
    try:
        calendar = Calendar.from_ical(written_there)
        events = recurring_ical_events.of(calendar).between(today - BACK, today + AHEAD)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        raise Invalid(NO_CALENDAR, "file") from error
    found: dict[date, str] = {}
    for event in events[:MOST]:
        found |= dict.fromkeys(_days(event), one_line(str(event.get("SUMMARY", "")))[:80])
    if not found:
        raise Invalid("There is no day of the next two years in it.", "file")
    return found


def _refuse_endless(calendar: bytes) -> None:
    """Raise Invalid for what would take very long to work out."""
    if FINE.search(calendar):
        raise Invalid("Something in it repeats within a day. A holiday takes days.", "file")
    if len(RULE.findall(calendar)) > MOST:
        raise Invalid(f"More than {MOST} days in it repeat. Choose a smaller calendar.", "file")


def _days(event: Any) -> list[date]:
    """Return the days that an event takes; its end is the day after the last."""
    starts = event["DTSTART"].dt
    if isinstance(starts, datetime):
        return [starts.date()]
    ends = event["DTEND"].dt if "DTEND" in event else starts + timedelta(days=1)
    if isinstance(ends, datetime):  # against the standard, which wants both alike
        ends = ends.date()
    return [starts + timedelta(days=number) for number in range(min((ends - starts).days, LONGEST))]


def every() -> dict[date, str]:
    """Return the organisation's holidays."""
    return {date.fromisoformat(day): name for day, name in queries.organisation().holidays.items()}


def to_come(today: date) -> dict[date, str]:
    """Return those that lie ahead."""
    return {day: name for day, name in every().items() if day >= today}


def keep(days: Days, *, by: Person) -> int:
    """Let these be the holidays; what is planned already stays. Return how many there are."""
    if len(days) > MOST:
        raise Invalid(f"Keep {MOST} days at most.", "days")
    organisations.set_holidays({day.isoformat(): days[day][:80] for day in sorted(days)}, by=by)
    return len(days)


def add(days: Days, *, by: Person) -> int:
    """Let these be holidays besides those that stand; return how many there are. Raises Invalid."""
    organisations.lock_organisation()
    return keep({**every(), **days}, by=by)


def remove(first: date, last: date, *, by: Person) -> str:
    """Let the days from the first to the last be none any more; return the name that the first had."""
    organisations.lock_organisation()
    kept = every()
    name = kept.get(first, "")
    keep({day: said for day, said in kept.items() if not first <= day <= last}, by=by)
    return name
