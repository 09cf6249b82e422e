"""Goals that serve goals: the roll-up through the tree, and no circles in it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.goals import alignment, services
from learnhub.goals.alignment import Branch
from learnhub.goals.models import GoalState
from tests import factories
from tests.goals.test_progress import WEIGHT, metric
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
SHARE = st.none() | st.decimals(0, 1, places=3)


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


def tree_of(goal, on=None):
    return alignment.branches([goal.id], on=on or clock.now().date())[goal.id]


def goals(ada, count):
    return [factories.goal(ada, ada.unit) for _ in range(count)]


def test_a_goal_rolls_up_its_own_key_results_and_the_goals_that_serve_it(ada):
    top, one, two = goals(ada, 3)
    factories.metric(top, 0, 10, current=10)
    factories.metric(one, 0, 10, current=5)
    factories.metric(two, 0, 10, current=0)
    alignment.align(ada, one, top, weight=2)
    alignment.align(ada, two, top, weight=1)
    tree = tree_of(top)
    assert (tree.own, tree.share) == (1.0, (1 + 2 * 0.5 + 0) / 4)
    assert [branch.id for branch in tree.below] == [one.id, two.id]


def test_a_goal_that_has_not_begun_holds_the_one_that_it_serves_back_from_its_first_day_on(ada):
    top, running = goals(ada, 2)
    january = clock.now().date() + timedelta(days=40)
    later = factories.goal(ada, ada.unit, starts_on=january, ends_on=january + timedelta(days=89))
    for goal, current in ((top, 10), (running, 8), (later, 0)):
        factories.metric(goal, 0, 10, current=current)
    alignment.align(ada, running, top, weight=1)
    before = tree_of(top).share
    alignment.align(ada, later, top, weight=1)
    tree = tree_of(top)
    assert tree.share == before == pytest.approx((1 + 0.8) / 2)
    assert [(each.id, each.has_begun) for each in tree.below] == [(running.id, True), (later.id, False)]
    assert tree_of(top, january - timedelta(days=1)).share == before
    assert tree_of(top, january).share == pytest.approx((1 + 0.8 + 0) / 3)


@given(
    st.lists(st.tuples(WEIGHT, SHARE, st.booleans()), max_size=9),
    st.lists(st.tuples(WEIGHT, SHARE), min_size=1, max_size=4),
)
def test_whatever_has_not_begun_changes_no_roll_up(parts, later):
    top, every = branch(), [branch(weight, share, begun) for weight, share, begun in parts]
    top.below = every
    share = top.share
    top.below = [*every, *(branch(weight, at, begun=False) for weight, at in later)]
    assert top.share == share
    top.below = [each for each in every if each.has_begun]
    assert top.share == share


def branch(weight=1, share=None, begun=True):
    """A goal that has come so far; None: nothing is measured."""
    results = [] if share is None else [metric(0, 1, share)]
    return Branch(1, None, "k", "t", GoalState.OPEN, weight, date(2026, 1, 1), begun, results)


def test_a_goal_without_a_measure_is_as_far_as_what_serves_it(ada):
    top, middle, low = goals(ada, 3)
    factories.metric(low, 0, 10, current=4)
    alignment.align(ada, low, middle, weight=1)
    alignment.align(ada, middle, top, weight=1)
    tree = tree_of(top)
    assert (tree.own, tree.share) == (None, 0.4)


def test_no_goal_serves_itself_however_far_round(ada):
    one, two, three = goals(ada, 3)
    alignment.align(ada, two, one, weight=1)
    alignment.align(ada, three, two, weight=1)
    for parent in (one, two, three):
        with pytest.raises(Invalid, match="serves this one already") as refusal:
            alignment.align(ada, one, parent, weight=1)
        assert refusal.value.field == "parent"
    assert one.parent_id is None


def test_a_goal_is_not_hung_below_a_closed_one(ada):
    one, two = goals(ada, 2)
    services.close(ada, two, learnt="x")
    with pytest.raises(Invalid, match="closed"):
        alignment.align(ada, one, two, weight=1)


def test_one_statement_reads_a_forest_of_any_depth(ada):
    rows = goals(ada, 12)
    for above, below in pairwise(rows):
        alignment.align(ada, below, above, weight=1)
    db.session.flush()
    today = clock.now().date()
    with statements() as sent:
        found = alignment.branches([rows[0].id, rows[5].id], on=today)
    assert len(sent) == 1
    assert found[rows[5].id] is found[rows[4].id].below[0]
