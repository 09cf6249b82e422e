"""What people do to pages: press twice, go back, open two tabs, switch scripts off, mistype."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.demos import queries as demos
from learnhub.demos.models import Demo, DemoState
from learnhub.people import passwords
from learnhub.programs.models import SignUp, SignUpState
from learnhub.teams.models import Membership, Team
from tests import factories
from tests.journeys.tabs import Tab
from tests.support.rows import save

pytestmark = [pytest.mark.journeys, pytest.mark.sqlite_only]
WITHOUT_SCRIPTS = {"java_script_enabled": False}
PASSWORD = "three words in a row"


@pytest.fixture
def url(server):
    return server().url


@pytest.fixture
def ada(app):
    return factories.person("Ada")


@pytest.fixture
def hackathon(app):
    return factories.hackathon(due_in=timedelta(hours=20))


def rows(model, **which):
    db.session.rollback()
    return db.session.query(model).filter_by(**which).all()


@pytest.mark.parametrize("options", [{}, WITHOUT_SCRIPTS], ids=["with scripts", "without"])
def test_two_presses_on_sign_up_are_one(options, ada, hackathon, signed_in, url):
    tab = signed_in(url, ada, **options).go(f"/hackathons/{hackathon.key}")
    tab.button("Sign up").dblclick()
    tab.page.wait_for_load_state("networkidle")  # without scripts the second press is a second request
    tab.go(f"/hackathons/{hackathon.key}").sees("You’re in")
    assert [each.state for each in rows(SignUp, person_id=ada.id)] == [SignUpState.IN]
    db.session.refresh(hackathon)
    assert hackathon.places_taken == 1


def test_a_form_that_was_sent_already_makes_no_second_team(ada, hackathon, signed_in, url):
    factories.signup(ada, hackathon)
    tab = signed_in(url, ada)
    left_open = Tab(tab.context)
    for each in (tab, left_open):
        each.go(f"/hackathons/{hackathon.key}/teams/new").fill(name="Hum Detectors")
    tab.press("Make team")
    tab.sees("Hum Detectors")
    assert tab.page.go_back().status < 500
    left_open.press("Make team", status=403)
    assert len(rows(Team)) == len(rows(Membership)) == 1


def test_two_tabs_on_one_demo_end_in_both_texts(ada, hackathon, signed_in, url):
    bob = factories.person("Bob")
    team = factories.team(ada, hackathon, bob)
    hers, his = (signed_in(url, one).go(f"/teams/{team.key}/demo") for one in (ada, bob))
    hers.fill(title="Reading a hum", story="We recorded 40 motors.").press("Save as draft")
    his.fill(title="Reading a hum", story="We recorded 41 motors.").press("Save as draft", status=409)
    his.sees("What stands now", "We recorded 40 motors.", "What you wrote", "We recorded 41 motors.")
    his.page.go_back()
    assert his.value("story") == "We recorded 41 motors."
    assert [each.story for each in rows(Demo)] == ["We recorded 40 motors."]


def test_all_of_it_without_scripts(hackathon, people, url):
    bob = factories.person("Bob", email="bob@example.org")
    passwords.keep(bob, passwords.hashed(PASSWORD))
    save(bob)
    tab = people(url, **WITHOUT_SCRIPTS).go(f"/hackathons/{hackathon.key}")
    tab.fill(email="bob@example.org").unfold("Use a password").fill(password=PASSWORD).press("Sign in")
    assert tab.path == f"/hackathons/{hackathon.key}"
    tab.press("Sign up")
    tab.go(f"/hackathons/{hackathon.key}/teams").follow("Make a team")
    tab.fill(name="Hum Detectors").press("Make team")
    tab.follow("Write the demo")
    tab.fill(title="Reading a hum", pitch="It hears a worn bearing.").press("Submit demo")
    tab.sees("Not submitted yet: fix five things")
    tab.fill(story="We recorded 40 motors.", repository_url="https://code.example.org/hum")
    tab.fill(data_class="internal", personal_data="no", model_provider="AST-tiny").press("Submit demo")
    tab.sees("Reading a hum", "Submitted")
    [team] = rows(Team)
    assert demos.demo_of(team).state is DemoState.SUBMITTED


def test_what_was_typed_stays_when_something_is_wrong(app, signed_in, url):
    lena = factories.person("Lena", roles=("lead",))
    tab = signed_in(url, lena).go("/hackathons/new")
    tab.fill(title="Winter Build", template="demo-day").unfold("More")
    tab.fill(capacity="0", summary="Proofs of concept.", team_least="2")
    tab.press("Make draft", status=422)
    tab.sees("Not saved yet: fix one thing")
    assert [tab.value(name) for name in ("title", "capacity", "summary", "team_least")] == [
        "Winter Build",
        "0",
        "Proofs of concept.",
        "2",
    ]
    assert tab.main.locator("[name='template'][value='demo-day']").is_checked()
    tab.fill(capacity="2", starts="2027-01-14T09:00").press("Make draft")
    tab.sees("Winter Build", "of 2 places")
