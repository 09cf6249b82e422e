from datetime import timedelta

import pytest
from sqlalchemy import select

from learnhub.core import clock, dates
from learnhub.core import statements as built
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import alignment, periods, services, updates
from learnhub.goals.models import Goal, GoalState, GoalUpdate, KeyResult
from learnhub.people.models import Kind, Organisation, Person, Role, Unit
from tests import factories
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def unit() -> Unit:
    return factories.unit("Field Robotics")


@pytest.fixture
def greta(unit: Unit) -> Person:
    return factories.person("Greta", unit=unit, roles=(Role.LEADER,))


def test_three_fields_make_a_goal_and_lead_to_its_measure(browser, greta, unit):
    until = (clock.now() + timedelta(days=90)).date().isoformat()
    reply = browser(greta).post(
        "/goals/new", data={"title": "Fewer line stops", "unit": unit.key, "ends_on": until}
    )
    goal = db.session.scalars(select(Goal)).one()
    assert (goal.title, goal.owner_id, goal.ends_on.isoformat()) == ("Fewer line stops", greta.id, until)
    assert reply.location == f"/goals/{goal.key}/measures"


def test_a_goal_for_next_quarter_says_from_when_it_counts_where_it_serves(browser, greta, unit):
    quarter = periods.quarter_of(clock.now().date()).next()
    top, page = factories.goal(greta, unit, title="Fewer line stops"), browser(greta)
    factories.metric(top, 0, 100, current=54)
    form = page.get("/goals/new").text
    assert form.index("Which goal does it serve?") < form.index("<summary>More</summary>")
    fields = {"title": "Shorter stops", "unit": unit.key, "period": quarter.key, "parent": top.key}
    page.post("/goals/new", data=fields)
    made = db.session.scalars(select(Goal).where(Goal.title == "Shorter stops")).one()
    factories.metric(made)
    said = page.get(f"/goals/{made.key}/measures").text
    begins = dates.day(quarter.first, clock.now().date())
    assert (
        f"“Shorter stops” is added. It serves “Fewer line stops”, and counts there from {begins} on." in said
    )
    shown = page.get(f"/goals/{top.key}").text
    assert "<strong>54 %</strong> of the way.</p>" in shown
    assert "Not begun" in shown
    assert "with weight 1, and counts here from" in shown
    listed = page.get("/goals").text
    assert "54 % of the way</p>" in listed
    assert "Serves Fewer line stops." in listed


def test_a_goal_stands_under_the_one_that_it_serves_and_is_not_blamed_before_it_begins(browser, greta, unit):
    top = factories.goal(greta, unit, title="Top")
    factories.goal(greta, unit, title="Beside")
    day = clock.now().date() + timedelta(days=300)
    low = factories.goal(greta, unit, title="Below", starts_on=day, ends_on=day)
    alignment.align(greta, low, top, weight=1)
    services.tie(greta, top, Ref("hackathon", 1), why="", may_edit_the_other=True)
    db.session.commit()
    text = browser(greta).get("/goals").text
    assert "“Beside” has no learning yet." in text
    assert text.count("No evidence yet") == 2
    assert [text.index(f">{title}</a>") for title in ("Top", "Below", "Beside")] == sorted(
        text.index(f">{title}</a>") for title in ("Top", "Below", "Beside")
    )


def test_an_update_stands_in_the_list_beside_the_evidence(browser, greta, unit):
    goal = factories.goal(greta, unit)
    updates.write(greta, goal, changed="We begin.")
    db.session.commit()
    assert "Update today" in browser(greta).get("/goals").text


