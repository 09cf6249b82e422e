"""Mail to many while workers and schedules are killed, again and again, wherever they stand.

What each step comes to, for one message, is in tests/notifications/test_killed.py.
"""

import signal
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.db import db
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.sending import attempts
from tests import factories
from tests.notifications.dying_worker import IN_FLIGHT, STEPS
from tests.support.instances import has_ticked
from tests.support.processes import wait_until
from tests.support.rows import many, perform

pytestmark = [pytest.mark.faults]

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PEOPLE = 30
# Where each worker dies: at the nth such step that the mail server sees. At DATA the server has the message,
# and the worker has no answer yet.
DEATHS = (("RCPT", 1), ("DATA", 1), ("DATA", 7), ("RCPT", 9), ("DATA", 3))


def are_due(number, clock):
    """Make so many people whose demo is due within a day; return their addresses."""
    clock.set(MONDAY)
    with many():
        people = [factories.person(f"Person {each}") for each in range(number)]
        factories.team(people[0], factories.hackathon(due_in=timedelta(days=2)), *people[1:])
    clock.shift(timedelta(days=1, hours=1))
    return {person.email for person in people}


def test_all_arrive_and_none_twice_but_what_was_in_flight(app, instance, mailbox, clock, counted):
    everyone = are_due(PEOPLE, clock)
    perform(jobs.tick)
    mail = instance()
    for step, number in DEATHS:
        fell = die_at(mail, mailbox, step, number)
        mail.start("worker")
        assert fell.wait(30), mail.said("worker")
        clock.shift(attempts.SENDING_LASTS + timedelta(seconds=1))
        perform(jobs.tick)
    mail.start("worker")
    wait_until(all_are_sent, seconds=30, what="all reminders sent")
    clock.shift(attempts.SENDING_LASTS + timedelta(seconds=1))
    perform(jobs.tick)
    in_flight = sum(step == "DATA" for step, _ in DEATHS)
    counted(f"{len(DEATHS)} workers killed from outside", told(everyone, mailbox))
    all_have_it(everyone, mailbox, copies=in_flight)


def test_two_of_each_killed_at_every_step_lose_nothing(
    app, instance, dying_worker, mailbox, clock, size, counted
):
    everyone = are_due(size(70, 300), clock)
    machines = [instance(tick_seconds=1) for _ in range(2)]
    for step in STEPS:
        workers = [dying_worker(step) for _ in machines]
        for machine in machines:
            machine.start("scheduler")
        assert [each.wait(60) for each in workers] == [-signal.SIGKILL] * 2, step
        for machine in machines:
            machine.kill("scheduler")
        clock.shift(attempts.SENDING_LASTS + timedelta(seconds=1))
    for machine in machines:
        machine.start("scheduler", "worker")
    wait_until(all_are_sent, seconds=60, what="all reminders sent")
    since = clock.shift(attempts.SENDING_LASTS + timedelta(seconds=1))
    wait_until(lambda: has_ticked(since), seconds=20, what="a tick")
    counted(f"two workers and two schedules killed at each of {len(STEPS)} steps", told(everyone, mailbox))
    all_have_it(everyone, mailbox, copies=2 * len(IN_FLIGHT))


def told(everyone, mailbox):
    arrived = Counter((message["X-RcptTo"], message["Message-ID"]) for message in mailbox.messages)
    copies = len(mailbox.messages) - len(arrived)
    reached = len({to for to, _ in arrived} & everyone)
    return (
        f"{reached} of {len(everyone)} people have it, {copies} twice, each copy with the first’s Message-ID"
    )


def all_have_it(everyone, mailbox, *, copies):
    ids = {(message["X-RcptTo"], message["Message-ID"]) for message in mailbox.messages}
    assert {to for to, _ in ids} == everyone
    assert len(ids) == len(everyone)
    assert len(mailbox.messages) == len(everyone) + copies


def die_at(mail, mailbox, step, number):
    """Let the worker be killed when the mail server sees the nth such step; return what tells of it."""
    fell, seen = threading.Event(), Counter()

    def at(here, _address):
        seen[here] += 1
        if not fell.is_set() and (here, seen[here]) == (step, number):
            mail.kill("worker")
            fell.set()

    mailbox.at = at
    return fell


def all_are_sent():
    db.session.rollback()
    left = db.session.query(Reminder).filter_by(kind="demo_due", offset="24h")
    return left.filter(Reminder.state != State.SENT).count() == 0
