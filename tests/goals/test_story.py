"""What a goal's page says of who took part, and in which order the path lies."""

import pytest

from learnhub.activity.models import ActKind
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import services, story_pages
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
HACKATHON = Ref("hackathon", 7)


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def goal(ada):
    goal = factories.goal(ada, ada.unit)
    services.tie(ada, goal, HACKATHON, why="", may_edit_the_other=True)
    return goal


def crowd(ada, numbers):
    """Make people of whom so many did each act, the first of them the most."""
    people = [factories.person(unit=ada.unit) for _ in range(max(numbers.values()))]
    for kind, number in numbers.items():
        for person in people[:number]:
            factories.act(person, HACKATHON, kind)


def told(ada, goal):
    db.session.commit()
    return story_pages.show(ada, goal.key)["crowd"]


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ({ActKind.ATTENDED: 12, ActKind.DEMOED: 6}, "12 came and 6 showed one"),
        ({ActKind.ATTENDED: 12, ActKind.DEMOED: 4}, "12 came"),  # four are too few
        ({ActKind.ATTENDED: 12, ActKind.DEMOED: 9}, "12 came"),  # the three who did not are too few
        ({ActKind.ATTENDED: 5, ActKind.DEMOED: 5}, "5 came and 5 showed one"),
    ],
)
def test_a_part_is_said_where_neither_it_nor_the_rest_is_small(ada, goal, numbers, parts):
    crowd(ada, numbers)
    assert told(ada, goal) == {"people": max(numbers.values()), "units": 1, "parts": parts}


def test_nobody_is_counted_below_five(ada, goal):
    crowd(ada, {ActKind.ATTENDED: 4})
    assert told(ada, goal) is None


def test_a_person_counts_once_however_often_they_did_something(ada, goal):
    people = [factories.person(unit=ada.unit) for _ in range(5)]
    for person in people * 2:
        factories.act(person, HACKATHON, ActKind.ATTENDED)
    assert told(ada, goal)["people"] == 5


def test_the_path_lies_in_the_order_of_time(ada, goal):
    later, sooner = factories.coming(title="Later"), factories.hackathon(title="Sooner")
    for hackathon in (later, sooner):
        services.tie(ada, goal, Ref("hackathon", hackathon.id), why="", may_edit_the_other=True)
    db.session.commit()
    shown = story_pages.show(ada, goal.key)
    assert [item.card.title for item in shown["path"]] == ["Sooner", "Later"]
    assert [item.card.title for item in shown["coming"]] == ["Later"]
    assert shown["figures_of"] == [("2", "programs"), ("1", "program planned")]
