"""A hackathon that is over proves something for a goal, whenever the two are tied."""

import pytest

from learnhub.core.refs import Ref
from learnhub.demos.models import Snapshot
from learnhub.goals import queries, services
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")


def test_tying_a_past_hackathon_brings_its_demos_along():
    ada = factories.person(unit=factories.unit())
    demo = factories.demo(factories.team(ada, factories.hackathon()), submitted=True)
    save(Snapshot(demo_id=demo.id, taken_at=demo.saved_at, content={}))
    goal = factories.goal(ada, ada.unit)
    services.tie(ada, goal, Ref("hackathon", demo.hackathon_id), why="", may_edit_the_other=True)
    assert [(proof.ref_kind, proof.ref_id) for proof in queries.evidence(goal)] == [("demo", demo.id)]


def test_tying_one_that_still_runs_brings_nothing_yet():
    ada = factories.person(unit=factories.unit())
    demo = factories.demo(factories.team(ada, factories.hackathon()), submitted=True)
    goal = factories.goal(ada, ada.unit)
    services.tie(ada, goal, Ref("hackathon", demo.hackathon_id), why="", may_edit_the_other=True)
    assert queries.evidence(goal) == []
