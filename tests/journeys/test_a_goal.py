"""A goal from its first sentence to its last: evidence comes in by itself, from three sides."""

from datetime import UTC, datetime

import pytest

from learnhub.core.db import db
from learnhub.demos import jobs as demos
from learnhub.goals.models import Goal
from learnhub.hackathons.models import WindowKind
from learnhub.people.models import Role
from learnhub.talks import jobs as talks
from tests import factories
from tests.support.rows import perform

pytestmark = pytest.mark.journeys

OCTOBER = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
THE_DAY_AFTER = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)


def test_a_goal_from_creation_to_closing(app, clock, server, signed_in):
    clock.set(OCTOBER)
    unit = factories.unit("Robotics")
    lars = factories.person("Lars", unit=unit, roles=(Role.LEADER,))
    hugo = factories.person("Hugo", unit=unit, roles=(Role.LEAD,))
    ada = factories.person("Ada", unit=unit)
    hackathon = factories.coming(hugo, starts_in=factories.DAY * 7, title="Winter Build")
    talk = factories.talk(hugo, title="Hearing a bearing", starts_in=factories.DAY * 2)
    resource = factories.resource(ada, "Bearings for beginners")
    url, people = server().url, (lars, hugo, ada)
    lars, hugo, ada = (signed_in(url, person) for person in people)
    goal = say_what_is_wanted(lars)
    tie(hugo, ada, hackathon, talk, resource)
    lars.go(goal).sees(
        "Winter Build", "Hearing a bearing", "Bearings for beginners", "Nothing came of it yet."
    )
    take_away(ada, resource)
    hand_in(ada, hackathon, clock)
    clock.set(THE_DAY_AFTER)
    perform(talks.wrap_up)
    perform(demos.take_snapshots)
    update(lars, goal)
    clock.set(NEW_YEAR)  # their logins have ended meanwhile
    lars, _, ada = (signed_in(url, person) for person in people)
    close(lars, ada, goal)


def say_what_is_wanted(lars):
    """Three fields, then a number that moves."""
    lars.go("/goals/new").fill(title="Fewer line stops", unit="Robotics").unfold("More")
    lars.fill(reason="A stopped line costs a customer an hour.").press("Add goal")
    lars.sees("How will you know?")
    lars.fill(result_title="Unplanned stops", measure="a month", baseline="91", target="45")
    lars.press("Add key result")
    lars.follow("Back to the goal")
    lars.sees("Nothing leads there yet.", "Fewer than five people took part so far")
    return lars.path


def tie(hugo, ada, hackathon, talk, resource):
    """Hosts tie what they host, and anybody what is in the library; each may say why."""
    goal = "Fewer line stops"
    for program in (hackathon, talk):
        hugo.go(f"/programs/{program.key}/set-up").fill(goal=goal, why=f"{program.title} finds it out.")
        hugo.press("Tie to goal")
    ada.go(f"/library/{resource.key}").unfold("Tie to a goal").fill(goal=goal, why="It begins here.")
    ada.press("Tie to goal")
    ada.sees("Fewer line stops", "It begins here.")


def take_away(ada, resource):
    ada.go(f"/library/{resource.key}").fill(text="We listen before we take it apart.").press("Add take-away")


def hand_in(ada, hackathon, clock):
    """On the day: sign up, make a team, submit."""
    clock.set(hackathon.window(WindowKind.SIGN_UP).closes_at - factories.DAY)
    ada.go(f"/hackathons/{hackathon.key}").press("Sign up")
    ada.go(f"/hackathons/{hackathon.key}/teams/new").fill(name="Hum Detectors").press("Make team")
    clock.set(hackathon.snapshot_at - factories.DAY / 24)
    said = factories.content()
    ada.follow("Write the demo").fill(title=said.title, pitch=said.pitch, story=said.story)
    ada.fill(repository_url=said.repository_url, model_provider=said.model_provider)
    ada.fill(data_class="internal", personal_data="no").press("Submit demo")
    ada.sees("Submitted")


def update(lars, goal):
    """What came in stands there before Lars writes a word; his update begins with it."""
    lars.go(goal).sees("Reading a motor’s hum", "Hearing a bearing", "We listen before we take it apart.")
    lars.follow("Write an update")
    begun = lars.value("changed")
    for came in ("Reading a motor’s hum", "Hearing a bearing"):
        assert came in begun
    measured = lars.main.locator("[name^=value_]").get_attribute("name")
    lars.fill(changed=f"{begun}\nThe first line runs.", confidence="7", **{str(measured): "68"})
    lars.press("Write update")
    lars.sees("The first line runs.", "50 % of the way.", "Confidence 7 of 10")


def close(lars, ada, goal):
    """Its period is over: closed with what was learnt, kept for everyone, and gone on with."""
    lars.go(goal).sees("Its period is over; it can be closed.").follow("Close goal")
    lars.press("Close goal", status=422)
    outcome = lars.main.locator("[name^=outcome_]").first.get_attribute("name")
    value = lars.main.locator(f"[name='{outcome}']").first.get_attribute("value")
    lars.fill(learnt="A microphone is enough.", **{str(outcome): str(value)}).press("Close goal")
    ada.go(goal).sees("What was learnt", "A microphone is enough.", "We listen before we take it apart.")
    lars.go(goal).follow("Go on in the next period").press("Make the next goal")
    lars.sees("Goes on from Fewer line stops")
    assert db.session.query(Goal).count() == 2
