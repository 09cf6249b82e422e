"""What people and robots put into addresses and forms: it finds nothing or is refused, and never fails."""

import pytest

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import services
from learnhub.people.models import Kind, Role
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
NINES = "9" * 30


@pytest.fixture
def admin(browser):
    return browser(factories.person("Olga", roles=(Role.ADMIN, Role.LEAD)))


def test_a_nul_in_an_address_finds_nothing(admin):
    keyed = ("hackathons/%00", "people/%00", "goals/%00", "files/%00/small.webp", "teams/join/%00")
    asked = ("people?q=%00", "people?%00=1", "admin/audit?act=%00")
    assert {path: admin.get(f"/{path}").status_code for path in (*keyed, *asked)} == dict.fromkeys(
        (*keyed, *asked), 404
    )


@pytest.mark.parametrize("field", ["email", "password", "\0"])
def test_a_nul_in_a_form_is_refused(browser, field):
    data = {"email": "ada@example.org", "password": "x"} | {field: "a\0b"}
    assert browser().post("/login", data=data).status_code == 400


@pytest.mark.parametrize("page", [NINES, "9" * 5000, "²"])
def test_any_number_of_a_page_is_answered(admin, page):
    lists = ("goals", "inbox", "admin/delivery", "people", "admin/people", "admin/audit", "whats-on")
    assert [admin.get(f"/{path}?page={page}").status_code for path in lists] == [200] * len(lists)


def test_a_page_beyond_the_last_is_the_last(browser):
    unit = factories.unit()
    olga = factories.person("Olga", unit=unit)
    factories.goal(olga, unit, title="Fewer stops")
    assert "Fewer stops" in browser(olga).get("/goals?page=7").text


def test_the_links_of_a_list_keep_its_filters_and_no_more(browser):
    olga = factories.person("Olga Ås")
    for number in range(51):
        factories.person(f"Olga {number}")
    tab = browser(olga)
    strange = "endpoint=x&_method=POST&_scheme=ftp&_anchor=a&_external=1&q=Olga"
    shown = tab.get(f"/people?{strange}")
    assert shown.status_code == 200
    assert f'href="/people?{strange}&page=2"'.replace("&", "&amp;") in shown.text


@pytest.mark.parametrize("version", ["9" * 5000, "²"])
def test_a_version_that_cannot_be_one_is_answered(browser, version):
    unit = factories.unit()
    olga = factories.person("Olga", unit=unit, roles=(Role.LEADER,))
    hackathon = factories.hackathon(olga)
    team, goal = factories.team(olga, hackathon), factories.goal(olga, unit)
    tab, day = browser(olga), goal.ends_on.isoformat()
    sent = {
        f"/goals/{goal.key}/edit": {"title": "x", "unit": unit.key, "ends_on": day},
        f"/teams/{team.key}/edit": {"name": "x"},
        f"/teams/{team.key}/demo": {"title": "x"},
        f"{hackathon.desk}/edit": {"title": "x"},
        "/settings": {"name": "x", "zone": "UTC"},
    }
    answers = {
        path: tab.post(path, data=data | {"version": version}).status_code for path, data in sent.items()
    }
    assert set(answers.values()) <= {303, 409, 422}, answers


@pytest.mark.parametrize("days", ["until=9999-12-31", "since=0001-01-01", "since=x&until=2026-02-30"])
def test_days_far_off_filter_nothing(admin, days):
    assert admin.get(f"/admin/audit?{days}").status_code == 200


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_nobody_moves_at_the_ends_of_time(admin, at):
    ada, unit = factories.person("Ada", zone="Asia/Tokyo"), factories.unit()
    answer = admin.post(f"/admin/people/{ada.key}/unit", data={"unit": unit.key, "at": at})
    assert (answer.status_code, "between 2000 and 2199" in answer.text) == (422, True)


def test_nobody_is_away_at_the_end_of_time(browser):
    answer = browser(factories.person("Ada")).post("/settings/away", data={"until": "9999-12-31"})
    assert (answer.status_code, "between 2000 and 2199" in answer.text) == (422, True)


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_a_goal_ends_in_our_time(browser, field):
    unit = factories.unit()
    data = {"title": "x", "unit": unit.key, "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    tab = browser(factories.person("Olga", unit=unit, roles=(Role.LEADER,)))
    for day in ("0001-01-01", "9999-12-31"):
        answer = tab.post("/goals/new", data=data | {field: day})
        assert (answer.status_code, "between 2000 and 2199" in answer.text) == (422, True)


@pytest.mark.parametrize("value", ["sNaN", "-Infinity", "10000000000001"])
def test_what_a_goal_is_measured_in_is_a_number(browser, value):
    unit = factories.unit()
    olga = factories.person("Olga", unit=unit, roles=(Role.LEADER,))
    goal, tab = factories.goal(olga, unit), browser(olga)
    data = {"kind": "metric", "result_title": "Stops", "baseline": value, "target": "45"}
    answer = tab.post(f"/goals/{goal.key}/measures", data=data)
    assert (answer.status_code, 'id="baseline-error"' in answer.text) == (422, True)
    metric = factories.metric(goal)
    answer = tab.post(
        f"/goals/{goal.key}/update", data={f"value_{metric.key}": value, "changed": "It moved."}
    )
    assert (answer.status_code, db.session.get(type(metric), metric.id).current) == (422, 91)


@pytest.mark.parametrize("value", ["1e-999999", "-9999999999999.99999"])
def test_a_number_is_kept_with_four_decimals(browser, value):
    unit = factories.unit()
    olga = factories.person("Olga", unit=unit, roles=(Role.LEADER,))
    goal = factories.goal(olga, unit)
    data = {"kind": "metric", "result_title": "Stops", "baseline": value, "target": "45"}
    assert browser(olga).post(f"/goals/{goal.key}/measures", data=data).status_code == 303


def test_guests_read_no_goal_on_a_program(browser):
    unit = factories.unit()
    ruth, gus = factories.person("Ruth", unit=unit), factories.person("Gus", kind=Kind.GUEST)
    hackathon, goal = factories.hackathon(ruth), factories.goal(ruth, unit, title="Fewer stops")
    services.tie(ruth, goal, Ref("hackathon", hackathon.id), why="", may_edit_the_other=True)
    factories.signup(gus, hackathon)
    shown = [browser(who).get(f"/hackathons/{hackathon.key}").text for who in (ruth, gus)]
    assert ["Fewer stops" in each for each in shown] == [True, False]
