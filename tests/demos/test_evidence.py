"""A hackathon that is over proves something for a goal, whenever the two are tied."""

import pytest
from sqlalchemy import select

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.demos.events import DemoReopened, SnapshotsTaken
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


def test_who_showed_a_demo_and_who_hosted_took_part():
    ruth, ada, bob, eve = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Eve"))
    hackathon = factories.hackathon(ruth)
    factories.demo(factories.team(ada, hackathon, bob), submitted=True)
    factories.demo(factories.team(eve, hackathon), submitted=False)
    events.publish(SnapshotsTaken(hackathon.id))
    acts = db.session.execute(
        select(LearningAct.person_id, LearningAct.kind, LearningAct.within_id).order_by(LearningAct.person_id)
    )
    assert [tuple(act) for act in acts] == [
        (ruth.id, ActKind.HOSTED, hackathon.id),
        (ada.id, ActKind.DEMOED, hackathon.id),
        (bob.id, ActKind.DEMOED, hackathon.id),
    ]


def test_who_reopens_a_demo_that_was_kept_did_not_show_it():
    ada = factories.person("Ada")
    hackathon = factories.hackathon()
    demo = factories.demo(factories.team(ada, hackathon), submitted=True)
    events.publish(SnapshotsTaken(hackathon.id))
    events.publish(DemoReopened(demo.id, demo.team_id, hackathon.id, ada.id))
    shown = select(LearningAct.person_id).where(LearningAct.kind == ActKind.DEMOED)
    assert db.session.scalars(shown).all() == []
