"""The pages of teams, as people use them."""

import pytest

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.people import services as people
from learnhub.programs import queries as programs
from learnhub.programs.models import SignUp, SignUpState
from learnhub.teams import member_queries
from learnhub.teams.models import Team
from learnhub.teams.pages import list_title
from tests import factories
from tests.support.rows import fresh, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def hackathon():
    return factories.hackathon(factories.person("Ruth"))


@pytest.fixture
def ada(hackathon):
    person = factories.person("Ada")
    factories.signup(person, hackathon)
    return person


def inside(team):
    """The names of those who are in it, longest first."""
    return [each.name for each in member_queries.people_of([team.id])[team.id]]


@pytest.mark.parametrize(
    ("teams", "with_room", "is_over", "title"),
    [
        (0, 0, False, "No teams yet."),
        (0, 0, True, "There were no teams."),
        (1, 1, False, "One team, with room."),
        (1, 0, False, "One team, and it is full."),
        (4, 2, False, "Four teams, two with room."),
        (4, 4, False, "Four teams, all with room."),
        (4, 0, False, "Four teams, all full."),
        (31, 4, True, "31 teams took part."),
    ],
)
def test_the_title_of_the_list_is_the_answer(teams, with_room, is_over, title):
    assert list_title(teams, with_room, is_over=is_over) == title


def test_a_team_is_made_and_joined_by_its_link(browser, hackathon, ada):
    bob = factories.person("Bob")
    factories.signup(bob, hackathon)
    page = browser(ada)
    made = page.post(f"/hackathons/{hackathon.key}/teams/new", data={"name": "Six Axes", "idea": "Hum"})
    team = db.session.query(Team).one()
    assert (made.status_code, made.location) == (303, f"/teams/{team.key}")
    shown = page.get(made.location).text
    assert f"/teams/join/{team.join_code}" in shown
    asked = browser(bob)
    link = f"/teams/join/{team.join_code}"
    assert "Join Six Axes?" in asked.get(link).text
    assert inside(team) == [ada.name]  # looking joins nobody
    assert asked.post(link).location == f"/teams/{team.key}"
    assert inside(team) == [ada.name, bob.name]
    assert "Open my team" in asked.get(link).text


def test_a_stranger_signs_in_first_and_comes_back(browser, hackathon, ada):
    team = factories.team(ada, hackathon)
    answer = browser().get(f"/teams/join/{team.join_code}")
    assert answer.status_code == 303
    assert answer.location == f"/login?next=/teams/join/{team.join_code}"
    asked = browser().get(answer.location).text
    assert ("Sign in to join a team." in asked, team.name in asked) == (True, False)


def test_without_a_sign_up_one_press_signs_up_and_joins(browser, hackathon, ada):
    team, eve = factories.team(ada, hackathon), factories.person("Eve")
    page, link = browser(eve), f"/teams/join/{team.join_code}"
    assert "Sign up and join" in page.get(link).text
    assert page.post(link).status_code == 303
    assert inside(team) == [ada.name, eve.name]
    assert db.session.query(SignUp).filter_by(person_id=eve.id).one().state is SignUpState.IN


def test_without_a_place_the_link_signs_nobody_up(browser, hackathon, ada):
    team, eve = factories.team(ada, hackathon), factories.person("Eve")
    fresh(hackathon).capacity = 1
    page, link = browser(eve), f"/teams/join/{team.join_code}"
    assert "has no place left" in page.get(link).text
    assert page.post(link).status_code == 403
    assert db.session.query(SignUp).filter_by(person_id=eve.id).count() == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": ""}, "Give the team a name."),
        ({"name": "a" * 81}, "Use at most 80 characters."),
        ({"name": "Taken"}, "Another team of this hackathon has that name."),
    ],
)
def test_a_bad_name_is_refused_beside_the_field_and_the_idea_is_kept(browser, hackathon, ada, data, message):
    factories.team(factories.person("Bob"), hackathon, name="Taken")
    answer = browser(ada).post(
        f"/hackathons/{hackathon.key}/teams/new", data={"idea": "Hear a motor", **data}
    )
    assert answer.status_code == 422
    assert message in answer.text
    assert "Hear a motor" in answer.text
    assert db.session.query(Team).count() == 1


