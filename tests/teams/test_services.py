"""Teams: made, joined, left, handed over. One team a person, never over its size."""

from datetime import timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core import events
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.transaction import settle
from learnhub.people import services as leaving
from learnhub.programs.events import Withdrew
from learnhub.programs.models import SignUpState
from learnhub.teams import queries, services
from learnhub.teams.events import CaptainChanged, TeamJoined, TeamLeft, TeamMade
from learnhub.teams.models import Membership, Team
from tests import factories
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def facts(monkeypatch):
    """What is published, in order."""
    heard = []
    monkeypatch.setattr(events, "publish", heard.append)
    return heard


def signed_up(hackathon, name="Ada", **over):
    person = factories.person(name)
    factories.signup(person, hackathon, **over)
    return person


def people(team):
    return [member.person.name for member in queries.members(team)]


def test_who_makes_a_team_is_its_captain_and_first_member(facts):
    hackathon = factories.hackathon()
    ada = signed_up(hackathon, looking=True)
    team = services.make(ada, hackathon, name="Torque Whisperers", idea="Hear a motor")
    assert (team.captain, people(team), team.members_count) == (ada, ["Ada"], 1)
    assert facts == [TeamMade(team.id, hackathon.id, ada.id), TeamJoined(team.id, hackathon.id, ada.id)]
    assert queries.looking(hackathon) == []


@pytest.mark.parametrize("state", [None, SignUpState.WAITING, SignUpState.WITHDRAWN])
def test_without_a_place_nobody_makes_a_team(state):
    hackathon = factories.hackathon()
    ada = signed_up(hackathon, state=state) if state else factories.person()
    with pytest.raises(Forbidden):
        services.make(ada, hackathon, name="Early")
    assert db.session.query(Team).count() == 0


def test_nobody_is_in_two_teams_of_a_hackathon():
    hackathon = factories.hackathon()
    ada, bob = factories.person("Ada"), factories.person("Bob")
    factories.team(ada, hackathon)
    other = factories.team(bob, hackathon)
    with pytest.raises(Forbidden, match="in another team"):
        services.join(ada, other)
    with pytest.raises(Forbidden, match="You are in a team"):
        services.make(ada, hackathon, name="Second")


def test_one_may_be_in_teams_of_two_hackathons():
    ada = factories.person()
    teams = [factories.team(ada, factories.hackathon()) for _ in range(2)]
    assert [queries.current_team(ada.id, team.hackathon_id) for team in teams] == teams


def test_a_taken_name_is_refused_beside_the_field_and_the_session_lives_on():
    hackathon = factories.hackathon()
    factories.team(factories.person("Bob"), hackathon, name="Six Axes")
    ada = signed_up(hackathon)
    with pytest.raises(Invalid, match="has that name") as caught:
        services.make(ada, hackathon, name="Six Axes")
    assert caught.value.field == "name"
    assert services.make(ada, hackathon, name="Seven Axes").name == "Seven Axes"


def test_the_name_of_an_archived_team_is_free_again():
    hackathon = factories.hackathon()
    bob = factories.person("Bob")
    services.leave(bob, factories.team(bob, hackathon, name="Six Axes"))
    assert services.make(signed_up(hackathon), hackathon, name="Six Axes").name == "Six Axes"


def test_a_full_team_takes_nobody():
    hackathon = factories.hackathon(team_most=2)
    team = factories.team(factories.person("Ada"), hackathon, factories.person("Bob"))
    with pytest.raises(Forbidden, match="full: it has its 2 members"):
        services.join(signed_up(hackathon, "Eve"), team)
    assert people(team) == ["Ada", "Bob"]


def test_who_reads_a_stale_size_is_still_refused_by_the_database(monkeypatch):
    hackathon = factories.hackathon(team_most=2)
    team = factories.team(factories.person("Ada"), hackathon, factories.person("Bob"))
    eve = signed_up(hackathon, "Eve")
    monkeypatch.setattr(services.policies, "may_join", lambda *_, **__: True)
    with pytest.raises(Forbidden, match="full"):
        services.join(eve, team)
    assert (people(team), team.members_count) == (["Ada", "Bob"], 2)