def test_the_list_counts_evidence_and_puts_the_goal_with_the_most_on_top(browser, greta, unit):
    bare, one, two = (factories.goal(greta, unit, title=title) for title in ("Bare", "One", "Two"))
    for goal, refs in ((one, [1]), (two, [2, 3])):
        services.tie(greta, goal, Ref("hackathon", goal.id), why="", may_edit_the_other=True)
        for number in refs:
            services.add_evidence(Ref("demo", number), came_of=Ref("hackathon", goal.id), at=clock.now())
    db.session.commit()
    text = browser(greta).get("/goals?sort=evidence").text
    found = [text.index(f">{goal.title}</a>") for goal in (two, one, bare)]
    assert found == sorted(found)
    counts = [f'<b class="num">{said} of evidence</span>' for said in ("1</b> piece", "2</b> pieces")]
    assert [text.count(said) for said in counts] == [1, 1]
    assert text.count(" of evidence</span>") == 2


def test_whoever_owns_goals_asks_for_theirs_alone(browser, greta, unit):
    dario = factories.person("Dario", unit=unit, roles=(Role.LEADER,))
    for owner, title in ((greta, "Hers"), (dario, "His")):
        factories.goal(owner, unit, title=title)
    db.session.commit()
    found = [browser(person).get("/goals?owner=me").text for person in (greta, dario)]
    assert [[f">{title}</a>" in text for title in ("Hers", "His")] for text in found] == [
        [True, False],
        [False, True],
    ]
    every = browser(greta).get("/goals").text
    assert all(f">{title}</a>" in every for title in ("Hers", "His"))
    assert "You own no goal here." in browser(factories.person("Eve", unit=unit)).get("/goals?owner=me").text


def test_a_late_update_is_marked_in_the_list_and_can_be_asked_for(browser, greta, unit):
    late, fresh, unmeasured, over = (
        factories.goal(greta, unit, title=title, created_at=clock.now() - timedelta(days=90))
        for title in ("Late", "Fresh", "Unmeasured", "Over")
    )
    for goal in (late, fresh, over):
        factories.metric(goal)
    over.ends_on = clock.now().date() - timedelta(days=2)
    updates.write(greta, fresh, changed="We begin.")
    db.session.commit()
    page = browser(greta)
    assert page.get("/goals").text.count("Update late</span>") == 1
    asked = page.get("/goals?state=late").text
    assert "One goal with a late update." in asked
    assert [f">{goal.title}</a>" in asked for goal in (late, fresh, unmeasured, over)] == [True] + [False] * 3
    updates.write(greta, late, changed="And we go on.")
    db.session.commit()
    assert "No update is late here." in page.get("/goals?state=late").text


@pytest.mark.parametrize("days", range(26, 40))
def test_the_list_calls_an_update_late_on_the_day_on_which_the_page_does(browser, greta, unit, days):
    factories.save(Organisation(id=1, name="Northwind", zone="Pacific/Auckland"))
    goal = factories.goal(greta, unit, created_at=clock.now() - timedelta(days=99))
    factories.metric(goal)
    updates.write(greta, goal, changed="We begin.", at=clock.now() - timedelta(days=days))
    db.session.commit()
    page = browser(greta)
    shown, listed = page.get(f"/goals/{goal.key}").text, page.get("/goals").text
    assert ("Was due <" in shown) is ("Update late</span>" in listed)
    assert "Was due <" in shown or "Due <" in shown


def test_only_a_number_is_asked_for_its_numbers(browser, greta, unit):
    where = f"/goals/{factories.goal(greta, unit).key}/measures"
    page = browser(greta)
    assert 'name="baseline"' in page.get(where).text
    assert 'name="baseline"' not in page.get(f"{where}?kind=milestone").text
    reply = page.post(f"{where}?kind=milestone", data={"kind": "milestone", "result_title": ""})
    assert reply.status_code == 422
    assert 'name="baseline"' not in reply.text


def test_a_bad_form_keeps_what_was_typed_and_stores_nothing(browser, greta, unit):
    reply = browser(greta).post(
        "/goals/new",
        data={"title": "Keep me", "unit": unit.key, "ends_on": "soon", "owner": "nobody@nowhere"},
    )
    assert reply.status_code == 422
    assert 'value="Keep me"' in reply.text
    assert db.session.scalars(select(Goal)).all() == []


