"""What of a calendar is focus time: pure, a file in and times out."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from learnhub.core.errors import Invalid
from learnhub.people import sentences
from learnhub.people.focus_calendars import blocks
from learnhub.people.hours import Block, Window, leave_some, without, work

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)


def event(starts, ends, *more, title="Focus", zone=""):
    """Return an event; what is in `more` are lines of it."""
    lines = ["BEGIN:VEVENT", f"UID:{starts}{title}{zone}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}"]
    lines += [f"DTSTART{zone}:{starts}", *([f"DTEND{zone}:{ends}"] if ends else []), *more, "END:VEVENT"]
    return "\r\n".join(lines)


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


def read(*events, word=""):
    found = blocks(calendar(*events), word=word, tz=YORK, first=MONDAY, last=MONDAY + timedelta(days=14))
    return [f"{each.starts.astimezone(UTC):%d %H:%M}–{each.ends.astimezone(UTC):%d %H:%M}" for each in found]


BERLIN, DAY = ";TZID=Europe/Berlin", ";VALUE=DATE"
CASES = {
    "busy": ([event("20261124T090000Z", "20261124T110000Z", title="Budget")], "", ["24 09:00–24 11:00"]),
    "free": ([event("20261124T090000Z", "20261124T110000Z", "TRANSP:TRANSPARENT")], "", []),
    "free, but named": (
        [event("20261124T090000Z", "20261124T110000Z", "TRANSP:TRANSPARENT", title="deep FOCUS time")],
        "Focus",
        ["24 09:00–24 11:00"],
    ),
    "not named": ([event("20261124T090000Z", "20261124T110000Z", title="Budget")], "Focus", []),
    "tentative, for Outlook": (
        [event("20261124T090000Z", "20261124T110000Z", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE")],
        "",
        [],
    ),
    "called off": ([event("20261124T090000Z", "20261124T110000Z", "STATUS:CANCELLED")], "Focus", []),
    "a day, by one's own clock": ([event("20261126", "20261127", zone=DAY)], "", ["26 05:00–27 05:00"]),
    "no zone: one's own": ([event("20261127T140000", "20261127T150000")], "", ["27 19:00–27 20:00"]),
    "a zone as Windows names it": (
        [event("20261127T090000", "20261127T100000", zone=";TZID=W. Europe Standard Time")],
        "",
        ["27 08:00–27 09:00"],
    ),
    "for years each Monday and Wednesday, but once": (
        [
            event(
                "20200106T090000",
                "20200106T110000",
                "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
                "EXDATE;TZID=Europe/Berlin:20261125T090000",
                zone=BERLIN,
            )
        ],
        "",
        ["23 08:00–23 10:00", "30 08:00–30 10:00", "02 08:00–02 10:00"],
    ),
    "each day, until last year": (
        [event("20200106T090000Z", "20200106T110000Z", "RRULE:FREQ=DAILY;UNTIL=20251231T000000Z")],
        "",
        [],
    ),
    "by a length": ([event("20261124T090000Z", "", "DURATION:PT90M")], "", ["24 09:00–24 10:30"]),
    "touching, and one in the other": (
        [
            event("20261124T090000Z", "20261124T110000Z", title="a"),
            event("20261124T100000Z", "20261124T103000Z", title="b"),
            event("20261124T110000Z", "20261124T120000Z", title="c"),
        ],
        "",
        ["24 09:00–24 12:00"],
    ),
    "begun weeks ago, and never over": ([event("20261101", "20270301", zone=DAY)], "", ["01 04:00–01 05:00"]),
    "past, and far ahead": (
        [event("20261020T090000Z", "20261020T100000Z"), event("20270120T090000Z", "20270120T100000Z")],
        "",
        [],
    ),
    "broken, each second, for ever, cut off; what is right besides": (
        [
            event("20261124T", "nonsense"),
            event("20261124T090000Z", "99991231T235959Z", title="ever"),
            event("20261124T090000Z", "20261124T100000Z", "RRULE:FREQ=WEEKLY;BYDAY=XX", title="day"),
            event("20261124T090000Z", "20261124T100000Z", "RRULE:FREQ=DAILY;INTERVAL=x", title="number"),
            event("20261126T090000Z", "20261126T100000Z", "RDATE:00010101T000000Z", title="rome"),
            event("20261124T090000Z", "", "DURATION:P9999999D", title="long"),
            "BEGIN:VTIMEZONE\r\nTZID:Nowhere\r\nBEGIN:STANDARD\r\nDTSTART:x\r\nEND:STANDARD\r\nEND:VTIMEZONE",
            event("20261124T090000Z", "20261124T090100Z", "RRULE:FREQ=SECONDLY", title="s"),
            event("20261125T090000Z", "20261125T100000Z"),
            "BEGIN:VEVENT\r\nUID:cut\r\nDTSTART:20261125T120000Z",
        ],
        "",
        ["25 09:00–25 10:00", "26 09:00–26 10:00"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_focus_time(name):
    events, word, expected = CASES[name]
    assert read(*events, word=word) == expected


@pytest.mark.parametrize("body", [b"", b"<!doctype html><title>Calendar</title>", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_refused(body):
    with pytest.raises(Invalid):
        blocks(body, word="", tz=YORK, first=MONDAY, last=MONDAY)


def test_events_that_never_end_cost_a_moment():
    lines = b"BEGIN:VEVENT\r\n" * (10_000_000 // 14)
    began = perf_counter()
    found = blocks(
        b"BEGIN:VCALENDAR\r\n" + lines, word="", tz=YORK, first=MONDAY, last=MONDAY + timedelta(days=14)
    )
    assert (found, perf_counter() - began < 20) == ([], True)  # seconds; it was hours


def test_blocks_are_cut_out_of_work_and_leave_some_of_it_or_none():
    office, utc = work("01234", *(datetime(2026, 1, 1, hour).time() for hour in (9, 17))), ZoneInfo("UTC")
    block = Block(MONDAY + 2 * HOUR, MONDAY + 26 * HOUR)  # from 10 to 10 on Tuesday
    lunch = Window("0123456", *(datetime(2026, 1, 1, hour).time() for hour in (12, 13)))
    monday, tuesday = (office.span(date(2026, 11, day), utc) for day in (23, 24))
    assert without(monday, [lunch, block], utc) == [(MONDAY + HOUR, MONDAY + 2 * HOUR)]
    assert [each[0].hour for each in without(tuesday, [lunch, block], utc)] == [10, 13]
    whole = Block(MONDAY, MONDAY + timedelta(days=14))
    days = [date(2026, 11, day) for day in (23, 24)]
    assert leave_some(office, [block], utc, days)
    assert not leave_some(office, [whole], utc, days)


def test_days_say_from_when_to_when():
    day = timedelta(days=1)
    at = MONDAY.replace(hour=5)  # midnight in New York
    told = [(4 * HOUR, 6 * HOUR), (15 * HOUR, 24 * HOUR), (day, 2 * day), (2 * day + HOUR, 4 * day)]
    found = sentences.focus_days([Block(at + begin, at + over) for begin, over in told], YORK, MONDAY)
    assert [*found.values()] == ["04:00–06:00, 15:00–00:00", "all day", "01:00 to Fri 27 Nov, 00:00"]
