"""Calendars, read for the times at which somebody wants to be left in peace. Pure: a file in, times out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event

from learnhub.core import ics_rules
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant
from learnhub.people.hours import Block

MOST = 500  # blocks
EVENT, ZONE = "VEVENT", "VTIMEZONE"
READ = {EVENT: 3000, ZONE: 200}  # how many of each, of those that may matter
BEGINS = {f"BEGIN:{name}": name for name in READ}
REPEATING = 300  # events that repeat
LONGEST = 100_000  # characters of one event
BEYOND = "22000101"  # nobody plans as far: it stands for never
BROKEN = ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError
FREE = {"FREE", "TENTATIVE", "WORKINGELSEWHERE"}  # as Outlook says it
NO_CALENDAR = "There is no calendar."
DAY = timedelta(days=1)
_FOLDED = re.compile(r"\r?\n[ \t]")
_USUAL = re.compile(r"^X-WR-TIMEZONE:([\w/+-]{1,60})", re.IGNORECASE | re.MULTILINE)
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
    return _joined(each for each in found if each.starts < last and each.ends > first)[:MOST]


def _events(text: str, first: datetime, last: datetime) -> list[Event]:
    """Return what happens between two moments, each date of what repeats by itself."""
    days = (first - 2 * DAY).strftime("%Y%m%d"), (last + 2 * DAY).strftime("%Y%m%d")
    found: dict[str, list[str]] = {ZONE: [], EVENT: []}
    for name, part in _parts(text):
        if len(found[name]) < READ[name] and (name == ZONE or _matters(part, *days)):
            found[name].append(part)
    events: list[Event] = []
    for part in (*found[ZONE], *found[EVENT]):  # the zones first: events are read by them
        with suppress(*BROKEN):
            if isinstance(each := Component.from_ical(part), Event):
                events.append(each)
    usual = _USUAL.search(text)
    return _dates(_read(events), usual[1] if usual else "", first, last)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each zone and event in one pass, which it is and its text; none that is cut off or too long."""
    name, lines, length = "", list[str](), 0
    for line in StringIO(text):
        said = line[:30].strip().upper()
        if said in BEGINS:
            name, lines, length = BEGINS[said], [], 0
        length += len(line)
        if length > LONGEST:
            name = ""
        if name:
            lines.append(line)
            if said == f"END:{name}":
                yield name, "".join(lines)
                name = ""


def _dates(events: Sequence[Event], usual: str, first: datetime, last: datetime) -> list[Event]:
    """Return the dates of events between two moments. Where one of them is broken the others are read."""
    from recurring_ical_events import of  # slow to load

    calendar = Calendar()
    if usual:
        calendar.add("X-WR-TIMEZONE", usual)
    for each in events:
        calendar.add_component(each)
    try:
        return list(of(calendar, skip_bad_series=True).between(first, last))
    except BROKEN:
        apart: dict[str, list[Event]] = {}
        for each in events:
            apart.setdefault(str(each.get("UID")), []).append(each)
        if len(apart) == 1:
            return []
        return [found for group in apart.values() for found in _dates(group, usual, first, last)]


def _matters(event: str, first: str, last: str) -> bool:
    """Whether an event may touch these days, by its text alone: most of a calendar is past, and not read."""
    days = [day for _, day in _DAY.findall(event)]
    if not days or min(days) > last or max(days) >= BEYOND:
        return False
    if _REPEATS.search(event):
        return all(day >= first for day in _OVER.findall(event))
    return max(days) >= first or _LASTS.search(event) is not None


def _read(events: Sequence[Event]) -> list[Event]:
    """Leave out what repeats by a rule that is not read, and what is more than anybody has."""
    repeating = [each for each in events if ics_rules.repeats(each)]
    unread = [each for each in repeating if not ics_rules.are_read([each])] + repeating[REPEATING:]
    out = {str(each.get("UID")) for each in unread}
    return [each for each in events if str(each.get("UID")) not in out]


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
