"""Weeks in a row by one’s own clock, and pods without managers: what holds for all. No database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.cohorts import pods, streaks
from learnhub.cohorts.streaks import EARNED_BY, FREEZES, WEEK

AUCKLAND, KOLKATA, ANGELES = (
    ZoneInfo(name) for name in ("Pacific/Auckland", "Asia/Kolkata", "America/Los_Angeles")
)
MONDAY = date(2026, 11, 2)
ZONES = st.sampled_from([AUCKLAND, KOLKATA, ANGELES])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
# Around midnight on Sundays, by the wall of each; the clocks change on 27 Sep and 5 Apr in Auckland, on
# 8 Mar and 1 Nov in Los Angeles, all of them Sundays: the last day of the week.
WALLS = [
    (AUCKLAND, datetime(2026, 9, 27, 1, 59), date(2026, 9, 21)),
    (AUCKLAND, datetime(2026, 9, 27, 23, 59, 59), date(2026, 9, 21)),
    (AUCKLAND, datetime(2026, 9, 28), date(2026, 9, 28)),
    (AUCKLAND, datetime(2026, 4, 5, 2, 30), date(2026, 3, 30)),
    (AUCKLAND, datetime(2026, 4, 5, 2, 30, fold=1), date(2026, 3, 30)),
    (KOLKATA, datetime(2026, 11, 8, 23, 59, 59), date(2026, 11, 2)),
    (KOLKATA, datetime(2026, 11, 9), date(2026, 11, 9)),
    (ANGELES, datetime(2026, 3, 8, 23, 59), date(2026, 3, 2)),
    (ANGELES, datetime(2026, 3, 9), date(2026, 3, 9)),
    (ANGELES, datetime(2026, 11, 1, 1, 30, fold=1), date(2026, 10, 26)),
    (ANGELES, datetime(2026, 11, 1, 23, 59, 59), date(2026, 10, 26)),
]


@pytest.mark.parametrize(("zone", "wall", "week"), WALLS)
def test_a_week_is_the_persons_own(zone, wall, week):
    moment = wall.replace(tzinfo=zone)
    assert streaks.week_of(moment.astimezone(UTC), zone) == week
    assert moment < streaks.ends_at(week, zone)


def test_one_moment_is_in_three_weeks_ends():
    """Sunday evening in Kolkata is Monday in Auckland, and Sunday morning in Los Angeles."""
    moment = datetime(2026, 11, 8, 18, tzinfo=UTC)
    assert [streaks.week_of(moment, zone) for zone in (AUCKLAND, KOLKATA, ANGELES)] == [
        date(2026, 11, 9),
        date(2026, 11, 2),
        date(2026, 11, 2),
    ]


@given(MOMENTS, ZONES)
def test_a_week_holds_its_moments_and_no_other(moment, zone):
    week = streaks.week_of(moment, zone)
    assert week.weekday() == 0
    assert streaks.ends_at(week - WEEK, zone) <= moment < streaks.ends_at(week, zone)
    hours = (streaks.ends_at(week, zone) - streaks.ends_at(week - WEEK, zone)) / timedelta(hours=1)
    assert hours in {167, 168, 169}, "clocks change"


def weeks(marks: str) -> tuple[set[date], set[date], date]:
    """Read x for a check-in, a for away, . for nothing; the last is the week that goes on."""
    days = [MONDAY + WEEK * number for number in range(len(marks))]
    kept = {day for day, mark in zip(days, marks, strict=True) if mark == "x"}
    return kept, {day for day, mark in zip(days, marks, strict=True) if mark == "a"}, days[-1]


# marks, weeks in a row, freezes left
STREAKS = [
    (".", 0, 1),
    ("x", 1, 1),
    ("x.", 1, 1),  # the week goes on
    ("xx.x", 3, 0),  # a freeze
    ("xx..x", 1, 1),  # one freeze is not enough for two
    ("xxxx.", 4, 2),
    ("xxxx..x", 5, 0),  # two were there
    ("xxxx...x", 1, 1),
    ("xxxxxxxxxxxx", 12, FREEZES),
    ("xxaax", 3, 1),  # away costs nothing
    ("aax", 1, 1),
    ("...x", 1, 1),  # nothing is lost before it begins
    ("xa.x", 2, 0),
]


@pytest.mark.parametrize(("marks", "row", "left"), STREAKS)
def test_a_streak(marks, row, left):
    kept, held, this = weeks(marks)
    found = streaks.count(kept, held, MONDAY, this)
    assert (found.weeks, found.freezes, found.done) == (row, left, marks[-1] == "x")


@given(st.text("xa.", min_size=1, max_size=40))
def test_a_streak_never_counts_more_than_was_done_and_one_more_week_helps(marks):
    kept, held, this = weeks(marks)
    found = streaks.count(kept, held, MONDAY, this)
    assert 0 <= found.weeks <= len(kept)
    assert 0 <= found.freezes <= FREEZES
    more = streaks.count(kept | {this}, held, MONDAY, this)
    assert more.weeks == found.weeks + (this not in kept)
    if "." not in marks[:-1]:
        assert found.weeks == len(kept)
        assert found.freezes == min(1 + len(kept) // EARNED_BY, FREEZES)


def test_the_weeks_of_being_away():
    assert streaks.away_weeks(None, None) == set()
    assert streaks.away_weeks(date(2026, 11, 6), date(2026, 11, 16)) == {
        MONDAY,
        MONDAY + WEEK,
        MONDAY + 2 * WEEK,
    }


@given(
    st.integers(0, 30).flatmap(
        lambda n: st.tuples(
            st.just(n), st.sets(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60)
        )
    )
)
def test_pods_are_of_two_or_three_and_never_with_a_manager(case):
    number, pairs = case
    apart = {frozenset(pair) for pair in pairs if pair[0] != pair[1]}
    found = pods.propose([*range(number)], apart)
    placed = [one for pod in found for one in pod]
    assert len(placed) == len(set(placed))
    assert all(pods.FEWEST <= len(pod) <= pods.MOST for pod in found)
    assert not any(frozenset((one, other)) in apart for pod in found for one in pod for other in pod)
    if not apart and number > 1:
        assert len(placed) == number


def test_two_who_may_not_share_a_pod_find_one_each_though_all_the_others_are_full():
    """Twelve stood in four pods of three, and the last two in none, as one manages the other."""
    found = pods.propose([*range(14)], {frozenset((12, 13))})
    assert sorted(one for pod in found for one in pod) == [*range(14)]
    assert sorted(map(len, found)) == [2, 3, 3, 3, 3]
    assert pods.propose([1, 2], {frozenset((1, 2))}) == []


@pytest.mark.parametrize(
    ("number", "apart"), [(4, [(0, 3), (2, 3)]), (4, [(0, 1), (1, 3), (2, 3)]), (5, [(1, 2), (2, 4)])]
)
def test_nobody_is_left_out_because_others_were_put_together_first(number, apart):
    """Of four people, three were a pod and the fourth, whom one of them may meet, was in none."""
    barred = {frozenset(pair) for pair in apart}
    found = pods.propose([*range(number)], barred)
    assert sorted(one for pod in found for one in pod) == [*range(number)]
    assert not [pod for pod in found for pair in barred if pair <= {*pod}]