def test_an_unknown_owner_is_named_beside_the_field(browser, greta, unit):
    until = (clock.now() + timedelta(days=9)).date().isoformat()
    fields = {"title": "x", "unit": unit.key, "ends_on": until, "owner": "nobody@example.org"}
    reply = browser(greta).post("/goals/new", data=fields)
    assert reply.status_code == 422
    assert "Nobody here has this name or address." in reply.text


def test_a_goal_is_measured_updated_and_closed_in_the_browser(browser, greta, unit):
    goal, page = factories.goal(greta, unit), browser(greta)
    measured = {"kind": "metric", "result_title": "Stops", "baseline": "91", "target": "45"}
    assert page.post(f"/goals/{goal.key}/measures", data=measured).status_code == 303
    result = db.session.scalars(select(KeyResult)).one()
    update = {f"value_{result.key}": "64", "changed": "The pads hold.", "confidence": "6"}
    assert page.post(f"/goals/{goal.key}/update", data=update).status_code == 303
    shown = page.get(f"/goals/{goal.key}").text
    assert "Stops fell from 91 to 64. The goal is 45." in shown
    assert "Confidence 6 of 10" in shown
    ending = {"learnt": "Listen.", f"outcome_{result.key}": "partly"}
    assert page.post(f"/goals/{goal.key}/close", data=ending).status_code == 303
    assert "Partly reached" in page.get(f"/goals/{goal.key}").text
    assert "This goal is closed." in page.get(f"/goals/{goal.key}/close").text
    assert db.session.get(Goal, goal.id, populate_existing=True).state is GoalState.CLOSED


def test_a_confidence_of_eleven_is_refused(browser, greta, unit):
    goal = factories.goal(greta, unit)
    reply = browser(greta).post(f"/goals/{goal.key}/update", data={"changed": "x", "confidence": "11"})
    assert reply.status_code == 422
    assert "Use a number from 0 to 10." in reply.text
    assert db.session.scalars(select(GoalUpdate)).all() == []


def test_a_stale_edit_shows_both_texts(browser, greta, unit):
    goal = factories.goal(greta, unit, title="Theirs")
    day = goal.ends_on.isoformat()
    fields = {"title": "Mine", "unit": unit.key, "ends_on": day, "version": str(goal.version - 1)}
    reply = browser(greta).post(f"/goals/{goal.key}/edit", data=fields)
    assert reply.status_code == 409
    for told in ("Theirs", "Mine", "Someone else changed this goal, while you wrote."):
        assert told in reply.text


def test_the_page_tells_what_serves_it_and_hides_few_people(browser, greta, unit):
    goal = factories.goal(greta, unit)
    hackathon = factories.hackathon(title="Winter Build")
    ref = Ref("hackathon", hackathon.id)
    services.tie(greta, goal, ref, why="Motors say when they fail.", may_edit_the_other=True)
    for n in range(4):
        factories.act(factories.person(f"P{n}", unit=unit), ref)
    page = browser(greta)
    few = page.get(f"/goals/{goal.key}").text
    assert "Winter Build" in few
    assert "Motors say when they fail." in few
    assert "Fewer than five people took part" in few
    factories.act(factories.person("P5", unit=unit), ref)
    assert "5 people" in page.get(f"/goals/{goal.key}").text


def test_guests_and_strangers_find_no_goals(browser, greta, unit):
    goal = factories.goal(greta, unit)
    guest = browser(factories.person("Gus", kind=Kind.GUEST))
    assert guest.get(f"/goals/{goal.key}").status_code == guest.get("/goals/nothing").status_code


def test_a_member_is_not_offered_what_they_may_not_do(browser, greta, unit):
    goal = factories.goal(greta, unit)
    ada = browser(factories.person("Ada", unit=unit))
    assert "Add a goal" not in ada.get("/goals").text
    assert "Close goal" not in ada.get(f"/goals/{goal.key}").text
    assert ada.get(f"/goals/{goal.key}/edit").status_code == 403


def test_the_list_sends_the_same_statements_for_few_goals_and_many(browser, greta, unit):
    factories.metric(factories.goal(greta, unit))
    page = browser(greta)
    page.get("/goals")
    with statements() as few:
        page.get("/goals")
    for _ in range(20):
        factories.metric(factories.goal(greta, unit))
    with statements() as many:
        page.get("/goals")
    assert len(few) == len(many) <= 9


