from datetime import date

import pytest

from learnhub.goals import periods
from learnhub.goals.periods import Quarter


@pytest.mark.parametrize(
    ("day", "key", "first", "last"),
    [
        (date(2026, 11, 22), "2026-4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), "2028-1", date(2028, 1, 1), date(2028, 3, 31)),
        (date(2026, 6, 30), "2026-2", date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_a_day_lies_in_one_quarter(day, key, first, last):
    quarter = periods.quarter_of(day)
    assert (quarter.key, quarter.first, quarter.last) == (key, first, last)
    assert periods.read(key) == quarter


def test_quarters_follow_each_other_over_the_year():
    keys = [quarter.key for quarter in periods.coming(date(2026, 11, 22), 3)]
    assert keys == ["2026-4", "2027-1", "2027-2"]
    assert Quarter(2027, 1).label == "January to March 2027"


@pytest.mark.parametrize(("day", "key"), [(date(2026, 11, 22), "2026-4"), (date(2026, 12, 5), "2027-1")])
def test_a_new_goal_is_for_a_quarter_that_is_not_nearly_over(day, key):
    assert periods.usual(day).key == key


@pytest.mark.parametrize("key", ["", "2026", "2026-5", "26-1", "x-1", "2026-", "٢٠٢٦-1", "9999-1"])
def test_what_is_no_quarter_is_none(key):
    assert periods.read(key) is None


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2026, 11, 10), date(2026, 12, 10)),
        (date(2026, 11, 12), date(2026, 12, 14)),  # a Saturday moves to Monday
        (date(2026, 12, 20), date(2026, 12, 31)),
    ],
)
def test_the_next_update_is_due_a_month_on_and_within_the_period(last, due):
    assert periods.update_due(last, date(2026, 12, 31)) == due
