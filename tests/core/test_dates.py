"""How times are worded."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from learnhub.core import dates

STOCKHOLM = ZoneInfo("Europe/Stockholm")
KOLKATA = ZoneInfo("Asia/Kolkata")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday, 13:00 in Stockholm
DUE = datetime(2026, 12, 3, 16, 0, tzinfo=UTC)
TODAY = date(2026, 12, 3)  # a Thursday


def test_a_moment_names_day_time_and_zone():
    assert dates.moment(DUE, STOCKHOLM, NOW) == "Thu 3 Dec, 17:00 CET"
    assert dates.moment_and_relative(DUE, STOCKHOLM, NOW) == "Thu 3 Dec, 17:00 CET, in 11 days"


def test_another_year_is_named():
    assert dates.moment(DUE + timedelta(days=365), STOCKHOLM, NOW) == "Fri 3 Dec 2027, 17:00 CET"


def test_summer_time_has_its_own_letters():
    assert dates.zone_mark(datetime(2026, 7, 1, tzinfo=UTC), STOCKHOLM) == "CEST"


def test_a_zone_without_letters_is_told_by_its_distance():
    assert dates.zone_mark(NOW, SAO_PAULO) == "UTC−3"
    assert dates.zone_mark(NOW, ZoneInfo("Asia/Kathmandu")) == "UTC+5:45"
    assert dates.zone_mark(NOW, KOLKATA) == "IST"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=15), "in 15 min"),
        (timedelta(hours=2, minutes=40), "in 2 h 40 min"),
        (timedelta(hours=5), "in 5 h"),
        (timedelta(hours=14, minutes=20), "in 14 h"),
        (timedelta(hours=23, minutes=50), "in 1 day"),
        (timedelta(hours=30), "tomorrow"),
        (timedelta(days=11, hours=4), "in 11 days"),
        (timedelta(days=118), "in 118 days"),
        (timedelta(days=400), "in 13 months"),
        (timedelta(days=1100), "in 3 years"),
        (-timedelta(minutes=15), "15 min ago"),
        (-timedelta(hours=30), "yesterday"),
        (-timedelta(days=3), "3 days ago"),
    ],
)
def test_the_distance_of_a_moment(ahead: timedelta, said: str):
    assert dates.relative(NOW + ahead, NOW, STOCKHOLM) == said


def test_tomorrow_is_the_readers_tomorrow():
    night = datetime(2026, 12, 4, 23, 30, tzinfo=UTC)
    assert dates.relative(night, datetime(2026, 12, 3, 12, tzinfo=UTC), UTC) == "tomorrow"
    assert dates.relative(night, datetime(2026, 12, 3, 12, tzinfo=UTC), KOLKATA) == "in 2 days"


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(0), "due now"),
        (timedelta(seconds=40), "overdue by less than a minute"),
        (timedelta(minutes=5), "overdue by 5 min"),
        (timedelta(hours=20), "overdue by 20 h"),
        (timedelta(days=1, hours=2), "overdue by 1 day"),
        (timedelta(days=9), "overdue by 9 days"),
        (-timedelta(minutes=160), "due in 2 h 40 min"),
    ],
)
def test_what_is_late_says_by_how_much(late: timedelta, said: str):
    assert dates.lateness(NOW, NOW + late, UTC) == said


def test_less_than_one_of_a_unit_is_never_none_of_it():
    """Ages said "0 min" and "0 days"."""
    assert dates.duration(timedelta(seconds=59)) == "less than a minute"
    ages = [dates.whole_days(timedelta(hours=each)) for each in (0, 23, 24, 47, 96)]
    assert ages == ["less than a day", "less than a day", "1 day", "1 day", "4 days"]


def test_durations_have_two_units_at_most():
    lengths = [
        timedelta(minutes=45),
        timedelta(minutes=160),
        timedelta(hours=3),
        timedelta(days=2, hours=4, minutes=9),
    ]
    assert [dates.duration(each) for each in lengths] == ["45 min", "2 h 40 min", "3 h", "2 days 4 h"]


@pytest.mark.parametrize(
    ("start", "end", "block"),
    [
        (date(2026, 12, 3), None, ("Thursday", "3", "December")),
        (date(2027, 1, 8), None, ("Friday", "8", "January 2027")),
        (date(2026, 12, 2), date(2026, 12, 4), ("Wed to Fri", "2–4", "December 2026")),
        (date(2026, 11, 30), date(2026, 12, 4), ("Mon to Fri", "30–4", "Nov to Dec 2026")),
        (date(2026, 12, 7), date(2027, 1, 22), ("7 weeks", "7 Dec", "to 22 January 2027")),
        (date(2026, 12, 1), date(2026, 12, 24), ("3 weeks", "1–24", "December 2026")),
    ],
)
def test_the_date_block_is_a_day_or_a_span(start: date, end: date | None, block: tuple[str, str, str]):
    assert dates.block(start, end, STOCKHOLM, TODAY) == block


def test_the_block_of_moments_is_in_the_readers_zone():
    late = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    assert dates.block(late, None, STOCKHOLM, TODAY).big == "4"


@pytest.mark.parametrize(
    ("away", "named", "chapter"),
    [
        (-8, "Wed 25 Nov", "Last week"),
        (-2, "Tue 1 Dec", "This week"),
        (-1, "Yesterday", "Yesterday"),
        (0, "Today", "Today"),
        (1, "Tomorrow", "Tomorrow"),
        (2, "Saturday", "Later this week"),
        (5, "Tuesday", "Next week"),
        (7, "Thu 10 Dec", "Next week"),
        (12, "Tue 15 Dec", "December"),
        (40, "Tue 12 Jan 2027", "January 2027"),
    ],
)
def test_days_are_named_as_one_speaks_of_them(away: int, named: str, chapter: str):
    day = TODAY + timedelta(days=away)
    assert (dates.day_name(day, TODAY), dates.chapter(day, TODAY)) == (named, chapter)


def test_weeks_begin_where_the_organisation_says():
    sunday = date(2026, 12, 6)
    assert dates.chapter(sunday, TODAY, first_weekday=0) == "Later this week"
    assert dates.chapter(sunday, TODAY, first_weekday=6) == "Next week"


def test_spans_of_days_and_of_moments():
    assert dates.days(date(2026, 12, 7), date(2026, 12, 11), TODAY) == "7–11 Dec"
    assert dates.days(date(2026, 11, 30), date(2026, 12, 4), TODAY) == "30 Nov – 4 Dec"
    assert dates.days(date(2026, 12, 30), date(2027, 1, 4), TODAY) == "30 Dec – 4 Jan 2027"
    assert dates.days(TODAY, TODAY, TODAY) == "3 Dec"
    start = datetime(2026, 12, 10, 11, 15, tzinfo=UTC)
    assert (
        dates.between(start, start + timedelta(minutes=45), STOCKHOLM, NOW) == "Thu 10 Dec, 12:15–13:00 CET"
    )
    assert (
        dates.between(start, start + timedelta(days=2), STOCKHOLM, NOW)
        == "Thu 10 Dec, 12:15 to Sat 12 Dec, 12:15 CET"
    )


def test_attributes_carry_the_readers_offset():
    assert dates.iso(DUE, STOCKHOLM) == "2026-12-03T17:00+01:00"
    assert dates.iso(TODAY, STOCKHOLM) == "2026-12-03"


def test_zones_are_found_or_fall_back():
    assert dates.zone("Europe/Stockholm") == STOCKHOLM
    assert dates.zone("Mars/Base", STOCKHOLM) == STOCKHOLM
    assert dates.zone("../etc/passwd") == UTC
    assert dates.zone_city("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert dates.zone_names()[0] == "UTC"
    assert {"Europe/Stockholm", "Asia/Kolkata"} < set(dates.zone_names())


@given(
    some.datetimes(timezones=some.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1))
)
def test_a_moment_ahead_is_never_said_to_be_past(value: datetime):
    said = dates.relative(value, NOW, KOLKATA)
    assert ("ago" in said or said == "yesterday") == (value <= NOW - timedelta(minutes=1))
