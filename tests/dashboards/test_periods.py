from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from learnhub.core import clock
from learnhub.dashboards import figures, periods

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("today", "key", "starts", "ends", "days"),
    [
        (date(2026, 12, 3), "quarter", date(2026, 10, 5), date(2026, 12, 7), "5 Oct – 6 Dec 2026"),
        (date(2026, 12, 3), "last-quarter", date(2026, 7, 6), date(2026, 10, 5), "6 Jul – 4 Oct 2026"),
        (date(2026, 12, 3), "year", date(2025, 12, 8), date(2026, 12, 7), "8 Dec 2025 – 6 Dec 2026"),
        (date(2027, 1, 1), "quarter", date(2026, 10, 5), date(2027, 1, 4), "5 Oct 2026 – 3 Jan 2027"),
        (date(2027, 1, 4), "quarter", date(2027, 1, 4), date(2027, 1, 11), "4–10 Jan 2027"),
        (date(2027, 1, 4), "last-quarter", date(2026, 10, 5), date(2027, 1, 4), "5 Oct 2026 – 3 Jan 2027"),
    ],
)
def test_periods_are_whole_weeks_that_belong_where_their_monday_lies(
    monkeypatch, today, key, starts, ends, days
):
    later = datetime(2028, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    period = periods.choices(today, STOCKHOLM)[key]
    assert (period.starts, period.ends, period.days) == (starts, ends, days)


def test_a_period_that_runs_says_until_when_it_is_counted(monkeypatch):
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    found = periods.choices(now.date(), STOCKHOLM)
    assert [each.said for each in found.values()] == [
        "This quarter so far: 5 Oct – 23 Nov 2026",
        "Last quarter, in whole weeks: 6 Jul – 4 Oct 2026",
        "Last 52 weeks, this one so far: 1 Dec 2025 – 23 Nov 2026",
    ]


@pytest.mark.parametrize(
    ("today", "key", "over", "weeks"),
    [
        (date(2026, 12, 3), "quarter", 8, 9),
        (date(2026, 12, 3), "last-quarter", 13, 13),
        (date(2027, 1, 4), "quarter", 0, 1),
        (date(2027, 1, 18), "quarter", 2, 3),
        (date(2027, 1, 17), "year", 51, 52),
    ],
)
def test_a_running_period_has_weeks_that_are_over_and_one_that_is_not(today, key, over, weeks):
    period = periods.choices(today, STOCKHOLM)[key]
    assert (period.weeks_over(today), len(period.weeks)) == (over, weeks)


def test_the_period_before_is_as_long_and_ends_where_this_one_starts():
    period = periods.choices(date(2026, 12, 3), STOCKHOLM)["quarter"]
    before = period.before()
    assert (before.ends, len(before.weeks)) == (period.starts, len(period.weeks))


def test_a_period_begins_at_midnight_of_the_organisation():
    period = periods.choices(date(2026, 12, 3), STOCKHOLM)["quarter"]
    assert period.since.isoformat() == "2026-10-05T00:00:00+02:00"
    assert period.until.isoformat() == "2026-12-07T00:00:00+01:00"


def test_a_period_that_runs_says_how_long_it_is_so_far(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
    found = periods.choices(date(2026, 11, 23), STOCKHOLM)
    assert [found[key].so_far for key in ("quarter", "last-quarter")] == ["7 weeks and 1 day", "13 weeks"]
    assert found["quarter"].before().short_days == "10 Aug – 4 Oct"


def test_no_period_runs_into_another_whatever_the_day():
    """A quarter of 14 weeks after one of 13 would be compared with weeks that two other numbers share."""
    for days in range(0, 366 * 9, 7):
        now = datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)
        offered = figures.offered(now, STOCKHOLM)
        assert not any(figures._crosses(one, two) for one, two in combinations(offered, 2))
        assert {*periods.choices(now.date(), STOCKHOLM).values()} <= {*offered}