def test_a_second_join_of_the_same_person_is_refused_by_the_database(monkeypatch):
    hackathon = factories.hackathon()
    ada = factories.person("Ada")
    team = factories.team(ada, hackathon)
    monkeypatch.setattr(services.policies, "may_join", lambda *_, **__: True)
    with pytest.raises(Forbidden, match="in a team of this hackathon already"):
        services.join(ada, team)


def test_when_the_captain_leaves_the_longest_member_follows(facts):
    hackathon = factories.hackathon()
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    team = factories.team(ada, hackathon, bob, eve)
    services.leave(ada, team)
    assert (team.captain, people(team), team.members_count) == (bob, ["Bob", "Eve"], 2)
    assert facts == [CaptainChanged(team.id, bob.id), TeamLeft(team.id, hackathon.id, ada.id)]


def test_an_empty_team_is_archived_and_its_link_ends():
    hackathon = factories.hackathon()
    ada = factories.person()
    team = factories.team(ada, hackathon)
    code = team.join_code
    services.leave(ada, team)
    assert (team.archived_at is not None, team.members_count) == (True, 0)
    with pytest.raises(NotFound):
        queries.find_by_code(ada, code)
    with pytest.raises(NotFound):
        queries.find(ada, team.key)


def test_one_may_join_again_after_leaving():
    hackathon = factories.hackathon()
    ada, bob = factories.person("Ada"), factories.person("Bob")
    team = factories.team(ada, hackathon, bob)
    services.leave(bob, team)
    services.join(bob, team)
    assert (people(team), team.members_count) == (["Ada", "Bob"], 2)


def test_after_the_deadline_teams_stay_as_they_are(clock):
    hackathon = factories.hackathon()
    ada, bob = factories.person("Ada"), factories.person("Bob")
    team = factories.team(ada, hackathon, bob)
    clock.stop(hackathon.due_at)
    with pytest.raises(Forbidden, match="stay as they are"):
        services.leave(bob, team)
    with pytest.raises(Forbidden, match="stay as they are"):
        services.rename(ada, team, name="New", idea="", version=team.version)


def test_captain_and_host_remove_members_others_do_not():
    host = factories.person("Ruth")
    hackathon = factories.hackathon(host)
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    team = factories.team(ada, hackathon, bob, eve)
    with pytest.raises(Forbidden, match="Only the captain"):
        services.remove(bob, team, eve)
    services.remove(ada, team, bob)
    services.remove(host, team, eve, is_host=True)
    assert people(team) == ["Ada"]
    settle(save=True)
    assert [(row.act, row.actor_id) for row in db.session.query(AuditEntry)] == [
        ("team.member_removed", host.id)
    ]


def test_removing_someone_who_left_meanwhile_changes_nothing():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    team = factories.team(ada, factories.hackathon())
    services.remove(ada, team, bob)
    assert (people(team), team.members_count) == (["Ada"], 1)


def test_a_captain_hands_over_to_a_member_only(facts):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    team = factories.team(ada, factories.hackathon(), bob)
    with pytest.raises(Invalid, match="Eve is not in this team"):
        services.hand_over(ada, team, eve)
    services.hand_over(ada, team, bob)
    assert team.captain == bob
    assert facts == [CaptainChanged(team.id, bob.id)]


def test_a_stale_rename_shows_both_texts_and_who_was_quicker(clock):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    team = factories.team(ada, factories.hackathon(host), name="First", idea="Hum")
    stale = team.version
    services.rename(ada, team, name="Second", idea="Hum", version=stale)
    clock.shift(timedelta(minutes=3))
    with pytest.raises(Conflict, match="Ada changed the team 3 min ago, while you wrote"):
        services.rename(host, team, name="Third", idea="Buzz", version=stale, is_host=True)
    with pytest.raises(Conflict, match="You changed the team 3 min ago, in another window") as caught:
        services.rename(ada, team, name="Third", idea="Buzz", version=stale)
    assert caught.value.theirs == {"Name": "Second", "Idea": "Hum"}
    assert caught.value.yours == {"Name": "Third", "Idea": "Buzz"}


