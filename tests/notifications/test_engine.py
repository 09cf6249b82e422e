"""From a rule to the inbox and the mailbox: planned once, sent once, and not to those who are done."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.db import db
from learnhub.notifications import jobs
from learnhub.notifications.models import Channel, Delivery, Reminder
from tests import factories
from tests.support.rows import perform

pytestmark = pytest.mark.usefixtures("app")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_morning(clock):
    """A Monday at ten, in everybody's working hours."""
    clock.set(MONDAY)


@pytest.fixture
def tick(run_jobs):
    """One tick of the schedule, and all the work that it queues."""

    def run():
        perform(jobs.tick)
        return run_jobs()

    return run


def rows(kind=None, **which):
    found = db.session.query(Reminder).filter_by(**({"kind": kind} if kind else {}), **which)
    db.session.expire_all()
    return found.order_by(Reminder.fire_at, Reminder.id).all()


def states(kind):
    return [(row.offset, row.state.value) for row in rows(kind)]


def test_a_due_demo_is_told_once_in_the_inbox_and_by_mail(tick, mailbox, clock):
    ada = factories.person("Ada")
    factories.team(ada, factories.hackathon(due_in=2 * DAY))
    tick()
    assert mailbox.messages == []
    clock.shift(DAY + HOUR)
    tick()
    tick()
    assert [message["Subject"].partition(":")[0] for message in mailbox.to(ada.email)] == [
        "Demo due Wed 25 Nov, 10"
    ]
    assert db.session.query(Delivery).filter_by(channel=Channel.IN_APP, person_id=ada.id).count() == 1
