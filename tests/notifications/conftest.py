"""What the tests of messages share: a Monday in working hours, one tick, and the rows as they are."""

from datetime import UTC, datetime

import pytest

from learnhub.core.db import db
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from tests.support.rows import perform

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def monday(app, clock):
    """A Monday at ten, in the working hours of whoever is in UTC."""
    return clock.set(MONDAY)


@pytest.fixture
def tick(run_jobs):
    """One tick of the schedule, and all the work that it queues."""

    def run():
        perform(jobs.tick)
        return run_jobs()

    return run


@pytest.fixture
def reminders():
    """The reminders as the database has them now, in the order in which they fire."""

    def read(kind=None, **which):
        db.session.rollback()
        found = db.session.query(Reminder).filter_by(**({"kind": kind} if kind else {}), **which)
        return found.order_by(Reminder.fire_at, Reminder.id).all()

    return read
