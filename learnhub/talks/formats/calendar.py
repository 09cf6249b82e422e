"""Calendar files (iCalendar, RFC 5545): each event is a talk, and what repeats is as many as its dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, BinaryIO

from icalendar import Calendar, Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from learnhub.core import dates, ics_rules
from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import many_lines, one_line
from learnhub.talks.formats import described, repeats
from learnhub.talks.formats.entries import MOST, Entry, links, sheet, where
from learnhub.talks.formats.texts import text_of

NO_CALENDAR = "This is no calendar file. One begins with BEGIN:VCALENDAR."
NO_EVENTS = "There are no events in this calendar."
CUT = "The event never ends: the file was probably cut off on its way."
CANCELLED = "It was cancelled."
LONGEST = 100_000  # characters of one event
_BEGIN = re.compile(r"^BEGIN:VEVENT[ \t]*$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^END:VEVENT[ \t]*$", re.IGNORECASE | re.MULTILINE)
_REGION = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z_/+-]+$")


@dataclass(frozen=True, slots=True)
class Block:
    """One event as it stands in the file, and in which line; or what is wrong with it."""

    line: int
    event: Event | None
    wrong: str = ""

    @property
    def uid(self) -> str:
        return _said(self.event, "UID") if self.event is not None else ""


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the events of a file. Raises Invalid for another file, and for too much."""
    text = text_of(stream)
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        raise Invalid(NO_CALENDAR, "file")
    blocks = list(_blocks(text))
    zone = re.search(r"^X-WR-TIMEZONE:(.+)$", text, re.IGNORECASE | re.MULTILINE)
    usual = known_zone(zone[1]) if zone else ""
    found = [entry for group in _together(blocks) for entry in _entries(group)]
    mine = [replace(each, zone=each.zone or usual) for each in sorted(found, key=lambda each: each.number)]
    return sheet(mine, NO_EVENTS)


def _blocks(text: str) -> Iterator[Block]:
    """Yield each event on its own, so that a broken one spoils no other."""
    line, at = 1, 0
    for number, begin in enumerate(_BEGIN.finditer(text), start=1):
        if number > MOST:
            raise Invalid(f"The file has more than {MOST:,} events. Split it into several files.", "file")
        line, at = line + text.count("\n", at, begin.start()), begin.start()
        end, following = _END.search(text, begin.end()), _BEGIN.search(text, begin.end())
        if end is None or (following is not None and following.start() < end.start()):
            yield Block(line, None, CUT)
        elif end.end() - begin.start() > LONGEST:
            yield Block(line, None, f"It is longer than {LONGEST:,} characters.")
        else:
            yield _block(line, text[begin.start() : end.end()])


def _block(line: int, text: str) -> Block:
    """Read one event without the zones that the file brings: we know times by their names alone."""
    try:
        event: Any = Calendar.from_ical(f"BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR\n").walk("VEVENT")[0]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        return Block(line, None, "It is written as no calendar writes events.")
    broken = sorted({str(name) for name, _ in event.errors if name})
    return Block(line, event, f"Its {' and '.join(broken)} cannot be read." if broken else "")


def _together(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield events of one UID together: a date that was moved belongs to what it was moved from."""
    named = sorted((each for each in blocks if each.uid), key=lambda each: (each.uid, each.line))
    for _, group in groupby(named, key=lambda each: each.uid):
        yield list(group)
    yield from ([each] for each in blocks if not each.uid)


def _entries(group: Sequence[Block]) -> Iterator[Entry]:
    first = group[0]
    bad = [each for each in group if each.wrong or each.event is None]
    if bad or not any(ics_rules.repeats(each.event) for each in group):
        yield from map(_entry, group)
        return
    found = repeats.dates_of([each.event for each in group])
    if isinstance(found, str):
        yield replace(_entry(first), wrong=found)
        return
    for event in found:
        yield _entry(Block(first.line, event), repeated=True)


def _entry(block: Block, *, repeated: bool = False) -> Entry:
    """Return what one event says. Of those that repeat, each date has a UID of its own."""
    if block.event is None:
        return Entry(block.line, wrong=block.wrong)
    if block.wrong:
        return Entry(block.line, title=one_line(_said(block.event, "SUMMARY")), wrong=block.wrong)
    event, own = block.event, _own_date(block.event) if repeated or "RECURRENCE-ID" in block.event else ""
    said = described.read(_said(event, "DESCRIPTION"))
    starts, zone, wrong = _starts(event)
    place, call = where(_said(event, "LOCATION"))
    return Entry(
        block.line,
        title=one_line(_said(event, "SUMMARY")).removeprefix("Cancelled: "),
        starts=starts,
        minutes=_minutes(event),
        zone=zone,
        place=place,
        call_url=call or links(_said(event, "CONFERENCE")).partition("\n")[0],
        link=links(_said(event, "URL")),
        uid=f"{block.uid}#{own}" if own and block.uid else block.uid,
        summary=said.summary,
        story=said.story,
        speakers=said.speakers,
        recordings=said.recordings,
        slides=said.slides,
        recorded=said.recorded,
        wrong=wrong,
        off=CANCELLED if _said(event, "STATUS").upper() == "CANCELLED" else "",
    )


def _said(event: Any, name: str) -> str:
    found = event.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return many_lines(str(first)) if first is not None else ""


def _starts(event: Event) -> tuple[str, str, str]:
    """Return when it starts in ISO form, the zone of that wall, and what is wrong with them."""
    found = event.get("DTSTART")
    if not isinstance(at := getattr(found, "dt", None), date):
        return "", "", ""
    if not isinstance(at, datetime):
        return at.isoformat(), "", ""
    name = str(found.params.get("TZID", ""))
    if name and not (zone := known_zone(name)):
        return at.isoformat(), "", f"Its time zone “{name[:60]}” is not known here."
    if name:
        return at.replace(tzinfo=None).isoformat(timespec="minutes"), zone, ""
    return at.isoformat(timespec="minutes"), "", ""


def known_zone(name: str) -> str:
    """Return a zone as we name it; empty for one that we do not know."""
    text = one_line(name).strip('"')
    region = _REGION.search(text)
    tries = (text, WINDOWS_TO_OLSON.get(text, ""), region[0] if region else "")
    return next((each for each in tries if each in dates.zone_names()), "")


def _minutes(event: Event) -> str:
    """Return how long it takes; empty where it does not say, or takes one whole day."""
    starts, ends, lasts = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND", "DURATION"))
    length = lasts if isinstance(lasts, timedelta) else timedelta()
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        both = (starts.tzinfo is None) == (ends.tzinfo is None)
        length = ends - starts if both else timedelta()
    elif isinstance(starts, date) and isinstance(ends, date) and type(starts) is type(ends):
        length = ends - starts if ends - starts > timedelta(days=1) else timedelta()
    return str(round(length.total_seconds() / 60)) if length else ""


def _own_date(event: Event) -> str:
    own = getattr(event.get("RECURRENCE-ID") or event.get("DTSTART"), "dt", "")
    return own.isoformat() if isinstance(own, date) else ""
