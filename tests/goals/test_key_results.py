"""How one will know: numbers that move the way that is wanted, and what may still be changed."""

from decimal import Decimal

import pytest

from learnhub.core.errors import Forbidden, Invalid
from learnhub.goals import key_results, updates
from learnhub.goals.models import Direction, KeyResultKind
from learnhub.goals.updates import Reading
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
METRIC = KeyResultKind.METRIC


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def goal(ada):
    return factories.goal(ada, ada.unit)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({}, "target"),
        ({"target": 1}, "baseline"),
        ({"baseline": 1, "target": 1}, "target"),
        ({"baseline": 1, "target": 2, "direction": Direction.DOWN}, "direction"),
        ({"baseline": 2, "target": 1, "direction": Direction.UP}, "direction"),
        ({"baseline": 2, "target": 1, "weight": 11}, "weight"),
    ],
)
def test_a_metric_needs_numbers_that_move_the_way_that_is_wanted(ada, goal, numbers, field):
    given = {name: Decimal(n) if name in {"baseline", "target"} else n for name, n in numbers.items()}
    with pytest.raises(Invalid) as refusal:
        key_results.add(ada, goal, kind=METRIC, title="Stops", **given)
    assert refusal.value.field == field
    assert goal.key_results == []


@pytest.mark.parametrize(
    ("numbers", "direction"),
    [
        ({"baseline": 91, "target": 45}, Direction.DOWN),
        ({"baseline": 45, "target": 91}, Direction.UP),
        ({"target": 45, "direction": Direction.DOWN}, Direction.DOWN),
    ],
)
def test_the_direction_is_what_the_numbers_say_or_what_is_said(ada, goal, numbers, direction):
    given = {name: n if name == "direction" else Decimal(n) for name, n in numbers.items()}
    assert key_results.add(ada, goal, kind=METRIC, title="Stops", **given).direction is direction


def test_a_goal_has_at_most_twelve(ada, goal):
    for number in range(key_results.MOST):
        factories.metric(goal, title=f"No. {number}")
    with pytest.raises(Invalid, match="at most 12"):
        key_results.add(ada, goal, kind=KeyResultKind.MILESTONE, title="One more")


def test_a_change_keeps_what_was_measured(ada, goal):
    stops = factories.metric(goal)
    updates.write(ada, goal, changed="x", readings={stops.id: Reading(value=Decimal(64))})
    key_results.change(
        ada,
        goal,
        stops,
        title="Stops at night",
        measure="a month",
        baseline=Decimal(90),
        target=Decimal(40),
        direction=None,
        weight=0,
    )
    assert (stops.title, stops.baseline, stops.current, stops.target) == ("Stops at night", 90, 64, 40)


def test_only_what_was_never_measured_is_removed(ada, goal):
    stops, typo = factories.metric(goal), factories.metric(goal, title="Typo")
    updates.write(ada, goal, changed="x", readings={stops.id: Reading(value=Decimal(64))})
    key_results.remove(ada, goal, typo)
    with pytest.raises(Forbidden, match="history stays"):
        key_results.remove(ada, goal, stops)
    assert goal.key_results == [stops]
