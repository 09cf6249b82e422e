"""What a goal's page says of who took part, and in which order the path lies."""

from datetime import timedelta
from decimal import Decimal

import pytest

from learnhub.activity.models import ActKind
from learnhub.core import clock, refs
from learnhub.core.db import db
from learnhub.core.refs import Ref, Stage
from learnhub.goals import alignment, services, story_pages, updates
from learnhub.goals.updates import Reading
from learnhub.people.models import Role
from learnhub.programs import openness
from learnhub.programs.models import ProgramState
from learnhub.programs.series_rules import Rule
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
    assert [getattr(step, "card", step).title for step in shown["steps"]] == ["Sooner", "Later"]
    assert [step.runs for step in shown["steps"]] == [True, False]
    assert shown["figures_of"] == [("1", "program"), ("1", "program planned")]


def test_a_talk_that_was_given_is_counted_once(ada, goal):
    talk = factories.talk(starts_in=timedelta(days=-2))
    services.tie(ada, goal, Ref("talk", talk.id), why="", may_edit_the_other=True)
    services.add_evidence(Ref("talk", talk.id), came_of=Ref("talk", talk.id), at=clock.now())
    factories.metric(goal, current=64)
    crowd(ada, {ActKind.ATTENDED: 5})
    db.session.commit()
    shown = story_pages.show(ada, goal.key)
    assert shown["figures_of"] == [("1", "program")]
    assert shown["so_far"] == "So far 1 talk. 5 people took part."
    assert shown["title"] == "Stops fell from 91 to 64 a month. The goal is 45."


def tie(ada, goal, *programs):
    for each in programs:
        services.tie(ada, goal, Ref(each.kind, each.id), why="", may_edit_the_other=True)
    db.session.commit()


def test_what_was_called_off_or_is_hidden_or_goes_on_still_was_not_done(ada, goal):
    past, soon = timedelta(days=-2), timedelta(days=2)
    off = [factories.talk(starts_in=each) for each in (past, soon)]
    for each in off:
        each.state = ProgramState.CANCELLED
    hidden = factories.talk(starts_in=past, title="For others")
    openness.open_to(factories.person(roles=(Role.ADMIN,)), hidden, person=factories.person())
    live = factories.talk(starts_in=timedelta(minutes=-5), title="Live")
    given = factories.talk(starts_in=past)
    begun, draft = factories.hackathon(title="Begun"), factories.talk(starts_in=past, published=False)
    tie(ada, goal, *off, hidden, live, given, begun, draft)
    for each in (off[0], hidden):
        services.add_evidence(Ref("talk", each.id), came_of=Ref("talk", each.id), at=clock.now())
    db.session.commit()
    shown = story_pages.show(ada, goal.key)
    assert shown["done"] == {"hackathon": 1, "talk": 1}
    assert shown["figures_of"] == [("2", "programs"), ("1", "program planned")]  # who speaks now is not done
    assert shown["ties_total"] == 5
    assert sorted(each.card.title for each in shown["coming"]) == ["Begun", "Live"]


def test_a_series_is_done_once_its_first_date_is_and_planned_before(ada, goal):
    with clock.at(clock.now() - timedelta(days=30)):
        begun = factories.series(ada, title="Begun")
    coming, draft = (
        factories.series(ada, title="Coming"),
        factories.series(ada, title="Draft", published=False),
    )
    with clock.at(clock.now() - timedelta(days=30)):
        never = factories.series(ada, title="Never", rule=Rule((3,), times=2), published=False)
    named = [Ref("series", each.id) for each in (begun, coming, draft, never)]
    for ref in named:
        services.tie(ada, goal, ref, why="", may_edit_the_other=True)
    db.session.commit()
    cards = refs.cards(named, ada)
    stages = [cards[ref].stage for ref in named]
    assert stages == [Stage.DONE, Stage.PLANNED, Stage.PLANNED, Stage.OFF]
    shown = story_pages.show(ada, goal.key)
    assert shown["figures_of"][1:] == [("1", "series")]  # beside the dates, which serve it too
    assert sorted(each.card.title for each in shown["others"]) == ["Begun", "Coming", "Draft"]


def test_what_is_cancelled_is_no_step_and_a_repeat_stands_once_at_its_next_date(ada, goal):
    made = [
        factories.talk(starts_in=timedelta(days=days), title=title)
        for days, title in ((-7, "Repeats"), (7, "Repeats"), (14, "Repeats"), (3, "Off"))
    ]
    made[-1].state = ProgramState.CANCELLED
    tie(ada, goal, *made)
    shown = story_pages.show(ada, goal.key)
    [on_the_path], [step] = shown["path"], shown["steps"]
    assert on_the_path.card == step.card
    assert timedelta() < step.card.when - clock.now() < timedelta(days=8)


def test_each_talk_that_was_given_counts_however_many_there_are(ada, goal):
    tie(ada, goal, *(factories.talk(starts_in=timedelta(days=-2)) for _ in range(11)))
    shown = story_pages.show(ada, goal.key)
    assert (shown["done"], shown["figures_of"], len(shown["path"])) == ({"talk": 11}, [("11", "programs")], 8)


def test_what_comes_and_the_next_update_stand_in_the_order_of_their_days(ada, goal):
    factories.metric(goal)
    for days in (90, 3):
        made = factories.talk(starts_in=timedelta(days=days), title=f"In {days}")
        services.tie(ada, goal, Ref("talk", made.id), why="", may_edit_the_other=True)
    db.session.commit()
    shown = story_pages.show(ada, goal.key)
    assert ["card" if hasattr(step, "card") else "update" for step in shown["steps"]] == [
        "card",
        "update",
        "card",
    ]


def test_a_goal_that_has_not_begun_says_when_it_does_and_whom_it_serves(ada, goal, browser):
    day = clock.now().date() + timedelta(days=39)
    later = factories.goal(ada, ada.unit, title="Later", starts_on=day, ends_on=day + timedelta(days=90))
    alignment.align(ada, later, goal, weight=1)
    db.session.commit()
    block = story_pages.show(ada, later.key)["date"]
    assert (block.top, block.big) == ("Begins in 39 days", str(day.day))
    assert f'<a href="/goals/{goal.key}">{goal.title}</a>' in browser(ada).get(f"/goals/{later.key}").text


def test_a_confidence_that_changed_stands_beside_what_it_was(ada, goal, browser):
    page = browser(ada)
    for sure in (6, 6, 4):
        updates.write(ada, goal, changed="Slower.", confidence=sure)
    db.session.commit()
    assert "Confidence 4 of 10, was 6." in page.get(f"/goals/{goal.key}").text
    form = page.get(f"/goals/{goal.key}/update").text
    assert "From 0, not at all, to 10, certain. It stood at 4." in form
    assert "nobody gets a message" in form


def test_the_chart_lies_in_time_and_says_its_years(ada, goal):
    stops = factories.metric(goal)
    for days, value in ((90, 80), (2, 64)):
        with clock.at(clock.now() - timedelta(days=days)):
            updates.write(ada, goal, changed="x", readings={stops.id: Reading(Decimal(value))})
    db.session.commit()
    trend = story_pages.show(ada, goal.key)["trend"]
    assert trend["at"] == [0, 10, 98, 200]
    assert trend["labels"][0].endswith(str(goal.starts_on.year))
    assert trend["labels"][-1].endswith(str(goal.ends_on.year))
