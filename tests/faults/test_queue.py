"""Valkey falls in every way there is, below two schedulers and two workers: pages go on, mail comes once."""

import os
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.db import db
from learnhub.notifications.models import Reminder
from learnhub.notifications.sending import attempts
from tests import factories
from tests.support.clients import Client, together
from tests.support.instances import has_ticked
from tests.support.processes import wait_until
from tests.support.rows import many

pytestmark = [pytest.mark.faults]
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PAGE_WITHIN = 3.0  # seconds that a page may take while the queue is away: six time-outs of half a second
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SENT_WITHIN = 120  # seconds from its return
EACH = 2  # people who sign up in each fault


@contextmanager
def stopped(valkey, _size):
    valkey.stop()
    yield
    threading.Event().wait(1)
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


def test_what_falls_due_while_valkey_is_away_goes_soon_after_its_return(
    instance, app, valkey, mailbox, clock, size, counted, ledger
):
    """At full size for ten minutes: people write and read meanwhile, and hundreds of reminders fall due."""
    away, groups, each, readers = size(4, 600), size(4, 20), size(3, 15), size(1, 4)
    clock.set(MONDAY)
    with many():
        people = [_captains(number, each, away / groups) for number in range(groups)]
    addresses = {person.email for group in people for person in group}
    whole = instance("web", "worker", "scheduler", **({} if size(0, 1) else {"tick_seconds": 1}))
    writing, reading = ledger(whole.url), [Client(app, whole.url, person) for person in people[0][:readers]]
    wait_until(lambda: planned() == len(addresses), seconds=90, what="reminders")
    together([lambda client=client: client.get("/") for client in reading * 2])  # each process has begun
    with writing.writing(pause=0.5), looking(reading) as looks:
        valkey.stop()
        clock.set(MONDAY + HOUR)
        threading.Event().wait(away)
        early = len(mailbox.messages)
        valkey.start()
        back = time.monotonic()
        wait_until(lambda: heard(mailbox) >= addresses, seconds=SENT_WITHIN, what="mail", every=0.5)
        took = time.monotonic() - back
    since = clock.shift(attempts.SENDING_LASTS + MINUTE)
    wait_until(lambda: has_ticked(since), seconds=90, what="a tick")
    slowest = max(writing.slowest, *(answer.seconds for answer in looks))
    counted(
        f"Valkey away for {away} s",
        f"{len(addresses)} reminders fell due, {early} went before its return, all {took:.1f} s after it; "
        f"{len(looks)} pages read, {writing.compare()}; no answer took longer than {slowest:.2f} s",
    )
    assert set(Counter(message["X-RcptTo"] for message in mailbox.messages).values()) == {1}
    assert {answer.status for answer in looks} == {200}
    assert slowest < size(10, 1)  # beside other tests a page may take its time


def _captains(number, each, apart):
    """Make people whose demo is due a day after a moment while Valkey is away: they are reminded then."""
    hackathon = factories.hackathon(due_in=DAY + HOUR + timedelta(seconds=number * apart))
    people = [factories.person(f"Captain {number} {place}") for place in range(each)]
    for person in people:
        factories.team(person, hackathon)
    return people


def planned():
    db.session.rollback()
    return db.session.query(Reminder).filter_by(kind="demo_due", offset="24h").count()


def heard(mailbox):
    return {message["X-RcptTo"] for message in mailbox.messages}


@contextmanager
def looking(clients):
    """Let each of them look at Home and the inbox in turn while the block runs; yield the answers."""
    stop, answers = threading.Event(), []

    def look(client):
        while not stop.is_set():
            answers.extend(client.get(path) for path in ("/", "/inbox"))
            stop.wait(0.5)

    threads = [threading.Thread(target=look, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def told(seconds):
    return ", ".join(f"{value:.1f} s" for value in seconds.values())
