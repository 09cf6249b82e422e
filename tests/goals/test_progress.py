from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.goals import progress
from learnhub.goals.models import KeyResult, KeyResultKind

VALUE = st.decimals(-1000, 1000, places=2)


def metric(baseline: object, target: object, current: object) -> KeyResult:
    values = [None if value is None else Decimal(str(value)) for value in (baseline, target, current)]
    return KeyResult(
        kind=KeyResultKind.METRIC, title="x", baseline=values[0], target=values[1], current=values[2]
    )


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
        (None, 45, 50, None),
    ],
)
def test_progress_is_the_share_of_the_way_from_baseline_to_target(baseline, target, current, share):
    assert progress.share_done(metric(baseline, target, current)) == share


@given(VALUE, VALUE, VALUE)
def test_progress_never_leaves_zero_to_one(baseline, target, current):
    share = progress.share_done(metric(baseline, target, current))
    assert share is not None
    assert 0 <= share <= 1


def test_a_milestone_is_reached_or_not():
    assert progress.share_done(KeyResult(kind=KeyResultKind.MILESTONE, title="x")) == 0


def test_the_mean_leaves_out_what_is_unknown():
    assert progress.mean_share([metric(0, 10, 5), metric(0, None, 5)]) == 0.5
    assert progress.mean_share([]) is None