def test_a_captain_renames_hands_over_removes_and_renews_the_link(browser, hackathon, ada):
    bob, eve = factories.person("Bob"), factories.person("Eve")
    team = factories.team(ada, hackathon, bob, eve)
    page, url, old = browser(ada), f"/teams/{team.key}", team.join_code
    version = team.version
    assert page.get(f"{url}/edit").status_code == 200
    assert page.post(f"{url}/edit", data={"name": "New", "idea": "", "version": version}).status_code == 303
    stale = page.post(f"{url}/edit", data={"name": "Newer", "idea": "", "version": version})
    assert (stale.status_code, "Newer" in stale.text, ">Idea<" in stale.text) == (409, True, False)
    page.post(f"{url}/link")
    assert fresh(team).join_code != old
    assert page.get(f"{url}/members/{eve.key}/remove").status_code == 200
    assert page.post(f"{url}/members/{eve.key}/remove").status_code == 303
    assert page.post(f"{url}/captain", data={"person": bob.key}).status_code == 303
    assert fresh(team).captain == bob
    assert page.post(f"{url}/captain", data={"person": ada.key}).status_code == 403
    assert page.get(f"{url}/leave").status_code == 200
    assert page.post(f"{url}/leave").location == f"/hackathons/{hackathon.key}/teams"
    assert "You are not in this team." in page.get(f"{url}/leave").text
    assert inside(team) == [bob.name]
    browser(bob).post(f"{url}/leave")
    assert f"{team.name} ended when its last member left." in page.get(f"{url}/leave").text
    assert "You are not in this team." in browser(bob).post(f"{url}/leave").text
    assert browser(factories.person("Mallory")).get(f"{url}/leave").status_code == 404


def test_who_looks_for_a_team_is_shown_until_they_take_it_back(browser, hackathon, ada):
    page, url = browser(ada), f"/hackathons/{hackathon.key}/teams"
    assert "I am looking too" in page.get(url).text
    page.post(f"{url}/looking", data={"looking": "1"})
    assert "I found one" in page.get(url).text
    page.post(f"{url}/looking", data={"looking": "0"})
    assert "I am looking too" in page.get(url).text


def test_the_link_is_shown_to_members_and_hosts_alone(browser, hackathon, ada):
    team = factories.team(ada, hackathon)
    shown = {
        person.name: team.join_code in browser(person).get(f"/teams/{team.key}").text
        for person in (ada, hackathon.created_by, factories.person("Eve"))
    }
    assert shown == {"Ada": True, "Ruth": True, "Eve": False}


def test_what_one_may_not_know_of_is_not_found(browser, hackathon, ada):
    team = factories.team(ada, hackathon)
    guest = browser(factories.person("Gus", kind="guest"))
    for url in (
        f"/teams/{team.key}",
        f"/teams/join/{team.join_code}",
        f"/hackathons/{hackathon.key}/teams",
        "/teams/aaaaaaaaaa",
        "/teams/join/nothing",
    ):
        assert guest.get(url).status_code == 404


def test_after_the_deadline_pages_say_so(browser, hackathon, ada, clock):
    team = factories.team(ada, hackathon)
    clock.set(hackathon.snapshot_at)
    page = browser(ada)
    assert "One team took part." in page.get(f"/hackathons/{hackathon.key}/teams").text
    assert team.join_code not in page.get(f"/teams/{team.key}").text
    assert "stay as they are" in browser(factories.person("Eve")).get(f"/teams/join/{team.join_code}").text


@pytest.mark.parametrize("number", [5, 60])
def test_the_list_takes_the_same_statements_with_few_and_many_teams(browser, hackathon, ada, number):
    for index in range(number):
        factories.team(factories.person(f"P{index}"), hackathon)
    page = browser(ada)
    page.get("/privacy")
    for url in (f"/hackathons/{hackathon.key}/teams", f"/teams/{db.session.query(Team).first().key}"):
        page.get(url)
        with statements() as sent:
            assert page.get(url).status_code == 200
        assert len(sent) <= 12, sent


