"""A goal that is added for something that has none to serve: it comes back tied."""

from urllib.parse import urlencode

import pytest

from learnhub.core.db import db
from learnhub.goals.models import Goal, Tie
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Organisation, Role
from tests import factories
from tests.support.rows import save

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
    assert "What you came from serves it at once" in tab.get(f"/goals/new?{query}").text
    answer = tab.post(f"/goals/new?{query}", data=data)
    assert (answer.status_code, answer.location) == (303, back)
    [goal], [tie] = db.session.query(Goal).all(), db.session.query(Tie).all()
    assert (tie.goal_id, tie.ref_id) == (goal.id, hackathon.id)
    assert "Faster invoices</a>" in tab.get(f"{hackathon.desk}/set-up").text


def new_hackathon(**more):
    return {"template": "any", "title": "Winter Build", "starts": "2099-12-15T09:00", "zone": "UTC"} | more


def test_the_form_of_a_hackathon_ties_it_to_a_goal_at_once(browser):
    unit = factories.unit()
    ruth = factories.person("Ruth", unit=unit, roles=(Role.LEAD,))
    tab = browser(ruth)
    shown = tab.get("/hackathons/new").text
    assert "Which goal does it serve? Type a new one" in shown
    assert 'name="goal"' not in shown
    said = new_hackathon(new_goal="Faster invoices", goal_why="A late invoice costs.")
    draft = tab.post("/hackathons/new", data=said).location
    [goal], [tie] = db.session.query(Goal).all(), db.session.query(Tie).all()
    assert (goal.unit_id, goal.owner_id, goal.ends_on.isoformat()) == (unit.id, ruth.id, "2099-12-31")
    assert (tie.goal_id, tie.why) == (goal.id, "A late invoice costs.")
    assert "The draft is made, and serves “Faster invoices”." in tab.get(draft).text
    assert f'<option value="{goal.key}">Faster invoices' in tab.get("/hackathons/new").text
    tab.post("/hackathons/new", data=new_hackathon(goal=goal.key))
    assert db.session.query(Tie).filter_by(goal_id=goal.id).count() == 2


def test_what_a_goal_on_the_form_cannot_be_keeps_everything(browser):
    ruth = factories.person("Ruth", unit=factories.unit(), roles=(Role.LEAD,))
    goal, tab = factories.goal(ruth, ruth.unit), browser(ruth)
    for more, text in (
        ({"goal": goal.key, "new_goal": "Another"}, "Choose a goal or write a new one, not both."),
        ({"goal_why": "Because."}, "Say which goal it serves."),
    ):
        answer = tab.post("/hackathons/new", data=new_hackathon(**more))
        assert (answer.status_code, text in answer.text) == (422, True)
    assert db.session.query(Hackathon).count() == 0


def test_who_may_add_no_goal_is_asked_only_for_one_that_there_is(browser):
    save(Organisation(id=1, name="Northwind", members_may_host=True))
    unit = factories.unit()
    tab = browser(factories.person("Bob", unit=unit))
    assert "and there is none yet" in tab.get("/hackathons/new").text
    factories.goal(factories.person("Ruth", unit=unit, roles=(Role.LEAD,)), unit)
    shown = tab.get("/hackathons/new").text
    assert ('name="goal"' in shown, 'name="new_goal"' in shown) == (True, False)
    assert tab.post("/hackathons/new", data=new_hackathon(new_goal="Mine")).status_code == 303
    assert db.session.query(Tie).count() == 0
