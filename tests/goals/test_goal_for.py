"""A goal that is added for something that has none to serve: it comes back tied."""

from urllib.parse import urlencode

import pytest

from learnhub.core.db import db
from learnhub.goals.models import Goal, Tie
from learnhub.people.models import Role
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def test_a_hackathon_without_goals_offers_one_which_comes_back_tied(browser):
    unit = factories.unit()
    ruth = factories.person("Ruth", unit=unit, roles=(Role.LEAD, Role.ADMIN))
    hackathon = factories.hackathon(ruth)
    tab, back = browser(ruth), f"{hackathon.desk}/set-up#goals"
    query = urlencode({"kind": "hackathon", "thing": hackathon.key, "back": back}, safe="/")
    shown = tab.get(f"{hackathon.desk}/set-up").text
    assert f'href="/goals/new?{query}"'.replace("&", "&amp;") in shown
    data = {"title": "Faster invoices", "unit": unit.key, "ends_on": "2099-12-31"}
    answer = tab.post(f"/goals/new?{query}", data=data)
    assert (answer.status_code, answer.location) == (303, back)
    [goal], [tie] = db.session.query(Goal).all(), db.session.query(Tie).all()
    assert (tie.goal_id, tie.ref_id) == (goal.id, hackathon.id)
    assert "Faster invoices</a>" in tab.get(f"{hackathon.desk}/set-up").text
