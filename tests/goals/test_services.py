from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.goals import (
    coverage_pages,
    list_queries,
    needs,
    pages,
    periods,
    policies,
    queries,
    refs,
    services,
    tieable,
)
from learnhub.goals.list_queries import Wanted
from learnhub.goals.models import GoalState
from learnhub.goals.tieable import Asked
from learnhub.people.models import Kind, Role, SkillLevel
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
TODAY = clock.now().date()


def test_an_org_leader_makes_a_goal_for_a_unit_below_theirs():
    company = factories.unit("Company")
    field = factories.unit("Field", parent=company)
    greta = factories.person("Greta", unit=company, roles=(Role.LEADER,))
    goal = services.create(greta, title="Fewer stops", unit=field, starts_on=TODAY, ends_on=TODAY)
    assert (goal.unit, goal.owner, goal.state) == (field, greta, GoalState.OPEN)


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"leads_the_unit": True}, True),
        ({"is_admin": True}, True),
        ({"is_lead": True}, True),
        ({}, False),
        ({"is_guest": True, "is_lead": True}, False),
    ],
)
def test_who_may_make_a_goal(facts, allowed):
    nobody = {"is_guest": False, "leads_the_unit": False, "is_admin": False, "is_lead": False}
    assert bool(policies.may_create(**nobody | facts)) is allowed


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"is_owner": True}, True),
        ({"leads_the_unit": True}, True),
        ({"is_admin": True}, True),
        ({}, False),
        ({"is_owner": True, "state": GoalState.CLOSED}, False),
    ],
)
def test_who_may_change_a_goal(facts, allowed):
    nobody = {"is_owner": False, "leads_the_unit": False, "is_admin": False, "state": GoalState.OPEN}
    assert bool(policies.may_edit(**nobody | facts)) is allowed


def test_a_member_makes_no_goal():
    unit = factories.unit()
    with pytest.raises(Forbidden, match="org leaders"):
        services.create(factories.person(unit=unit), title="x", unit=unit, starts_on=TODAY, ends_on=TODAY)


def test_a_period_ends_after_it_starts():
    unit = factories.unit()
    ada = factories.person(unit=unit, roles=(Role.ADMIN,))
    with pytest.raises(Invalid, match="comes before") as refusal:
        services.create(ada, title="x", unit=unit, starts_on=TODAY, ends_on=TODAY - timedelta(days=1))
    assert refusal.value.field == "ends_on"