def test_a_link_says_who_can_still_let_one_in_once_sign_up_has_closed(browser, hackathon, ada):
    team = factories.team(ada, hackathon)
    link, page = f"/teams/join/{team.join_code}", browser(ada)
    assert "Whoever opens this link can join" in page.get(f"/teams/{team.key}").text
    hackathon.signups_closed = True
    db.session.commit()
    said = browser(factories.person("Eve")).get(link).text
    assert (
        "Sign-up has closed. A host can still let you in: ask Ruth. The captain of the team is Ada." in said
    )
    shown = page.get(f"/teams/{team.key}").text
    assert f"Whoever has a place in {hackathon.title} can join" in shown
    assert "Whoever opens this link" not in shown


def test_the_page_of_a_team_says_what_its_demo_lacks_and_that_it_is_submitted(browser, hackathon, ada, clock):
    team = factories.team(ada, hackathon)
    page = browser(ada)
    begun = page.get(f"/teams/{team.key}").text
    assert "Write the demo" in begun
    assert "Seven things are missing" in begun
    assert f'/teams/{team.key}/demo#pitch">Pitch: ' in begun
    assert "are missing" not in browser(factories.person("Eve")).get(f"/teams/{team.key}").text
    factories.demo(team)
    shown = page.get(f"/teams/{team.key}").text
    assert "Change the demo" in shown
    assert "missing" not in shown
    assert '<span class="wd calm">Submitted</span>' in shown
    clock.set(hackathon.snapshot_at)
    assert "Look at the demo" in page.get(f"/teams/{team.key}").text


def test_pages_say_of_members_that_they_have_left(browser, clock):
    ada, bob = factories.person("Ada Byron"), factories.person("Bob Beck")
    hackathon = factories.hackathon()
    team = factories.team(ada, hackathon, bob)
    demo = factories.demo(team)
    clock.stop(hackathon.ends_at)
    people.leave(ada)
    settle(save=True)
    page = browser(bob)
    shown = page.get(f"/teams/{team.key}").text
    assert shown.count("Has left, in the team since") == 1
    assert f'<a href="/people/{ada.key}">Ada Byron</a>' in shown
    assert "Ada Byron (has left) and Bob Beck" in page.get(f"/hackathons/{hackathon.key}/gallery").text
    for path in (f"/demos/{demo.key}", f"{hackathon.desk}/people"):
        assert page.get(path).text.count('<span class="note">Has left</span>') == 1


def test_hosts_see_who_is_in_no_team_with_their_unit_and_how_they_get_into_one(browser, hackathon, ada):
    host = next(iter(programs.hosts_of(hackathon)))
    factories.team(ada, hackathon, name="Hum")
    bob = factories.person("Bob", unit=factories.unit("Controls"))
    factories.signup(bob, hackathon)
    url = f"/hackathons/{hackathon.key}/teams"
    shown = browser(host).get(url).text
    section = shown.split('id="no-team"')[1].split("</section>")[0]
    assert [text in section for text in ("Bob", "Controls", "send them its link", "room=1")] == [True] * 4
    assert "Ada" not in section
    assert 'id="no-team"' not in browser(ada).get(url).text


def test_who_is_not_signed_up_hears_how_sign_up_stands_and_a_host_nothing(browser, hackathon):
    host = next(iter(programs.hosts_of(hackathon)))
    url, eve = f"/hackathons/{hackathon.key}/teams", factories.person("Eve")
    assert "Sign up for the hackathon first." in browser(eve).get(url).text
    hackathon.signups_closed = True
    save(hackathon)
    assert "Sign-up has closed." in browser(eve).get(url).text
    team = factories.team(factories.person("Cy"), hackathon)
    assert "Sign-up has closed." in browser(eve).get(f"/teams/{team.key}").text
    for text in ("Sign up for the hackathon first.", "Sign-up has closed."):
        assert text not in browser(host).get(url).text
