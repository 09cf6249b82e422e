"""Goals that serve goals: the roll-up through the tree, and no circles in it."""

from itertools import pairwise

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.goals import alignment, services
from tests import factories
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


def goals(ada, count):
    return [factories.goal(ada, ada.unit) for _ in range(count)]


def test_a_goal_rolls_up_its_own_key_results_and_the_goals_that_serve_it(ada):
    top, one, two = goals(ada, 3)
    factories.metric(top, 0, 10, current=10)
    factories.metric(one, 0, 10, current=5)
    factories.metric(two, 0, 10, current=0)
    alignment.align(ada, one, top, weight=2)
    alignment.align(ada, two, top, weight=1)
    tree = alignment.branches([top.id])[top.id]
    assert (tree.own, tree.share) == (1.0, (1 + 2 * 0.5 + 0) / 4)
    assert [branch.id for branch in tree.below] == [one.id, two.id]


def test_a_goal_without_a_measure_is_as_far_as_what_serves_it(ada):
    top, middle, low = goals(ada, 3)
    factories.metric(low, 0, 10, current=4)
    alignment.align(ada, low, middle, weight=1)
    alignment.align(ada, middle, top, weight=1)
    tree = alignment.branches([top.id])[top.id]
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
    with statements() as sent:
        found = alignment.branches([rows[0].id, rows[5].id])
    assert len(sent) == 1
    assert found[rows[5].id] is found[rows[4].id].below[0]