def test_a_stale_edit_is_a_conflict_with_both_texts():
    unit = factories.unit()
    ada = factories.person(unit=unit)
    goal = factories.goal(ada, unit, title="Theirs")
    fields = {"reason": "", "owner": ada, "starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(Conflict) as conflict:
        services.edit(ada, goal, version=goal.version - 1, title="Mine", **fields)
    assert (conflict.value.theirs["Title"], conflict.value.yours["Title"]) == ("Theirs", "Mine")


def test_a_closed_goal_takes_no_tie_and_keeps_those_it_has():
    unit = factories.unit()
    ada = factories.person(unit=unit)
    goal = factories.goal(ada, unit)
    services.tie(ada, goal, Ref("hackathon", 2), why="", may_edit_the_other=True)
    services.close(ada, goal, learnt="Listen on Monday.")
    with pytest.raises(Forbidden, match="stays"):
        services.untie(queries.tie(Ref("hackathon", 2), goal.key), may_edit_the_other=True)
    with pytest.raises(Forbidden, match="closed"):
        services.tie(ada, goal, Ref("hackathon", 1), why="", may_edit_the_other=True)


def test_tying_twice_changes_the_reason():
    unit = factories.unit()
    ada = factories.person(unit=unit)
    goal, ref = factories.goal(ada, unit), Ref("hackathon", 7)
    services.tie(ada, goal, ref, why="First", may_edit_the_other=True)
    services.tie(ada, goal, ref, why="Better", may_edit_the_other=True)
    assert [tie.why for tie in queries.all_ties_of(ref)] == ["Better"]


def test_its_hosts_and_the_owner_of_the_goal_tie_a_program_and_nobody_else():
    unit = factories.unit()
    ada, bob = factories.person(unit=unit), factories.person("Bob", unit=unit)
    goal, ref = factories.goal(ada, unit), Ref("hackathon", 7)
    with pytest.raises(Forbidden, match="hosts"):
        services.tie(bob, goal, ref, why="", may_edit_the_other=False)
    services.tie(ada, goal, ref, why="Hers", may_edit_the_other=False)
    services.tie(bob, goal, ref, why="His", may_edit_the_other=True)
    assert [tie.why for tie in queries.all_ties_of(ref)] == ["His"]


def test_evidence_appears_once_on_each_goal_that_its_source_serves():
    unit = factories.unit()
    ada = factories.person(unit=unit)
    one, two, other = (factories.goal(ada, unit) for _ in range(3))
    hackathon, demo = Ref("hackathon", 7), Ref("demo", 3)
    for goal in (one, two):
        services.tie(ada, goal, hackathon, why="", may_edit_the_other=True)
    services.add_evidence(demo, came_of=hackathon, at=clock.now())
    services.add_evidence(demo, came_of=hackathon, at=clock.now())
    assert [len(queries.evidence(goal)) for goal in (one, two, other)] == [1, 1, 0]
    services.drop_evidence(demo)
    assert [len(queries.evidence(goal)) for goal in (one, two)] == [0, 0]


def test_a_goal_whose_period_moves_has_what_happened_in_it():
    """What is outside goes; what lies in the new one comes, though it happened before."""
    unit = factories.unit()
    ada = factories.person(unit=unit)
    goal, resource = factories.goal(ada, unit), factories.resource(ada)
    ref, now = Ref("resource", resource.id), clock.now()
    for days in (10, 60, 300):
        factories.take_away(ada, resource, at=now - timedelta(days=days))
    services.tie(ada, goal, ref, why="", may_edit_the_other=True)

    def days_ago(starts, ends):
        first, last = (now.date() - timedelta(days=each) for each in (starts, ends))
        said = {"title": goal.title, "reason": goal.reason, "owner": ada}
        services.edit(ada, goal, version=goal.version, starts_on=first, ends_on=last, **said)
        return [(now - each.at).days for each in queries.evidence(goal)]

    assert sorted((now - each.at).days for each in queries.evidence(goal)) == [10, 60]
    assert days_ago(30, 0) == [10]
    assert days_ago(365, 20) == [60, 300]


def test_guests_see_no_goal():
    unit = factories.unit()
    goal = factories.goal(factories.person(unit=unit), unit)
    with pytest.raises(NotFound):
        queries.goal(factories.person("Gus", kind=Kind.GUEST), goal.key)


def test_a_guest_finds_nothing_of_goals_whichever_way_they_ask():
    greta, eve = factories.person("Greta", roles=(Role.ADMIN,)), factories.person("Eve", kind=Kind.GUEST)
    goal, talk = factories.goal(greta, factories.unit()), factories.talk(greta)
    ref = Ref("talk", talk.id)
    services.tie(greta, goal, ref, why="It is about that.", may_edit_the_other=True)
    late = periods.late(goal.starts_on, greta.tz)

    def asked(person):
        return [
            len(list_queries.goals(person, Wanted(), late=late)[0]),
            len(queries.open_goals(person)),
            len(queries.ties_of(person, ref)),
            [len(each) for each in list_queries.uncovered(person, since=clock.now(), on=goal.starts_on)],
            len(refs.cards([goal.id], person)),
            len(tieable.some(person, "talk", Asked(words="Evals"))),
        ]

    assert asked(greta) == [1, 1, 1, [0, 1], 1, 1]
    assert asked(eve) == [0, 0, 0, [0, 0], 0, 0]
    with pytest.raises(NotFound):
        queries.goal(eve, goal.key)


def test_what_names_nothing_is_not_found_and_what_is_impossible_is_refused():
    greta = factories.person("Greta", roles=(Role.ADMIN,))
    goal = factories.goal(greta, factories.unit())
    for nothing in (
        lambda: queries.key_result(goal, "nothing"),
        lambda: queries.tie(Ref("talk", 1), goal.key),
        lambda: queries.tie_of(goal, "nothing"),
        lambda: needs.take_off(greta, goal, "nothing"),
        lambda: coverage_pages.all_of(greta, "nothing", 1),
        lambda: tieable.one(greta, "talk", "nothing"),
    ):
        with pytest.raises(NotFound):
            nothing()
    for number in range(needs.MOST):
        needs.name(greta, goal, f"Skill {number}", level=SkillLevel.ALONE, people=2)
    said = {"level": SkillLevel.ALONE, "people": 3}
    assert needs.name(greta, goal, "Skill 1", **said).people == 3
    with pytest.raises(Invalid, match="Take one off first"):
        needs.name(greta, goal, "One too many", **said)
    with pytest.raises(Invalid, match="Choose a quarter"):
        pages.next_fields({"period": "some day", "title": "", "with_ties": ""})


def test_of_two_things_that_become_one_the_goals_of_both_are_served():
    greta = factories.person("Greta", roles=(Role.ADMIN,))
    both, one = factories.goal(greta, factories.unit()), factories.goal(greta, factories.unit())
    old, new = Ref("resource", 1), Ref("resource", 2)
    for goal, ref in ((both, old), (both, new), (one, old)):
        services.tie(greta, goal, ref, why="It is about that.", may_edit_the_other=True)
    services.pass_on(old, new)
    assert [len(queries.all_ties_of(ref)) for ref in (old, new)] == [0, 2]


def test_what_takes_part_in_another_serves_its_open_goals_once_and_until_that_ends():
    greta = factories.person("Greta", roles=(Role.ADMIN,))
    first, closed, both = (factories.goal(greta, factories.unit()) for _ in range(3))
    whole, part = Ref("resource", 1), Ref("resource", 2)
    for goal in (first, closed, both):
        services.tie(greta, goal, whole, why="It is about that.", may_edit_the_other=True)
    services.tie(greta, both, part, why="Its own reason.", may_edit_the_other=True)
    closed.state = GoalState.CLOSED
    services.share(whole, part)
    told = {tie.goal_id: tie.why for tie in queries.all_ties_of(part)}
    assert told == {first.id: "It is about that.", both.id: "Its own reason."}
    services.end_share(both.id, [part])
    assert [tie.goal_id for tie in queries.all_ties_of(part)] == [first.id]
    assert len(queries.all_ties_of(whole)) == 3
