"""Steps with a date, and collections that serve a goal."""

from datetime import timedelta

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import queries as goals
from learnhub.library import collection_services as collections
from learnhub.library.models import Step
from learnhub.people.models import Role
from tests import factories

DAY = timedelta(days=1)


def test_a_step_may_have_a_day_that_its_keeper_changes(app, browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    path = collections.create(ada, title="First month", is_path=True)
    tab, today = browser(ada), clock.now().date()
    said = {"address": "https://example.org/1", "note": "", "due_on": (today + 5 * DAY).isoformat()}
    assert tab.post(f"/collections/{path.key}/steps", data=said).status_code == 303
    step = db.session.query(Step).one()
    assert step.due_on == today + 5 * DAY
    assert "To be done by" in browser(bob).get(f"/collections/{path.key}").text
    url = f"/collections/{path.key}/steps/{step.id}"
    assert tab.post(url, data={"note": "The first half", "due_on": str(today - DAY)}).status_code == 303
    assert "Was to be done by" in tab.get(f"/collections/{path.key}").text
    assert tab.post(url, data={"note": "", "due_on": "soon"}).status_code == 422
    other = collections.create(ada, title="Other")
    assert [
        browser(bob).get(url).status_code,
        tab.get(f"/collections/{other.key}/steps/{step.id}").status_code,
    ] == [
        403,
        404,
    ]


def test_a_collection_serves_a_goal_when_its_keeper_says_so(app, browser):
    ada, bob = factories.person("Ada", unit=factories.unit()), factories.person("Bob")
    goal = factories.goal(factories.person("Ruth", roles=(Role.LEAD,)), ada.unit)
    of = collections.create(ada, title="On evaluation")
    url, said = f"/ties/collection/{of.key}", {"goal": goal.key, "why": "It begins here."}
    assert browser(bob).post(url, data=said).status_code == 403
    assert browser(ada).post(url, data=said).status_code == 303
    assert [tie.why for tie in goals.all_ties_of(Ref("collection", of.id))] == ["It begins here."]
    assert goal.title in browser(bob).get(f"/collections/{of.key}").text