def test_a_quarter_names_the_period_and_named_days_go_before_it(browser, greta, unit):
    quarter = periods.quarter_of(clock.now().date()).next()
    fields = {"title": "x", "unit": unit.key, "period": quarter.key}
    page = browser(greta)
    page.post("/goals/new", data=fields)
    page.post("/goals/new", data=fields | {"ends_on": (quarter.last - timedelta(days=9)).isoformat()})
    assert [
        (goal.starts_on, goal.ends_on) for goal in db.session.scalars(select(Goal).order_by(Goal.id))
    ] == [
        (quarter.first, quarter.last),
        (clock.now().date(), quarter.last - timedelta(days=9)),
    ]


def test_a_goal_without_a_period_is_refused(browser, greta, unit):
    reply = browser(greta).post("/goals/new", data={"title": "x", "unit": unit.key, "period": ""})
    assert reply.status_code == 422
    assert "Choose a quarter, or the last day" in reply.text


def test_a_goal_that_would_serve_itself_is_refused_beside_the_field(browser, greta, unit):
    top, low = factories.goal(greta, unit), factories.goal(greta, unit)
    alignment.align(greta, low, top, weight=1)
    db.session.commit()
    fields = {"title": top.title, "unit": unit.key, "ends_on": top.ends_on.isoformat(), "parent": low.key}
    reply = browser(greta).post(f"/goals/{top.key}/edit", data=fields | {"version": str(top.version)})
    assert reply.status_code == 422
    assert "serves this one already" in reply.text


def test_the_list_is_cut_down_to_a_quarter(browser, greta, unit):
    quarter = periods.quarter_of(clock.now().date())
    now = factories.goal(greta, unit, title="This quarter")
    later = quarter.next().last
    factories.goal(greta, unit, title="Later", starts_on=later, ends_on=later)
    tab = browser(greta)
    text = tab.get(f"/goals?period={quarter.key}").text
    assert now.title in text
    assert "Later" not in text
    known = built._built.cache_info().misses
    text = tab.get(f"/goals?period={quarter.next().key}").text
    assert "Later" in text
    assert built._built.cache_info().misses == known  # the same statement, asked with other days


def test_the_page_sends_the_same_statements_for_few_ties_and_many(browser, greta, unit):
    factories.save(Organisation(id=1, name="Northwind"))
    goal, page = factories.goal(greta, unit), browser(greta)
    factories.metric(goal)
    hackathons = [factories.hackathon() for _ in range(30)]
    demo = factories.demo(factories.team(greta, hackathons[0]))
    read = factories.resource(greta, "Read by all")
    tie(greta, goal, hackathons[:2])
    for ref in (Ref("demo", demo.id), Ref("resource", read.id)):
        services.tie(greta, goal, ref, why="", may_edit_the_other=True)
    factories.take_away(greta, read)
    where = f"/goals/{goal.key}"
    page.get(where)
    with statements() as few:
        page.get(where)
    tie(greta, goal, hackathons)
    with statements() as many:
        text = page.get(where).text
    assert len(few) == len(many) <= 12
    assert "Everything that serves it" in text


def tie(person, goal, hackathons):
    for hackathon in hackathons:
        services.tie(person, goal, Ref("hackathon", hackathon.id), why="x", may_edit_the_other=True)
    db.session.commit()


