"""Many writers at once, and one that is slow."""

import threading
import time

import pytest

from learnhub.core.db import db
from learnhub.people.models import Unit
from tests import factories
from tests.support.clients import Client, together

WRITERS, EACH, ROUNDS = 8, 10, 3


@pytest.fixture
def race(app, server):
    """Let `WRITERS` clients write `EACH` times, and on for some seconds; return the statuses."""

    def run(variant, seconds=0):
        unit = factories.unit()
        path = f"/race/{unit.id}"
        url = server(variant=f"tests.races.variants:{variant}").url
        clients = [Client(app, url) for _ in range(WRITERS)]

        def write(client):
            statuses, until = [], time.monotonic() + seconds
            while len(statuses) < EACH or time.monotonic() < until:
                statuses.append(client.post(path).status)
            return statuses

        statuses = together([lambda client=client: write(client) for client in clients])
        return [status for each in statuses for status in each]

    return run


def test_writers_wait_for_each_other_and_none_fails(race, size, record_property, database_name):
    statuses = race("plain", seconds=size(0, 60))
    assert set(statuses) == {201}
    assert len(statuses) >= WRITERS * EACH
    assert db.session.query(Unit).count() == len(statuses) + 1
    record_property("counted", f"{database_name}: {len(statuses)} writes of {WRITERS} writers, none failed")


@pytest.mark.sqlite_only
def test_a_write_that_begins_as_a_read_fails_with_locked(race):
    """The counterproof: it is BEGIN IMMEDIATE that lets them wait."""
    statuses = race("plain_begin")
    assert statuses.count(503) > 0
    assert db.session.query(Unit).count() == statuses.count(201) + 1


def test_a_body_that_trickles_in_delays_nobody(delay):
    assert delay("plain") < 0.1


@pytest.mark.sqlite_only
def test_a_lock_taken_before_the_body_has_arrived_delays_the_others(delay):
    """The counterproof: it is reading the body first that spares them."""
    assert delay("reads_body_inside") > 0.5


@pytest.fixture
def delay(app, server):
    """Return by how many seconds one who trickles a form over 1.2 s delays another writer.

    The least of some rounds: a lock delays in each, a busy machine in one or another.
    """

    def measure(variant):
        path = f"/race/{factories.unit().id}"
        url = server(variant=f"tests.races.variants:{variant}").url
        slow, quick = Client(app, url), Client(app, url)
        return min(_delay(slow, quick, path) for _ in range(ROUNDS))

    return measure


def _delay(slow, quick, path):
    alone = max(quick.post(path).seconds for _ in range(10))
    answers, beside = [], 0.0
    form = {"a": "b" * 400}
    trickle = threading.Thread(target=lambda: answers.append(slow.trickle(path, form, seconds=1.2)))
    trickle.start()
    while trickle.is_alive():
        beside = max(beside, quick.post(path).seconds)
    trickle.join()
    assert [answer.status for answer in answers] == [201]
    assert answers[0].seconds > 1
    return beside - alone