def test_a_member_a_link_and_a_captain_do_not_make_a_rename_stale():
    hackathon = factories.hackathon()
    ada, bob = factories.person(), signed_up(hackathon, "Bob")
    team = factories.team(ada, hackathon)
    version = team.version
    services.join(bob, team)
    services.renew_link(ada, team)
    services.hand_over(ada, team, bob)
    services.hand_over(bob, team, ada)
    services.rename(ada, team, name="Renamed", idea="", version=version)
    assert team.name == "Renamed"


def test_a_renewed_link_ends_the_old_one():
    ada = factories.person()
    team = factories.team(ada, factories.hackathon())
    old = team.join_code
    services.renew_link(ada, team)
    with pytest.raises(NotFound):
        queries.find_by_code(ada, old)
    assert queries.find_by_code(ada, team.join_code)[0] == team


def test_who_withdraws_from_the_hackathon_leaves_the_team():
    hackathon = factories.hackathon()
    ada, bob = factories.person("Ada"), factories.person("Bob")
    team = factories.team(ada, hackathon, bob)
    events.publish(Withdrew(1, hackathon.id, ada.id, removed=False, by_id=ada.id))
    assert (team.captain, people(team)) == (bob, ["Bob"])


def test_who_withdraws_after_the_deadline_stays_in_what_was_handed_in(monkeypatch):
    hackathon = factories.hackathon()
    ada = factories.person()
    team = factories.team(ada, hackathon)
    monkeypatch.setattr(core_clock, "now", lambda: hackathon.due_at)
    events.publish(Withdrew(1, hackathon.id, ada.id, removed=False, by_id=ada.id))
    assert people(team) == ["Ada"]


def test_those_who_look_for_a_team_are_listed_until_they_find_one():
    hackathon = factories.hackathon()
    ada, bob = signed_up(hackathon, "Ada"), signed_up(hackathon, "Bob")
    services.look(ada, hackathon, looking=True)
    assert queries.looking(hackathon) == [ada]
    services.join(ada, factories.team(bob, hackathon))
    assert queries.looking(hackathon) == []


def test_a_page_of_teams_is_searched_by_name_and_idea_and_for_room():
    hackathon = factories.hackathon(team_most=2)
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    factories.team(ada, hackathon, bob, name="Alpha", idea="Hear a motor")
    factories.team(eve, hackathon, name="beta", idea="100% tests")
    for word, name in (("MOTOR", "Alpha"), ("eta", "beta"), ("%", "beta")):
        assert [team.name for team in queries.teams_page(hackathon, search=word).teams] == [name]
    page = queries.teams_page(hackathon, with_room=True, page=99)
    assert ([t.name for t in page.teams], page.total, page.page, page.pages) == (["beta"], 1, 1, 1)
    assert [[each.id for each in inside] for inside in page.members.values()] == [[eve.id]]
    assert db.session.query(Membership).count() == 3


def test_who_leaves_the_organisation_before_demos_are_due_leaves_the_team():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    team = factories.team(ada, factories.hackathon(), bob)
    leaving.leave(ada)
    assert [member.person.name for member in queries.members(team)] == ["Bob"]
    assert (fresh(team).captain_id, team.members_count) == (bob.id, 1)


def test_who_leaves_after_demos_were_due_stays_named_and_another_is_captain(clock):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    hackathon = factories.hackathon()
    team = factories.team(ada, hackathon, bob, eve)
    clock.stop(hackathon.due_at + timedelta(minutes=1))
    leaving.leave(bob)
    leaving.leave(ada)
    assert [member.person.called for member in queries.members(team)] == [
        "Ada (has left)",
        "Bob (has left)",
        "Eve",
    ]
    assert (fresh(team).captain_id, team.members_count, team.archived_at) == (eve.id, 3, None)
    leaving.leave(eve)
    assert (fresh(team).captain_id, team.members_count, team.archived_at) == (eve.id, 3, None)


def test_a_captain_who_leaves_years_later_is_replaced_too(clock):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    hackathon = factories.hackathon()
    team = factories.team(ada, hackathon, bob)
    clock.stop(hackathon.ends_at + timedelta(days=700))
    leaving.leave(ada)
    assert (fresh(team).captain_id, len(queries.members(team))) == (bob.id, 2)
