"""How far key results and goals have come: what holds for all numbers."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.goals import progress
from learnhub.goals.models import Direction, KeyResult, KeyResultKind, Outcome

VALUE = st.decimals(-1000, 1000, places=2)
WEIGHT = st.integers(0, 10)
SHARE = st.none() | st.floats(0, 1)
PARTS = st.lists(st.tuples(WEIGHT, SHARE), max_size=12)


def metric(
    baseline: object, target: object, current: object, direction: Direction | None = None
) -> KeyResult:
    values = [None if value is None else Decimal(str(value)) for value in (baseline, target, current)]
    if direction is None:
        falls = values[0] is not None and values[1] is not None and values[1] < values[0]
        direction = Direction.DOWN if falls else Direction.UP
    return KeyResult(
        kind=KeyResultKind.METRIC,
        title="x",
        baseline=values[0],
        target=values[1],
        current=values[2],
        direction=direction,
        weight=1,
    )


def milestone(*, reached: bool) -> KeyResult:
    at = datetime(2026, 11, 1, tzinfo=UTC) if reached else None
    return KeyResult(kind=KeyResultKind.MILESTONE, title="x", reached_at=at, weight=1)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "share"),
    [
        (91, 45, 91, 0),
        (91, 45, 68, 0.5),
        (91, 45, 45, 1),
        (91, 45, 30, 1),
        (91, 45, 120, 0),
        (10, 20, 15, 0.5),
        (-10, 10, 0, 0.5),
        (5, 5, 5, 1),
        (5, 5, 4, 0),
        (91, 45, None, None),
        (None, 45, 40, None),
        (None, 45, 50, 1),
    ],
)
def test_progress_is_the_share_of_the_way_from_baseline_to_target(baseline, target, current, share):
    assert progress.share_done(metric(baseline, target, current)) == share


def test_a_way_that_falls_begins_at_nought_and_not_below():
    assert str(progress.share_done(metric(40, 24, 40, Direction.DOWN))) == "0.0"


def test_a_baseline_past_the_target_leaves_only_reached_and_not():
    assert progress.share_done(metric(90, 45, 50, Direction.UP)) == 1
    assert progress.share_done(metric(90, 45, 44, Direction.UP)) == 0


@given(VALUE, VALUE, VALUE, st.sampled_from(Direction))
def test_progress_never_leaves_zero_to_one(baseline, target, current, direction):
    share = progress.share_done(metric(baseline, target, current, direction))
    assert share is not None
    assert 0 <= share <= 1


@given(VALUE, VALUE, VALUE, VALUE, st.sampled_from(Direction))
def test_a_better_value_is_never_less_progress(baseline, target, one, other, direction):
    worse, better = (min, max) if direction is Direction.UP else (max, min)
    less = progress.share_done(metric(baseline, target, worse(one, other), direction))
    more = progress.share_done(metric(baseline, target, better(one, other), direction))
    assert less is not None
    assert more is not None
    assert less <= more


@given(VALUE, VALUE, VALUE)
def test_a_fall_is_the_mirror_of_a_rise(baseline, target, current):
    rise = progress.share_done(metric(baseline, target, current, Direction.UP))
    fall = progress.share_done(metric(-baseline, -target, -current, Direction.DOWN))
    assert rise == fall


def test_a_milestone_is_reached_or_not():
    assert progress.share_done(milestone(reached=False)) == 0
    assert progress.share_done(milestone(reached=True)) == 1


@given(PARTS)
def test_the_roll_up_lies_between_the_least_and_the_most_of_its_parts(parts):
    known = [share for weight, share in parts if weight and share is not None]
    share = progress.roll_up(parts)
    if not known:
        assert share is None
    else:
        assert share is not None
        assert min(known) - 1e-9 <= share <= max(known) + 1e-9
        assert 0 <= share <= 1


@given(PARTS, st.integers(1, 9))
def test_only_the_proportion_of_weights_counts(parts, times):
    one = progress.roll_up(parts)
    other = progress.roll_up([(weight * times, share) for weight, share in parts])
    assert (one is None) is (other is None)
    assert one is None or one == pytest.approx(other)


@given(PARTS, WEIGHT, st.floats(0, 1), st.floats(0, 1))
def test_a_part_that_comes_further_never_lowers_the_roll_up(parts, weight, one, other):
    low, high = sorted((one, other))
    less, more = (progress.roll_up([*parts, (weight, share)]) for share in (low, high))
    assert (less is None) is (more is None)
    assert less is None or less <= more + 1e-9


@given(PARTS, WEIGHT)
def test_what_is_not_measured_yet_or_has_no_weight_changes_nothing(parts, weight):
    assert progress.roll_up([*parts, (weight, None), (0, 1.0)]) == progress.roll_up(parts)


def test_all_reached_is_the_whole_and_nothing_measured_is_unknown():
    assert progress.own_share([milestone(reached=True), metric(0, 10, 12)]) == 1
    assert progress.own_share([metric(None, 10, None)]) is None
    assert progress.own_share([]) is None


def test_weights_decide():
    heavy, light = metric(0, 10, 10), metric(0, 10, 0)
    heavy.weight, light.weight = 3, 1
    assert progress.own_share([heavy, light]) == 0.75


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (metric(0, 10, 10), Outcome.REACHED),
        (metric(0, 10, 4), Outcome.PARTLY),
        (metric(0, 10, 0), Outcome.MISSED),
        (metric(None, 10, None), Outcome.MISSED),
        (milestone(reached=True), Outcome.REACHED),
        (milestone(reached=False), Outcome.MISSED),
    ],
)
def test_what_was_measured_says_the_outcome(result, outcome):
    assert progress.outcome_so_far(result) is outcome
