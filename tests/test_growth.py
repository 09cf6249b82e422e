"""Pages of a large organisation: what they look through does not grow with it, but for what is counted."""

import pytest

from learnhub.goals.models import Tie
from learnhub.people.models import Organisation, Role
from learnhub.search import ranking
from tests import factories
from tests.support.plans import looks
from tests.support.rows import many, save

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.sqlite_only]
BY_ID = "(rowid=?)"


@pytest.fixture
def leader():
    save(Organisation(id=1, name="Northwind"))
    unit = factories.unit()
    return factories.person("Ada", unit=unit, roles=(Role.LEADER,))


def found_by(page, path, *tables):
    page.get(path)
    with looks() as found:
        assert page.get(path).status_code == 200
    return {how for table, how in found if table in tables} - {BY_ID}


def read_by_index_alone(page, path):
    page.get(path)
    with looks() as found:
        assert page.get(path).status_code == 200
    return found.by_index_alone


@pytest.mark.parametrize("path", ["/", "/whats-on", "/whats-on?when=past", "/dashboard"])
def test_what_comes_is_chosen_and_counted_without_reading_a_row(browser, leader, path):
    assert "ix_program_state_ends_at" in read_by_index_alone(browser(leader), path)


def test_home_finds_programs_by_what_comes_and_by_who_is_in_them(browser, leader):
    ways = found_by(browser(leader), "/", "program")
    assert ways <= {"(state=? AND ends_at>?)", "(state=?)"}  # the last are drafts


def test_home_finds_decisions_by_who_is_to_take_them(browser, leader):
    assert found_by(browser(leader), "/", "follow_up") == {"(owner_id=? AND decide_on<?)"}


def test_home_finds_flags_by_the_cohorts_that_one_runs(browser, leader):
    assert found_by(browser(leader), "/", "raised_flag") == {"(cohort_id=?)"}


def test_the_library_looks_through_all_in_its_order_alone_and_counts_what_is_kept(browser, leader):
    ways = found_by(browser(leader), "/library", "resource")
    assert {way for way in ways if way.startswith("SCAN")} == {"SCAN ix_resource_used"}
    assert found_by(browser(leader), "/library", "resource_tally") == {"SCAN"}
    assert found_by(browser(leader), "/library", "person") == {"(left_at>?)"}


def test_the_dashboard_counts_programs_by_an_index_alone(browser, leader):
    ways = found_by(browser(leader), "/dashboard", "program", "team", "demo", "follow_up")
    assert not {way for way in ways if "SCAN" in way}
    assert "(state=? AND ends_at>?)" in ways


def test_the_dashboard_finds_who_leads_by_their_units(browser, leader):
    page = browser(leader)
    assert "(unit_id=?)" in found_by(page, "/dashboard", "role_grant")
    assert "(left_at=?)" not in found_by(page, "/dashboard", "person")


def test_whats_on_looks_through_what_comes_alone(browser, leader):
    ways = found_by(browser(leader), "/whats-on", "program")
    assert ways <= {
        "(state=? AND ends_at>?)",
        "(state=?)",
        "(kind=?)",
    }  # drafts of one's own, and whether there is a kind
    assert "(program_id=?)" in found_by(browser(leader), "/whats-on", "host")


def test_whats_on_finds_windows_by_their_hackathons(browser, leader):
    factories.hackathon(leader)
    assert found_by(browser(leader), "/whats-on", "window") == {"(hackathon_id=?)"}


def test_a_goal_finds_what_serves_it_by_its_ids(browser, leader):
    goal = factories.goal(leader, leader.unit)
    things = factories.resource(leader), factories.demo(factories.team(leader, factories.hackathon(leader)))
    for kind, thing in zip(("resource", "demo"), things, strict=True):
        save(Tie(goal_id=goal.id, ref_kind=kind, ref_id=thing.id, why="", created_by_id=leader.id))
    page = browser(leader)
    assert things[0].title in page.get(f"/goals/{goal.key}").text
    assert found_by(page, f"/goals/{goal.key}", "resource", "demo") == set()


@pytest.mark.parametrize("newest", [3000, 0])
def test_search_reads_hits_from_an_index_without_their_texts(browser, leader, monkeypatch, newest):
    monkeypatch.setattr(ranking, "NEWEST", newest)
    with many():
        factories.talk(leader, title="Evals in an hour")
    assert found_by(browser(leader), "/search?q=evals", "search_document") == {"(<expr>=?)"}
    assert found_by(browser(leader), "/search?q=type:talk", "search_document") == {
        "SCAN ix_search_document_narrow"
    }
