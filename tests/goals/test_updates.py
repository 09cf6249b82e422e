"""Where key results stand, said again and again, and how a goal goes on in its next period."""

from datetime import timedelta
from decimal import Decimal

import pytest

from learnhub.core import clock
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.refs import Ref
from learnhub.goals import alignment, key_results, queries, services, story_queries, updates
from learnhub.goals.models import Direction, GoalState, KeyResultKind, Outcome
from learnhub.goals.updates import Reading
from learnhub.library import reading
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


@pytest.fixture
def goal(ada):
    return factories.goal(ada, ada.unit)


def value(result, number, **more):
    return {result.id: Reading(value=Decimal(number), **more)}


def test_an_update_moves_the_key_results_it_names_and_keeps_the_history(ada, goal):
    stops, minutes = factories.metric(goal), factories.metric(goal, 48, 20)
    updates.write(ada, goal, changed="A new pad.", confidence=6, readings=value(stops, 80, confidence=7))
    updates.write(ada, goal, changed="A camera.", readings=value(stops, 64) | value(minutes, 34))
    assert (stops.current, minutes.current) == (64, 34)
    written = [
        (row.changed, row.confidence, [(each.value, each.confidence) for each in row.measurements])
        for row in story_queries.updates(goal.id)
    ]
    assert written == [("A new pad.", 6, [(80, 7)]), ("A camera.", None, [(64, None), (34, None)])]


def test_the_first_value_of_what_nobody_had_measured_becomes_its_baseline(ada, goal):
    share = key_results.add(
        ada, goal, kind=KeyResultKind.METRIC, title="Parts", target=Decimal(80), direction=Direction.UP
    )
    assert share.baseline is None
    updates.write(ada, goal, changed="Counted.", readings=value(share, 50))
    updates.write(ada, goal, changed="Again.", readings=value(share, 65))
    assert (share.baseline, share.current) == (50, 65)


def test_a_milestone_is_reached_and_taken_back(ada, goal):
    pilot = key_results.add(ada, goal, kind=KeyResultKind.MILESTONE, title="Pilot")
    updates.write(ada, goal, changed="It runs.", readings={pilot.id: Reading(reached=True)})
    first = pilot.reached_at
    updates.write(ada, goal, changed="Still.", readings={pilot.id: Reading(reached=True)})
    assert first is not None
    assert pilot.reached_at == first
    updates.write(ada, goal, changed="It stopped.", readings={pilot.id: Reading(reached=False)})
    assert pilot.reached_at is None


def test_closing_keeps_what_was_learnt_and_what_became_of_each_key_result(ada, goal):
    stops, pilot = factories.metric(goal), factories.metric(goal, 0, 10)
    stops.current = Decimal(64)
    services.close(ada, goal, learnt="Listen on Monday.", outcomes={pilot.id: Outcome.REACHED})
    assert (stops.outcome, pilot.outcome) == (Outcome.PARTLY, Outcome.REACHED)
    with pytest.raises(Forbidden, match="closed"):
        updates.write(ada, goal, changed="x")


def test_a_goal_goes_on_where_it_stands_with_the_key_results_that_are_wanted(ada, goal):
    stops, done = factories.metric(goal), factories.metric(goal, 0, 10, title="Done")
    updates.write(ada, goal, changed="x", readings=value(stops, 64))
    top = factories.goal(ada, ada.unit)
    alignment.align(ada, goal, top, weight=3)
    ref = Ref("hackathon", 7)
    services.tie(ada, goal, ref, why="It shows.", may_edit_the_other=True)
    services.close(ada, goal, learnt="x")
    made = updates.go_on(
        ada,
        goal,
        title="Still fewer",
        starts_on=goal.ends_on + timedelta(days=1),
        ends_on=goal.ends_on + timedelta(days=90),
        targets={stops.id: Decimal(30)},
        with_ties=True,
    )
    copied = [(each.title, each.baseline, each.current, each.target) for each in made.key_results]
    assert copied == [("Stops", 64, 64, 30)]
    assert (made.previous, made.parent, made.weight, made.state) == (goal, top, 3, GoalState.OPEN)
    assert [tie.why for tie in queries.all_ties_of(ref)] == ["It shows.", "It shows."]
    assert done.goal_id == goal.id
    assert len(story_queries.updates(goal.id)) == 1
    assert queries.next_of(ada, goal.id) == made


def test_what_came_of_it_in_the_period_stays_with_the_goal_and_what_comes_later_is_the_next_ones(ada, goal):
    resource = factories.resource(ada)
    ref = Ref("resource", resource.id)
    services.tie(ada, goal, ref, why="", may_edit_the_other=True)
    old = reading.take_away(ada, resource, text="Counted.")
    day = goal.ends_on + timedelta(days=1)
    made = updates.go_on(ada, goal, title="x", starts_on=day, ends_on=day, targets={}, with_ties=True)
    assert ([each.ref_id for each in queries.evidence(goal)], queries.evidence(made)) == ([old.id], [])
    later = Ref("take-away", old.id + 1)
    services.add_evidence(later, came_of=ref, at=clock.now() + (day - clock.now().date()))
    assert ([each.ref_id for each in queries.evidence(goal)], len(queries.evidence(made))) == ([old.id], 1)


def test_a_target_that_is_no_way_from_there_is_named(ada, goal):
    stops = factories.metric(goal)
    day = goal.ends_on + timedelta(days=1)
    with pytest.raises(Invalid, match="already") as refusal:
        updates.go_on(
            ada, goal, title="x", starts_on=day, ends_on=day, targets={stops.id: Decimal(91)}, with_ties=False
        )
    assert refusal.value.field == f"target_{stops.key}"


def test_only_who_may_change_a_goal_goes_on_with_it(ada, goal):
    day = goal.ends_on + timedelta(days=1)
    bob = factories.person("Bob", unit=ada.unit)
    with pytest.raises(Forbidden, match="owner"):
        updates.go_on(bob, goal, title="x", starts_on=day, ends_on=day, targets={}, with_ties=False)
