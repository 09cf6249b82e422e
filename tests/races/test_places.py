"""Many people, few places, at the same moment, through two web processes."""

import time
from collections import Counter
from functools import partial

import pytest
from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.transaction import settle, transaction
from learnhub.people.models import Role
from learnhub.programs import parts, queries
from learnhub.programs.models import Program, SignUp, SignUpState
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh, many

PEOPLE, PLACES, AT_ONCE = 40, 5, 40
IN, WAITING, WITHDRAWN, *_ = SignUpState


@pytest.fixture
def crowd(app, server):
    """Return (statuses, sign-ups) of people who press the button at once, `AT_ONCE` at a time."""

    def rush(variant="", people=PEOPLE, places=PLACES):
        hackathon, url = factories.coming(capacity=places), server(variant=variant).url
        with many():
            everyone = [factories.person(f"Person {number}") for number in range(people)]
            clients = [Client(app, url, person) for person in everyone]
        path = f"{hackathon.desk}/sign-up"

        def press(some):
            return [client.post(path).status for client in some]

        statuses = together([partial(press, clients[first::AT_ONCE]) for first in range(AT_ONCE)])
        return [status for each in statuses for status in each], fresh(hackathon), listed(hackathon)

    return rush


def listed(hackathon):
    """What others committed, so outside of the snapshot that this test has read in."""
    fresh(hackathon)
    rows = db.session.query(SignUp).filter_by(program_id=hackathon.id).order_by(SignUp.line, SignUp.id)
    return rows.all()


def test_of_many_on_few_places_as_many_get_in_and_the_rest_stand_in_line(
    crowd, size, record_property, database_name
):
    people, places, begun = size(PEOPLE, 10_000), size(PLACES, 500), time.monotonic()
    statuses, hackathon, found = crowd(people=people, places=places)
    took = f"{time.monotonic() - begun:.0f} s with their making"
    record_property("counted", f"{database_name}: {people} people, {places} places, {took}")
    assert statuses == [303] * people
    assert [each.line for each in found] == list(range(1, people + 1))
    assert [each.state for each in found] == [IN] * places + [WAITING] * (people - places)
    assert hackathon.places_taken == places


@pytest.mark.postgres_only
def test_without_the_lock_more_get_in_than_there_are_places(crowd):
    """The counterproof: it is the lock on the program's row that keeps the places."""
    _, _, found = crowd("tests.races.variants:no_place_lock")
    assert sum(each.state is IN for each in found) > PLACES


@pytest.mark.sqlite_only
def test_signing_up_that_begins_as_a_read_fails_with_locked(crowd):
    """The counterproof: it is BEGIN IMMEDIATE that lets them wait."""
    statuses, _, found = crowd("tests.races.variants:plain_begin")
    assert statuses.count(503) > 0
    assert len(found) == statuses.count(303)


def test_a_double_click_is_one_sign_up(app, server):
    hackathon, ada = factories.coming(), factories.person("Ada")
    url = server().url
    clients = [Client(app, url, ada) for _ in range(8)]
    path = f"{hackathon.desk}/sign-up"
    answers = together([lambda client=client: client.post(path) for client in clients])
    assert [answer.status for answer in answers] == [303] * 8
    assert [each.state for each in listed(hackathon)] == [IN]


def test_who_is_promoted_while_others_leave_gets_a_place_that_is_free(app, server):
    """Six leave at once, three of them who wait: as many places are filled as were freed, none twice."""
    hackathon = factories.coming(capacity=PLACES)
    people = [factories.person(f"Person {number}") for number in range(16)]
    for person in people:
        factories.sign_up(hackathon, person)
    url = server().url
    leaving = [*people[:3], *people[5:8]]
    clients = [Client(app, url, person) for person in leaving]
    path = f"{hackathon.desk}/withdraw"
    answers = together([lambda client=client: client.post(path) for client in clients])
    assert [answer.status for answer in answers] == [303] * 6
    states = [each.state for each in listed(hackathon)]
    assert states == [WITHDRAWN] * 3 + [IN] * 2 + [WITHDRAWN] * 3 + [IN] * 3 + [WAITING] * 5
    assert fresh(hackathon).places_taken == PLACES


def test_places_lowered_while_people_sign_up_are_never_oversold(app, server):
    """Ten places become five: whoever got in before stays, nobody gets in above five after."""
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=10)
    people = [factories.person(f"Person {number}") for number in range(20)]
    url = server().url
    base = hackathon.desk
    text = {"title": hackathon.title, "version": str(hackathon.version), "capacity": "5"}
    owner = Client(app, url, host)
    clients = [Client(app, url, person) for person in people]
    acts = [lambda client=client: client.post(f"{base}/sign-up") for client in clients]
    answers = together([*acts[:10], lambda: owner.post(f"{base}/edit", **text), *acts[10:]])
    assert [answer.status for answer in answers] == [303] * 21
    found = listed(hackathon)
    taken = Counter(each.state for each in found)[IN]
    assert fresh(hackathon).capacity == 5
    assert 5 <= taken <= 10
    assert hackathon.places_taken == taken
    assert hackathon.over_by == taken - 5
    assert [each.state for each in found] == [IN] * taken + [WAITING] * (20 - taken)


def test_hosts_who_enter_people_while_others_sign_up_never_oversell(app, server):
    """Two hosts enter the same five, ten sign up meanwhile: each is on it once, five have a place."""
    host, other = factories.person("Host", roles=(Role.LEAD,)), factories.person("Olga", roles=(Role.ADMIN,))
    hackathon = factories.coming(host, capacity=PLACES)
    people = [factories.person(f"Person {number}") for number in range(15)]
    url, path = server().url, hackathon.desk
    hosts = [Client(app, url, each) for each in (host, other)]
    addresses = [someone.email for someone in people[:5]]
    enter = [
        lambda client=client, address=address: client.post(f"{path}/sign-ups/new", person=address)
        for address in addresses
        for client in hosts
    ]
    clients = [Client(app, url, each) for each in people[5:]]
    signing = [lambda client=client: client.post(f"{path}/sign-up") for client in clients]
    answers = together([*enter, *signing])
    assert sorted(answer.status for answer in answers) == [303] * 15 + [422] * 5
    found = listed(hackathon)
    assert [each.line for each in found] == list(range(1, 16))
    assert Counter(each.state for each in found) == {IN: PLACES, WAITING: 10}
    assert fresh(hackathon).places_taken == PLACES


def test_a_part_that_many_want_to_take_is_taken_by_one(app, server):
    hackathon = factories.coming()
    part, url = factories.part(hackathon), server().url
    clients = [Client(app, url, factories.person(f"Person {number}")) for number in range(10)]
    path = f"{hackathon.desk}/parts/{part.key}/take"
    answers = together([lambda client=client: client.post(path) for client in clients])
    assert Counter(answer.status for answer in answers) == {303: 1, 403: 9}
    fresh(hackathon)
    assert parts.count_taken(part) == 1


@pytest.mark.postgres_only
def test_who_writes_rows_that_name_a_program_does_not_wait_for_who_holds_it(app):
    """The schedule holds reminders when it writes more; who withdraws holds the program, and wants those."""
    hackathon = factories.coming()
    settle(save=True)
    with transaction(), db.engine.connect() as schedule:
        queries.lock(fresh(hackathon))
        schedule.exec_driver_sql("SET lock_timeout = '1s'")
        table = Program.__table__.c
        named = select(table.id).where(table.id == hackathon.id)
        assert schedule.scalar(named.with_for_update(read=True, key_share=True)) == hackathon.id
