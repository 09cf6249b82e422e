"""Mail to many while the worker is killed from outside, again and again, wherever it stands.

Each step inside one message has its own test in tests/notifications/test_killed.py.
"""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.db import db
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.sending import attempts
from tests import factories
from tests.support.processes import wait_until
from tests.support.rows import many, perform

pytestmark = [pytest.mark.faults]

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PEOPLE = 30
# Where each worker dies: at the nth such step that the mail server sees. At DATA the server has the message,
# and the worker has no answer yet.
DEATHS = (("RCPT", 1), ("DATA", 1), ("DATA", 7), ("RCPT", 9), ("DATA", 3))


@pytest.fixture
def everyone(app, clock):
    """Many people whose demo is due within a day."""
    clock.set(MONDAY)
    with many():
        people = [factories.person(f"Person {number}") for number in range(PEOPLE)]
        factories.team(people[0], factories.hackathon(due_in=timedelta(days=2)), *people[1:])
    clock.shift(timedelta(days=1, hours=1))
    return {person.email for person in people}


def test_all_arrive_and_none_twice_but_what_was_in_flight(
    everyone, instance, mailbox, clock, database_name, record_property
):
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
    arrived = Counter(message["X-RcptTo"] for message in mailbox.messages)
    ids = Counter((message["X-RcptTo"], message["Message-ID"]) for message in mailbox.messages)
    record_property(
        "counted",
        f"{database_name}: {PEOPLE} people, {len(DEATHS)} workers killed, {in_flight} of them with a message "
        f"in flight: {len(arrived)} people have it, {len(mailbox.messages)} messages came, "
        f"{len(mailbox.messages) - len(ids)} copies, each with the Message-ID of the first",
    )
    assert set(arrived) == everyone
    assert len(mailbox.messages) == PEOPLE + in_flight
    assert len(ids) == PEOPLE


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
