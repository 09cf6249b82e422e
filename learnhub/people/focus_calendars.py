"""Calendars, read for the times at which somebody wants to be left in peace. Pure: a file in, times out."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from learnhub.core import ics_rules
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant
from learnhub.people.hours import Block

MOST = 500  # blocks
REPEATING = 300  # events that repeat
LONGEST = 100_000  # characters of one event
FREE = {"FREE", "TENTATIVE", "WORKINGELSEWHERE"}  # as Outlook says it
NO_CALENDAR = "There is no calendar."
DAY = timedelta(days=1)
_FOLDED = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT\s.*?^END:VEVENT\s*?$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE\s.*?^END:VTIMEZONE\s*?$", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_USUAL = re.compile(r"^X-WR-TIMEZONE:.*$", re.IGNORECASE | re.MULTILINE)
_DAY = re.compile(r"^(DTSTART|DTEND|RECURRENCE-ID)\b[^:\n]*:(\d{8})", re.IGNORECASE | re.MULTILINE)
_REPEATS = re.compile(r"^(RRULE|RDATE)\b", re.IGNORECASE | re.MULTILINE)
_LASTS = re.compile(r"^DURATION\b", re.IGNORECASE | re.MULTILINE)
_OVER = re.compile(r"^RRULE\b[^\n]*UNTIL=(\d{8})", re.IGNORECASE | re.MULTILINE)


def blocks(body: bytes, *, word: str, tz: ZoneInfo, first: datetime, last: datetime) -> list[Block]:
    """Return when they are between two moments, those that touch as one, in order.

    They are events whose title has the word, or without a word those that show one as busy or out of office.
    Times without a zone are read in `tz`. Raises Invalid for what is no calendar.
    """
    text = _FOLDED.sub("", body.decode("utf-8", "replace").removeprefix("\ufeff"))
    if "BEGIN:VCALENDAR" not in text[:1000].upper():
        raise Invalid(NO_CALENDAR)
    found = (
        span for event in _events(text, first, last) if _counts(event, word) and (span := _span(event, tz))
    )
    return _joined(Block(max(each.starts, first), min(each.ends, last)) for each in found)[:MOST]


def _events(text: str, first: datetime, last: datetime) -> Iterable[Event]:
    """Return what happens between two moments, each date of what repeats by itself."""
    from recurring_ical_events import of  # slow to load

    days = (first - 2 * DAY).strftime("%Y%m%d"), (last + 2 * DAY).strftime("%Y%m%d")
    mine = [event for event in _EVENT.findall(text) if len(event) <= LONGEST and _matters(event, *days)]
    parts = [*_USUAL.findall(text), *_ZONE.findall(text), *mine]
    try:
        calendar: Any = Calendar.from_ical("\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]))
        _leave_out(calendar)
        return list(of(calendar, skip_bad_series=True).between(first, last))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        raise Invalid(NO_CALENDAR) from error


def _matters(event: str, first: str, last: str) -> bool:
    """Whether an event may touch these days, by its text alone: most of a calendar is past, and not read."""
    days = [day for _, day in _DAY.findall(event)]
    if not days or min(days) > last:
        return False
    if _REPEATS.search(event):
        return all(day >= first for day in _OVER.findall(event))
    return max(days) >= first or _LASTS.search(event) is not None


def _leave_out(calendar: Any) -> None:
    """Leave out what repeats by a rule that is not read, and what is more than anybody has."""
    events = [each for each in calendar.subcomponents if isinstance(each, Event)]
    repeating = [each for each in events if ics_rules.repeats(each)]
    unread = [each for each in repeating if not ics_rules.are_read([each])] + repeating[REPEATING:]
    out = {str(each.get("UID")) for each in unread}
    calendar.subcomponents = [
        each
        for each in calendar.subcomponents
        if not isinstance(each, Event) or str(each.get("UID")) not in out
    ]


def _counts(event: Event, word: str) -> bool:
    if _said(event, "STATUS") == "CANCELLED":
        return False
    if word:
        return word.casefold() in str(event.get("SUMMARY", "")).casefold()
    return _said(event, "TRANSP") != "TRANSPARENT" and _said(event, "X-MICROSOFT-CDO-BUSYSTATUS") not in FREE


def _said(event: Event, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _span(event: Event, tz: ZoneInfo) -> Block | None:
    starts, ends = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    if not isinstance(starts, date) or not isinstance(ends, date):
        return None
    begin, end = _moment(starts, tz), _moment(ends, tz)
    return Block(begin, end) if begin < end else None


def _moment(at: date, tz: ZoneInfo) -> datetime:
    """Return the moment; of a day its first."""
    if not isinstance(at, datetime):
        return instant(datetime.combine(at, time()), tz)
    return at if at.tzinfo is not None else instant(at, tz)


def _joined(found: Iterable[Block]) -> list[Block]:
    return [*_join(sorted(each for each in found if each.starts < each.ends))]


def _join(ordered: Iterable[Block]) -> Iterator[Block]:
    last: Block | None = None
    for each in ordered:
        if last is not None and each.starts <= last.ends:
            last = Block(last.starts, max(last.ends, each.ends))
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last
