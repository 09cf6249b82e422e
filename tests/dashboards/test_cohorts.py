"""What dashboards say of cohorts is what these keep: completions, flags, and what of them serves a goal."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.cohorts import queries as cohort_queries
from learnhub.cohorts.flag_models import RaisedFlag, Truth
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import CohortCompletion, Progress
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.dashboards import heat, jobs, pages, periods
from learnhub.goals import tieable
from learnhub.goals.models import Tie
from learnhub.programs.models import Host
from tests import factories
from tests.dashboards.test_reports import lead
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
DAY, PEOPLE = timedelta(days=1), 16
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=0) for week in (1, 2)]
LATER = Line(ItemKind.DELIVERABLE, "Step 6", week=6, weekday=0)  # whatever the weekday, it still runs


def test_completion_flags_and_coverage_are_those_that_cohorts_keep(browser):
    now, unit = clock.now(), factories.unit("Company")
    leader, host = lead(unit), factories.person("Host")
    over = factories.cohort(host, *LINES, starts=(now - 30 * DAY).date())
    runs = factories.cohort(host, *LINES, LATER, starts=(now - 5 * DAY).date())
    with factories.many():
        people = [factories.person(f"P{n}", unit=unit, created_at=now - 800 * DAY) for n in range(PEOPLE)]
    with clock.at(now - 30 * DAY):
        for each in people:
            factories.sign_up(over, each)
    for each in people:
        factories.sign_up(runs, each)
    with factories.many():
        _keep(people, over, runs, now)
    goal = factories.goal(leader, unit)
    factories.save(
        Tie(goal_id=goal.id, ref_kind="course", ref_id=runs.course_version.course_id, created_by_id=leader.id)
    )
    jobs.refresh()
    page = browser(leader)
    shown = page.get("/dashboard?period=year").text
    assert "6 of 16 members of cohorts that ended in this period completed theirs" in shown
    assert "5 of 16 members of running cohorts have an open flag" in shown
    assert "9 of 16 flags of this period whose outcome is known had good reason" in shown
    sides = {
        side.title: (side.tied, side.of)
        for side in pages.made_of(leader, "goals", {"period": "year"})["sides"]
    }
    assert sides == {"Programs": (1, 2)}
    with statements() as sent:
        page.get("/dashboard/of/goals?period=year")
    assert len(sent) <= 16


def _keep(people, over, runs, now):
    """Six completed by an older outline, five have an open flag, nine of sixteen flags were right."""
    for number, each in enumerate(people):
        about = {"person_id": each.id, "rule": Flag.QUIET, "raised_at": now - 3 * DAY}
        if number < 6:  # of an older outline that asked for less: nothing was ticked off here
            factories.save(
                CohortCompletion(
                    cohort_id=over.id, person_id=each.id, at=now - 26 * DAY, done=1, of=1, outline=1
                )
            )
        if number < 5:
            factories.save(RaisedFlag(cohort_id=runs.id, **about))
        truth = Truth.HELPED if number < 9 else Truth.WRONG
        factories.save(RaisedFlag(cohort_id=over.id, ended_at=now - DAY, truth=truth, truth_at=now, **about))


def test_a_running_cohort_without_numbers_is_named_with_its_reason_and_whom_to_ask(browser):
    now, unit = clock.now(), factories.unit("Company")
    leader, host, gone = lead(unit), factories.person("Host"), factories.person("Gone")
    said, quiet = (factories.cohort(host, *LINES, LATER, starts=(now - 10 * DAY).date()) for _ in range(2))
    factories.save(Host(program_id=quiet.id, person_id=gone.id))
    gone.left_at = now
    db.session.commit()
    parts = {Ref("cohort-date", each.id): (6, 16) for each in cohort_queries.dates(said)}
    period = periods.choices(now.date(), ZoneInfo("UTC"))["quarter"]
    found = heat.show(leader, period, parts, now, {})
    assert [(row.title, row.facilitators) for row in found["cohorts"]] == [(said.title, [host])]
    assert [(row.title, row.facilitators) for row in found["unsaid"]] == [(quiet.title, [host])]
    db.session.rollback()
    page = browser(leader)
    shown = page.get("/dashboard/cohorts?period=quarter").text
    assert shown.count("Nothing is said of it here") == 2  # whoever is in them, or nobody
    assert shown.count(f'href="{said.url}/pod/{host.key}"') == 1
    assert shown.count(f'href="{quiet.url}/pod/{host.key}"') == 1
    with statements() as sent:
        page.get("/dashboard/cohorts?period=quarter")
    assert len(sent) <= 16


def test_an_org_leader_who_facilitates_a_cohort_is_not_led_to_write_to_themselves(browser):
    leader, other = lead(factories.unit("Company")), factories.person("Host")
    cohort = factories.cohort(leader, *LINES, LATER, starts=(clock.now() - 10 * DAY).date())
    factories.save(Host(program_id=cohort.id, person_id=other.id))
    page = browser(leader)
    shown = page.get("/dashboard/cohorts?period=quarter").text
    led = [each.key for each in (leader, other) if f'href="{cohort.url}/pod/{each.key}"' in shown]
    assert led == [other.key]
    assert f'href="/people/{leader.key}"' in shown


def test_a_course_serves_a_goal_by_its_cohort_and_a_cohort_by_its_course(browser):
    now, unit = clock.now(), factories.unit("Company")
    leader, host = lead(unit), factories.person("Host")
    tied, of_tied, loose = (factories.cohort(host, *LINES, starts=now.date()) for _ in range(3))
    goal = factories.goal(leader, unit)
    for kind, id_ in (("cohort", tied.id), ("course", of_tied.course_version.course_id)):
        factories.save(Tie(goal_id=goal.id, ref_kind=kind, ref_id=id_, created_by_id=leader.id))
    courses, cohorts = (
        {thing.title for thing in tieable.some(leader, kind, tieable.Asked(untied=True))}
        for kind in ("course", "cohort")
    )
    assert courses == {loose.course_version.course.title}
    assert cohorts == {loose.title}
    assert of_tied.title not in browser(leader).get("/goals/coverage").text


def test_of_a_cohort_whose_deadlines_all_met_the_other_numbers_stand_beside_the_reason(browser):
    now, unit = clock.now(), factories.unit("Company")
    leader, host = lead(unit), factories.person("Host")
    runs = factories.cohort(host, *LINES, LATER, starts=(now - 10 * DAY).date())
    opening = Line(ItemKind.SESSION, "Opening", week=1, minutes=60)
    factories.cohort(host, opening, LATER, starts=(now - 7 * DAY).date())
    with factories.many():
        people = [factories.person(f"P{n}", unit=unit, created_at=now - 800 * DAY) for n in range(PEOPLE)]
    for each in people:
        with clock.at(now - 9 * DAY):
            factories.sign_up(runs, each)
        db.session.add_all(
            Progress(date_id=due.id, person_id=each.id, done_at=due.at - DAY, on_time=True)
            for due in cohort_queries.dates(runs)
            if due.at < now
        )
    for each in people[:6]:
        factories.save(
            RaisedFlag(
                cohort_id=runs.id, person_id=each.id, rule=Flag.QUIET, raised_at=now - timedelta(hours=1)
            )
        )
    db.session.commit()
    jobs.refresh()
    shown = browser(leader).get("/dashboard/cohorts?period=quarter").text
    assert "At risk: 6 of 16</a>." in shown
    assert "Its deadlines one by one are kept back" in shown
    assert shown.count("No deadline of it was due yet.") == 1
    at_risk = browser(leader).get("/dashboard/of/risk?period=quarter").text
    assert "Whom to ask" in at_risk
    assert f'href="{runs.url}/pod/{host.key}"' in at_risk
