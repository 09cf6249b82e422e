"""The gap: how many are there, by their own word, and what may be said of it."""

import pytest

from learnhub.core import clock
from learnhub.core.errors import Forbidden
from learnhub.goals import needs, services, story_queries
from learnhub.people import skills
from learnhub.people.models import Kind, SkillLevel
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def goal(ada):
    return factories.goal(ada, ada.unit)


def crowd(count, level, **over):
    for _ in range(count):
        skills.say(factories.person(**over), "Evals", level=level, helps=False)


def seen(goal):
    return [(need.skill, need.people, need.there, need.began_with) for need in story_queries.needs(goal, 5)]


def test_whoever_is_at_the_level_or_above_counts_and_guests_and_leavers_do_not(ada, goal):
    crowd(3, SkillLevel.ALONE)
    crowd(3, SkillLevel.TEACHES)
    crowd(6, SkillLevel.HELPED)
    crowd(4, SkillLevel.TEACHES, kind=Kind.GUEST)
    crowd(4, SkillLevel.TEACHES, left_at=clock.now())
    needs.name(ada, goal, "evals", level=SkillLevel.ALONE, people=15)
    assert seen(goal) == [("Evals", 15, 6, 6)]


def test_fewer_than_five_are_not_said_nor_from_how_few_it_came(ada, goal):
    crowd(2, SkillLevel.ALONE)
    needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=15)
    assert seen(goal) == [("Evals", 15, None, None)]
    crowd(4, SkillLevel.ALONE)
    assert seen(goal) == [("Evals", 15, 6, None)]


def test_what_it_was_at_first_is_not_said_beside_a_number_too_near(ada, goal):
    crowd(6, SkillLevel.ALONE)
    needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=15)
    crowd(4, SkillLevel.ALONE)
    assert seen(goal) == [("Evals", 15, 10, None)]
    crowd(1, SkillLevel.ALONE)
    assert seen(goal) == [("Evals", 15, 11, 6)]


def test_named_again_a_skill_keeps_where_it_began(ada, goal):
    crowd(5, SkillLevel.ALONE)
    needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=15)
    crowd(5, SkillLevel.ALONE)
    needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=20)
    assert seen(goal) == [("Evals", 20, 10, 5)]


def test_a_closed_goal_names_no_skill(ada, goal):
    services.close(ada, goal, learnt="x")
    with pytest.raises(Forbidden, match="closed"):
        needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=1)


def test_skills_are_named_and_taken_off_in_the_browser(browser, ada, goal):
    page = browser(ada)
    said = {"skill": "Evals", "level": "3", "people": "15"}
    assert page.post(f"/goals/{goal.key}/skills", data=said | {"people": "0"}).status_code == 422
    assert page.post(f"/goals/{goal.key}/skills", data=said).status_code == 303
    shown = page.get(f"/goals/{goal.key}").text
    assert "We need <strong>15 people</strong> for “Evals”" in shown
    assert "cannot be said" in shown
    (need,) = story_queries.needs(goal, 5)
    assert page.post(f"/goals/{goal.key}/skills/{need.key}/remove").status_code == 303
    assert "Evals" not in page.get(f"/goals/{goal.key}").text
