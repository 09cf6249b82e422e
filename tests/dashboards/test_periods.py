from datetime import date
from zoneinfo import ZoneInfo

import pytest

from learnhub.dashboards import periods

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("today", "key", "starts", "ends", "weeks"),
    [
        (date(2026, 12, 3), "quarter", date(2026, 10, 5), date(2026, 12, 7), "weeks 41–49"),
        (date(2026, 12, 3), "last-quarter", date(2026, 7, 6), date(2026, 10, 5), "weeks 28–40"),
        (date(2026, 12, 3), "year", date(2025, 12, 8), date(2026, 12, 7), "weeks 50–49"),
        (date(2027, 1, 1), "quarter", date(2026, 10, 5), date(2027, 1, 4), "weeks 41–53"),
        (date(2027, 1, 4), "quarter", date(2027, 1, 4), date(2027, 1, 11), "week 1"),
        (date(2027, 1, 4), "last-quarter", date(2026, 10, 5), date(2027, 1, 4), "weeks 41–53"),
    ],
)
def test_periods_are_whole_weeks_that_belong_where_their_monday_lies(today, key, starts, ends, weeks):
    period = periods.choices(today, STOCKHOLM)[key]
    assert (period.starts, period.ends, period.week_numbers) == (starts, ends, weeks)


def test_the_period_before_is_as_long_and_ends_where_this_one_starts():
    period = periods.choices(date(2026, 12, 3), STOCKHOLM)["quarter"]
    before = period.before()
    assert (before.ends, len(before.weeks)) == (period.starts, len(period.weeks))


def test_a_period_begins_at_midnight_of_the_organisation():
    period = periods.choices(date(2026, 12, 3), STOCKHOLM)["quarter"]
    assert period.since.isoformat() == "2026-10-05T00:00:00+02:00"
    assert period.until.isoformat() == "2026-12-07T00:00:00+01:00"
