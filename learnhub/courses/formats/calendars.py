"""Outlines from a calendar: each event is a session, so many weeks after the first."""

from datetime import date, datetime
from typing import Any, BinaryIO

from icalendar import Calendar

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import many_lines, one_line
from learnhub.courses.formats.entries import Entry, sheet
from learnhub.library.formats.entries import text_of

NO_CALENDAR = "This is no calendar: an .ics file has BEGIN:VCALENDAR near its top."
NOTHING = "There is no event in this calendar."
REPEATS = "It repeats, and an outline has each session by itself. Export it with its dates written out."
BROKEN = "It is written as no calendar writes events."


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the events of a calendar in the order of their time. Raises Invalid for another file."""
    text = text_of(stream)
    if "BEGIN:VCALENDAR" not in text[:10_000].upper():
        raise Invalid(NO_CALENDAR, "file")
    try:
        events: list[Any] = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError) as error:
        raise Invalid(
            "This calendar cannot be read: it is cut off, or not written as calendars are.", "file"
        ) from error
    found = [_entry(number, event) for number, event in enumerate(events, start=1)]
    return sheet(sorted(found, key=lambda each: (each.date, each.at)), NOTHING)


def _entry(number: int, event: Any) -> Entry:
    starts, ends = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    title = one_line(str(event.get("SUMMARY", "")))
    if not isinstance(starts, date):
        return Entry(number, title, wrong=BROKEN)
    day = starts.isoformat()[:10]
    if "RRULE" in event:
        return Entry(number, title, date=day, wrong=REPEATS)
    is_timed = isinstance(starts, datetime)
    minutes = ""
    if (
        isinstance(starts, datetime)
        and isinstance(ends, datetime)
        and bool(starts.tzinfo) == bool(ends.tzinfo)
    ):
        minutes = str(max(round((ends - starts).total_seconds() / 60), 0) or "")
    off = "It was cancelled there." if str(event.get("STATUS", "")).upper() == "CANCELLED" else ""
    return Entry(
        number,
        title,
        date=day,
        at=f"{starts:%H:%M}" if is_timed else "",
        minutes=minutes,
        url=one_line(str(event.get("URL", ""))),
        body=many_lines(str(event.get("DESCRIPTION", ""))),
        off=off,
    )
