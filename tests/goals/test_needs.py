"""The gap: how many are there, by their own word, and what may be said of it."""

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.goals import needs, services, story_queries
from learnhub.goals.story_people import lacks
from learnhub.goals.story_queries import Need
from learnhub.people import skills
from learnhub.people.models import Kind, SkillLevel
from learnhub.programs import openness, queries
from learnhub.talks import requests
from learnhub.talks.models import RequestKind
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
    assert "15 people needed." in shown
    assert "How many people are missing cannot be said without telling of few." in shown
    (need,) = story_queries.needs(goal, 5)
    assert page.post(f"/goals/{goal.key}/skills/{need.key}/remove").status_code == 303
    assert "Evals" not in page.get(f"/goals/{goal.key}").text


def test_each_skill_says_how_many_are_missing_and_how_many_help_and_never_who(browser, ada, goal):
    crowd(6, SkillLevel.ALONE)
    for n in range(5):
        skills.say(factories.person(f"Helper {n}"), "Evals", level=SkillLevel.HELPED, helps=True)
    for n in range(4):
        skills.say(factories.person(f"Few {n}"), "Audio", level=SkillLevel.ALONE, helps=True)
    needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=15)
    needs.name(ada, goal, "Audio", level=SkillLevel.ALONE, people=2)
    db.session.commit()
    shown = browser(ada).get(f"/goals/{goal.key}").text
    assert "9 people are missing for “Evals”." in shown
    assert ">5 people</a> help with it." in shown
    assert shown.count("help with it.") == 1  # of four nothing is said
    assert "Helper" not in shown
    assert "Few" not in shown.replace("Fewer", "")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([(15, 6)], "9 people are missing for “S0”."),
        ([(15, 14), (9, 9), (8, 5)], "1 person is missing for “S0” and 3 for “S2”."),
        ([(5, 9)], "Enough people are there for each skill."),
        ([(5, 9), (5, None)], "How many people are missing cannot be said without telling of few."),
    ],
)
def test_the_gap_is_one_sentence(numbers, said):
    made = [
        Need(n, f"k{n}", f"S{n}", SkillLevel.ALONE, wanted, there, None, None)
        for n, (wanted, there) in enumerate(numbers)
    ]
    assert lacks(made) == said


def test_what_is_planned_for_a_skill_stands_beside_it_and_more_can_be_asked_for(browser, ada, goal):
    needs.name(ada, goal, "Evals", level=SkillLevel.ALONE, people=15)
    page = browser(ada)
    assert "No talk on it is asked for or planned." in page.get(f"/goals/{goal.key}").text
    form = page.get("/talks/requests/new?skill=Evals").text
    assert 'value="Evals"' in form
    wished = requests.ask(ada, kind=RequestKind.TOPIC, title="Scores that lie", skill="Evals")
    other = requests.ask(ada, kind=RequestKind.TOPIC, title="Something else")
    gone = requests.ask(ada, kind=RequestKind.TOPIC, title="No longer", skill="Evals")
    requests.close(ada, gone, reason="Nobody came.")
    db.session.commit()
    shown = page.get(f"/goals/{goal.key}").text
    assert ">Scores that lie</a>. Asked for, and wants a speaker" in shown
    assert other.title not in shown
    assert gone.title not in shown
    talk = factories.talk(request=wished, title="Scores that do not")
    requests.schedule(wished, talk, by_id=ada.id)
    db.session.commit()
    shown = page.get(f"/goals/{goal.key}").text
    assert ">Scores that do not</a>. Talk, " in shown
    openness.open_to(queries.hosts_of(talk)[0], talk, person=factories.person("Bob"))
    db.session.commit()
    assert "Scores that do not" not in page.get(f"/goals/{goal.key}").text
