"""Many people at once: a team never has more members than it may, and nobody is in two."""

import pytest

from learnhub.core.db import db
from learnhub.teams import queries
from learnhub.teams.models import Membership, Team
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.races]
MANY, MOST = 12, 5


@pytest.fixture
def start(app, server):
    """Start a real server with two processes; return how to be someone in front of it."""

    def run(variant=None):
        url = server(variant=f"tests.teams.variants:{variant}").url if variant else server().url
        return lambda person: Client(app, url, person)

    return run


def many_join(start, variant=None):
    hackathon = factories.hackathon(team_most=MOST)
    team = factories.team(factories.person("Ada"), hackathon)
    be = start(variant)
    clients = []
    for index in range(MANY):
        person = factories.person(f"P{index}")
        factories.signup(person, hackathon)
        clients.append(be(person))
    path = f"/teams/join/{team.join_code}"
    answers = together([lambda client=client: client.post(path).status for client in clients])
    return team, answers


def test_twelve_at_once_fill_four_seats_and_no_more(start):
    team, answers = many_join(start)
    assert sorted(answers) == [303] * (MOST - 1) + [403] * (MANY - MOST + 1)
    assert fresh(team).members_count == len(queries.members(team)) == MOST


@pytest.mark.postgres_only
def test_without_the_guard_too_many_sit_down(start):
    """The counterproof: it is the condition of the UPDATE that keeps the size."""
    team, _answers = many_join(start, "without_size_guard")
    assert len(queries.members(fresh(team))) > MOST


def test_one_person_pressing_two_links_at_once_is_in_one_team(start):
    hackathon = factories.hackathon()
    teams = [factories.team(factories.person(name), hackathon) for name in ("Ada", "Bob")]
    eve = factories.person("Eve")
    factories.signup(eve, hackathon)
    be = start()
    links = [f"/teams/join/{team.join_code}" for team in teams] * 2
    clients = [(be(eve), link) for link in links]
    answers = together(
        [lambda client=client, link=link: client.post(link).status for client, link in clients]
    )
    assert sorted(answers) == [303, 403, 403, 403]
    fresh(eve)
    current = db.session.query(Membership).filter_by(person_id=eve.id, left_at=None)
    assert current.count() == 1
    assert sorted(team.members_count for team in db.session.query(Team).populate_existing()) == [1, 2]


def test_when_all_leave_at_once_the_team_ends_once(start):
    hackathon = factories.hackathon()
    people = [factories.person(f"P{index}") for index in range(4)]
    team = factories.team(people[0], hackathon, *people[1:])
    be = start()
    clients = [be(person) for person in people]
    leave = f"/teams/{team.key}/leave"
    answers = together([lambda client=client: client.post(leave).status for client in clients])
    assert answers == [303] * 4
    team = fresh(team)
    assert (team.members_count, team.archived_at is not None, team.captain_id) == (0, True, None)
