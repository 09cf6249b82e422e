"""iCalendar files as two libraries read them: zones, folding, whole days, messages. No database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from learnhub.core import ics
from learnhub.core.ics import Guest, Happening
from tests.support import ical_js

STOCKHOLM, HOUR = ZoneInfo("Europe/Stockholm"), timedelta(hours=1)
ZONES = {  # where clocks change by an hour, by half an hour, and for a month
    "Europe/Stockholm": (datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1)),
    "Australia/Lord_Howe": (datetime(2026, 4, 4, 15), datetime(2026, 10, 3, 15, 30)),
    "America/New_York": (datetime(2026, 3, 8, 7), datetime(2026, 11, 1, 6)),
}


def happening(**over):
    usual = {
        "uid": "talk-1@example",
        "title": "Evals",
        "zone": STOCKHOLM,
        "starts_at": datetime(2026, 12, 3, 11, tzinfo=UTC),
        "ends_at": datetime(2026, 12, 3, 12, tzinfo=UTC),
        "url": "https://hub.example.org/talks/k",
        "changed_at": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return Happening(**usual | over)


def calendar(*happenings):
    return ics.calendar(happenings, name="Mine")


def moments(body):
    return [
        (each["dtstart"].dt.astimezone(UTC), each["dtend"].dt.astimezone(UTC))
        for each in Calendar.from_ical(body).walk("VEVENT")
    ]


def test_both_clock_changes_are_right_in_three_zones_for_both_libraries():
    starts = [
        (ZoneInfo(name), change.replace(tzinfo=UTC) + minutes * timedelta(minutes=30))
        for name, changes in ZONES.items()
        for change in changes
        for minutes in range(-4, 5)
    ]
    wanted = [(at, at + HOUR) for _, at in starts]
    made = [
        happening(uid=f"talk-{n}@x", zone=zone, starts_at=at, ends_at=at + HOUR)
        for n, (zone, at) in enumerate(starts)
    ]
    body = calendar(*made)
    assert moments(body) == wanted
    assert [(each.starts, each.ends) for each in ical_js.read(body)] == [
        (f"{a:%Y-%m-%dT%H:%M:%SZ}", f"{b:%Y-%m-%dT%H:%M:%SZ}") for a, b in wanted
    ]


def test_each_zone_is_there_once_and_covers_the_dates():
    body = calendar(happening(), happening(uid="talk-2@x", starts_at=datetime(2029, 7, 1, tzinfo=UTC)))
    [zone] = Calendar.from_ical(body).walk("VTIMEZONE")
    onsets = [
        each.dt.year
        for part in zone.subcomponents
        for each in [part["dtstart"], *(part["rdate"].dts if "rdate" in part else [])]
    ]
    assert (str(zone["tzid"]), min(onsets), max(onsets)) == ("Europe/Stockholm", 2025, 2030)


@given(
    st.text(  # icalendar reads a written backslash before an n as the end of a line: see below
        alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\\"),
        min_size=1,
        max_size=200,
    )
)
def test_lines_are_folded_by_octets_and_whatever_was_written_comes_back(title):
    body = calendar(happening(title=title, text=f"{title}\n\n{title}"))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert all(line.decode() for line in body.split(b"\r\n") if line)
    [event] = Calendar.from_ical(body).walk("VEVENT")
    assert (event["summary"], event["description"]) == (title, f"{title}\n\n{title}")


def test_ical_js_reads_emoji_commas_and_lines_folded_in_between():
    title = "👩🏽‍🔬 Evals, wie man’s misst; " * 9
    [event] = ical_js.read(calendar(happening(title=title, text="a\nb")))
    assert (event.title, event.text) == (title, "a\nb")


def test_backslashes_are_no_ends_of_lines():
    title = r"C:\New, \n and \; are \\names"
    [event] = ical_js.read(calendar(happening(title=title)))
    assert event.title == title


def test_whole_days_end_on_the_day_after():
    span = {
        "starts_at": datetime(2026, 10, 23, 22, tzinfo=UTC),
        "ends_at": datetime(2026, 10, 25, 22, 59, tzinfo=UTC),
    }
    body = calendar(happening(**span))
    [event] = Calendar.from_ical(body).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 10, 24), date(2026, 10, 26))
    assert [(each.starts, each.ends) for each in ical_js.read(body)] == [("2026-10-24", "2026-10-26")]


def test_a_file_is_the_same_bytes_each_time_and_holds_what_a_feed_must():
    body = calendar(happening(sequence=3, cancelled=True))
    assert body == calendar(happening(sequence=3, cancelled=True))
    [event] = Calendar.from_ical(body).walk("VEVENT")
    assert (event["sequence"], event["status"], event["dtstamp"].dt) == (
        3,
        "CANCELLED",
        datetime(2026, 11, 1, tzinfo=UTC),
    )
    assert all(name not in body for name in (b"METHOD", b"ATTENDEE", b"ORGANIZER"))


@pytest.mark.parametrize(
    ("method", "cancelled", "status"),
    [("REQUEST", False, "CONFIRMED"), ("CANCEL", True, "CANCELLED"), ("CANCEL", False, None)],
)
def test_a_message_names_one_guest_who_is_asked_for_no_answer(method, cancelled, status):
    guest = Guest("hub@example.org", "ada@example.org", 'Ada "the first", Lovelace: Ltd; x')
    at = datetime(2026, 11, 5, 9, tzinfo=UTC)
    body = ics.message(happening(cancelled=cancelled), guest, method=method, at=at)
    made = Calendar.from_ical(body)
    [event] = made.walk("VEVENT")
    who = event["attendee"]
    assert (made["method"], event.get("status"), event["dtstamp"].dt) == (method, status, at)
    assert (who, event["organizer"]) == ("mailto:ada@example.org", "mailto:hub@example.org")
    assert (who.params["RSVP"], who.params["PARTSTAT"]) == ("FALSE", "ACCEPTED")
    assert not event["organizer"].params
    assert len(ical_js.read(body)) == 1
