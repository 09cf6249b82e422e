"""Valkey falls in every way there is, below two schedulers and two workers: pages go on, mail comes once."""

import os
import signal
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core import heartbeat
from learnhub.core.db import db
from learnhub.notifications import outages
from learnhub.notifications.sending import attempts
from tests import factories
from tests.support.clients import Client, together
from tests.support.processes import wait_until
from tests.support.rows import many

pytestmark = [pytest.mark.faults]
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PAGE_WITHIN = 3.0  # seconds that a page may take while the queue is away: six time-outs of half a second
MINUTE = timedelta(minutes=1)
EACH = 2  # people who sign up in each fault


@contextmanager
def stopped(valkey, size):
    valkey.stop()
    yield
    threading.Event().wait(size(1, 600))
    valkey.start()


@contextmanager
def hanging(valkey, _size):
    os.kill(valkey.process, signal.SIGSTOP)
    yield
    os.kill(valkey.process, signal.SIGCONT)


@contextmanager
def slow(valkey, _size):
    valkey.client.execute_command("CLIENT", "PAUSE", 400, "ALL")
    yield


@contextmanager
def cut(valkey, _size):
    valkey.client.client_kill_filter(_type="normal", skipme=True)
    yield
    valkey.client.client_kill_filter(_type="normal", skipme=True)


@contextmanager
def flushed(valkey, _size):
    yield
    valkey.empty()


@contextmanager
def restarted(valkey, _size):
    yield
    valkey.stop()
    valkey.start()


FAULTS = (stopped, hanging, slow, cut, flushed, restarted)


@pytest.fixture
def two(instance, clock):
    """Two machines on one database, which is PostgreSQL then, and one Valkey; the first has a web."""
    clock.set(MONDAY)
    whole = instance("web", "worker", "scheduler", tick_seconds=1)
    return whole, instance("worker", "scheduler", tick_seconds=1)


@pytest.mark.postgres_only
def test_pages_go_on_and_each_mail_comes_once_whatever_becomes_of_valkey(
    two, app, valkey, mailbox, clock, size, counted
):
    first, _ = two
    with many():
        hackathon = factories.coming()
        people = [factories.person(f"Person {number}") for number in range(len(FAULTS) * EACH)]
        addresses = {person.email for person in people}
    clients, path, slowest = (
        [Client(app, first.url, each) for each in people],
        f"{hackathon.desk}/sign-up",
        {},
    )
    for number, fault in enumerate(FAULTS):
        with fault(valkey, size):
            mine = clients[number * EACH : (number + 1) * EACH]
            answers = together([lambda client=client: client.post(path) for client in mine])
            assert [answer.status for answer in answers] == [303] * EACH, fault.__name__
            slowest[fault.__name__] = max(answer.seconds for answer in answers)
    assert max(slowest.values()) < PAGE_WITHIN, slowest
    clock.shift(attempts.SENDING_LASTS + MINUTE)  # what was lost with the queue, or on its way to it
    wait_until(lambda: {each["X-RcptTo"] for each in mailbox.messages} >= addresses, seconds=40, what="mail")
    since = clock.shift(attempts.SENDING_LASTS + MINUTE)
    wait_until(lambda: has_ticked(since), seconds=20, what="a tick")
    arrived = Counter(message["X-RcptTo"] for message in mailbox.messages)
    counted("Valkey " + ", ".join(slowest), f"each of {len(people)} heard once; a page took {told(slowest)}")
    assert addresses <= arrived.keys()  # and the host, whom more than a few minutes tell of their program
    assert set(arrived.values()) == {1}
    assert [process.poll() for each in two for process in each.parts.values()] == [None] * 5


def has_ticked(since):
    db.session.rollback()
    last = heartbeat.last(outages.TICKED)
    return last is not None and last > since


def told(seconds):
    return ", ".join(f"{value:.1f} s" for value in seconds.values())
