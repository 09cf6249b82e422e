"""The rule of a series, by the clock on the wall: pure."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from learnhub.core.walltime import instant
from learnhub.programs.series_rules import (
    Rule,
    ended_before,
    in_words,
    moments,
    nth_of,
    paired,
    read,
    rest_of,
    shifted,
    walls,
)

THURSDAY = datetime(2026, 10, 15, 12)


@pytest.mark.parametrize(
    ("zone", "before", "after", "spring"),
    [
        ("Europe/Stockholm", 10, 11, 10),
        ("America/New_York", 16, 17, 16),
        ("Australia/Sydney", 1, 1, 2),  # its summer begins before the first date, and ends in April
    ],
)
def test_noon_stays_noon_over_both_clock_changes(zone, before, after, spring):
    found = moments(Rule((3,)), THURSDAY, ZoneInfo(zone), most=30)
    assert {at.astimezone(ZoneInfo(zone)).hour for at in found} == {12}
    by_day = {at.astimezone(ZoneInfo(zone)).date(): at.astimezone(UTC).hour for at in found}
    assert (by_day[date(2026, 10, 22)], by_day[date(2026, 11, 5)], by_day[date(2027, 4, 15)]) == (
        before,
        after,
        spring,
    )


def test_an_hour_that_is_left_out_and_one_that_comes_twice():
    zone, sundays = ZoneInfo("Europe/Stockholm"), Rule((6,))
    found = moments(sundays, datetime(2027, 3, 21, 2, 30), zone, most=3)
    assert [f"{at.astimezone(zone):%d %H:%M}" for at in found] == ["21 02:30", "28 03:30", "04 02:30"]
    twice = moments(sundays, datetime(2026, 10, 25, 2, 30), zone, most=2)
    assert twice[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


@pytest.mark.parametrize(
    ("rule", "written", "said", "days"),
    [
        (Rule((3,)), "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH", "every Thursday, 12:00", "1015 1022 1029"),
        (
            Rule((0, 3), every=2, times=3),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=3",
            "every 2 weeks on Monday and Thursday, 12:00, 3 times",
            "1015 1026 1029",
        ),
        (
            Rule((3,), nth=3, until=date(2026, 12, 1)),
            "FREQ=MONTHLY;INTERVAL=1;BYDAY=3TH;UNTIL=20261201T235900",
            "every month on the third Thursday, 12:00, until 1 December 2026",
            "1015 1119",
        ),
        (
            Rule((4,), every=3, nth=-1),
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
            "every 3 months on the last Friday, 12:00",
            "1030 0129 0430",
        ),
    ],
)
def test_rules_are_written_read_said_and_expanded(rule, written, said, days):
    assert (str(rule), read(written), in_words(rule, THURSDAY)) == (written, rule, said)
    assert " ".join(f"{each:%m%d}" for each in walls(rule, THURSDAY, most=3)) == days


def test_a_rule_is_split_and_nothing_is_lost_or_twice():
    whole = Rule((3,), times=6)
    dates = walls(whole, THURSDAY, most=9)
    old, new = ended_before(whole, dates[2]), rest_of(whole, THURSDAY, dates[2])
    assert walls(old, THURSDAY, most=9) + walls(new, dates[2], most=9) == dates
    zone = ZoneInfo("Europe/Stockholm")
    assert moments(whole, THURSDAY, zone, but={instant(dates[1], zone)}, most=9) == [
        instant(each, zone) for each in dates if each != dates[1]
    ]


def test_a_rule_moves_as_its_date_moves():
    assert shifted(Rule((0, 3)), THURSDAY, datetime(2026, 10, 16, 9)) == Rule((1, 4))
    assert shifted(Rule((3,), nth=3), THURSDAY, datetime(2026, 10, 13, 9)) == Rule((1,), nth=2)
    assert [
        nth_of(date(2026, 10, 29)),
        nth_of(date(2026, 10, 22), last=True),
        nth_of(date(2026, 10, 22)),
    ] == [
        -1,
        4,
        4,
    ]
    assert paired([1, 2, 3], [4, 5]) == [(1, 4), (2, 5), (3, None)]
