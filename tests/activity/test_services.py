from datetime import timedelta

import pytest
from sqlalchemy import select

from learnhub.activity import services
from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.people.models import UnitStay
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
DEMO = Ref("demo", 1)


def test_an_act_keeps_the_unit_of_that_day():
    first, second = factories.unit("First"), factories.unit("Second")
    ada = factories.person(unit=first)
    services.record(ActKind.DEMOED, DEMO, [ada.id])
    ada.unit_id = second.id
    services.record(ActKind.HOSTED, Ref("hackathon", 1), [ada.id])
    rows = db.session.execute(select(LearningAct.kind, LearningAct.unit_id).order_by(LearningAct.kind)).all()
    assert [tuple(row) for row in rows] == [(ActKind.DEMOED, first.id), (ActKind.HOSTED, second.id)]


def test_an_act_of_the_past_keeps_the_unit_of_then():
    first, second = factories.unit("First"), factories.unit("Second")
    ada, now = factories.person(unit=second), clock.now()
    begun = now - timedelta(days=90)
    save(UnitStay(person_id=ada.id, unit_id=first.id, since=begun, until=ada.created_at))
    services.record(ActKind.DEMOED, DEMO, [ada.id], at=now - timedelta(days=30))
    assert db.session.scalars(select(LearningAct.unit_id)).all() == [first.id]


def test_recording_twice_is_one_act():
    ada = factories.person()
    for _ in range(2):
        services.record(ActKind.DEMOED, DEMO, [ada.id, ada.id], within=Ref("hackathon", 9))
    acts = db.session.scalars(select(LearningAct)).all()
    assert [(act.within_kind, act.within_id) for act in acts] == [("hackathon", 9)]


def test_what_is_undone_is_no_act():
    ada = factories.person()
    services.record(ActKind.SUBMITTED, DEMO, [ada.id])
    services.take_back(ActKind.SUBMITTED, DEMO)
    assert db.session.scalars(select(LearningAct)).all() == []