def test_a_goal_is_copied_to_the_next_quarter_in_the_browser(browser, greta, unit):
    goal, page = factories.goal(greta, unit), browser(greta)
    stops, done = factories.metric(goal), factories.metric(goal, 0, 10, current=10, title="Done")
    form = page.get(f"/goals/{goal.key}/next").text
    assert f'name="keep_{stops.key}"' in form
    period = periods.quarter_of(goal.ends_on).next()
    wanted = {
        "title": "Even fewer",
        "period": period.key,
        f"keep_{stops.key}": "y",
        f"target_{stops.key}": "30",
    }
    assert (
        page.post(f"/goals/{goal.key}/next", data=wanted | {f"target_{stops.key}": "91"}).status_code == 422
    )
    reply = page.post(f"/goals/{goal.key}/next", data=wanted | {f"target_{done.key}": "10"})
    made = db.session.scalars(select(Goal).where(Goal.title == "Even fewer")).one()
    assert reply.location == f"/goals/{made.key}"
    assert [(each.title, each.target) for each in made.key_results] == [("Stops", 30)]
    assert "Goes on from" in page.get(f"/goals/{made.key}").text


def test_the_list_says_what_the_last_evidence_is_and_whose_where_that_may_be_seen(browser, greta, unit):
    factories.save(Organisation(id=1, name="Northwind"))
    goal, resource = factories.goal(greta, unit), factories.resource(greta, "Bearings")
    hackathon = factories.hackathon(due_in=timedelta(days=-2))
    for ref in (Ref("resource", resource.id), Ref("hackathon", hackathon.id)):
        services.tie(greta, goal, ref, why="", may_edit_the_other=True)
    said = factories.take_away(factories.person("Gustav Ek"), resource)
    at = clock.now() - timedelta(days=2)
    services.add_evidence(Ref("take-away", said.id), came_of=Ref("resource", resource.id), at=at)
    page = browser(greta)
    page.get("/goals")
    with statements() as sent:
        assert "Evidence 2 days ago: a take-away by Gustav Ek" in page.get("/goals").text
    assert len(sent) <= 9
    said.removed_at = clock.now()
    db.session.commit()
    shown = page.get("/goals").text
    assert "Evidence 2 days ago: a take-away<" in shown
    assert "Gustav Ek" not in shown


def test_what_came_of_a_goal_adds_up_and_no_confidence_is_no_column(browser, greta, unit):
    goal, resource = factories.goal(greta, unit), factories.resource(greta, "Bearings")
    factories.metric(goal, current=64)
    services.tie(greta, goal, Ref("resource", resource.id), why="", may_edit_the_other=True)
    for number in range(16):
        said = factories.take_away(factories.person(f"P{number}"), resource)
        services.add_evidence(Ref("take-away", said.id), came_of=Ref("resource", resource.id), at=clock.now())
    shown = browser(greta).get(f"/goals/{goal.key}").text
    assert "<summary>Show 2 more of 16 pieces of evidence</summary>" in shown
    assert "The other 8 stand with what they came of." in shown
    assert "Confidence, of 10" not in shown
    assert shown.count("Stops fell from 91 to 64 a month.") == 1


def test_a_goal_that_is_closed_early_says_when_and_goes_on_in_this_quarter(browser, greta, unit):
    goal = factories.goal(greta, unit)
    page, today = browser(greta), clock.now().date()
    page.post(f"/goals/{goal.key}/close", data={"learnt": "Start smaller."})
    shown = page.get(f"/goals/{goal.key}").text
    assert f">{today.day}<" in shown[shown.index("Closed") :][:200]
    form, first = page.get(f"/goals/{goal.key}/next").text, periods.quarter_of(today + timedelta(days=1))
    assert [said in form for said in ("This one was closed on", first.label)] == [True, True]


def test_a_weight_of_one_half_is_answered_with_how_that_is_said(browser, greta, unit):
    goal = factories.goal(greta, unit)
    typed = {"kind": "metric", "result_title": "Stops", "target": "4", "weight": "0.5"}
    answer = browser(greta).post(f"/goals/{goal.key}/measures", data=typed)
    assert (answer.status_code, "For one to count half, give the others 2." in answer.text) == (422, True)


def test_of_a_key_result_that_is_changed_the_first_value_bears_its_own_name(browser, greta, unit):
    result = factories.metric(goal := factories.goal(greta, unit))
    shown = browser(greta).get(f"/goals/{goal.key}/measures/{result.key}").text
    assert ("Where it stood when it began" in shown, "Where it stands today" in shown) == (True, False)
