"""What people do with several messages at once: read, snooze, mute."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.notifications import policies, queries, services
from learnhub.notifications.models import Channel, Delivery, State
from learnhub.notifications.planning.times import Hours
from learnhub.notifications.policies import Snooze
from tests import factories
from tests.notifications.conftest import MONDAY
from tests.notifications.test_policies import recipient
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("monday")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("how", "due_in", "back_in"),
    [
        (Snooze.HOURS, None, 3 * HOUR),
        (Snooze.MORNING, None, 23 * HOUR),
        (Snooze.WEEK, None, 7 * DAY - HOUR),
        (Snooze.WEEK, 2 * DAY, 2 * DAY - HOUR),  # before it is due
        (Snooze.HOURS, HOUR, None),
        (Snooze.HOURS, -HOUR, 3 * HOUR),
    ],
)
def test_what_is_snoozed_is_back_in_time(how, due_in, back_in):
    hours: Hours = recipient().hours
    due = MONDAY + due_in if due_in else None
    assert policies.back_at(how, hours, due, MONDAY) == (MONDAY + back_in if back_in else None)


def test_messages_are_snoozed_read_and_muted_together(browser, tick, clock, reminders):
    ada = factories.person("Ada")
    hackathons = [factories.hackathon(due_in=9 * DAY) for _ in range(3)]
    for each in hackathons:
        factories.team(ada, each)
    clock.shift(2 * DAY)  # seven days before each demo is due
    tick()
    keys = [each.key for each in db.session.query(Delivery).filter_by(channel=Channel.IN_APP)]
    assert len(keys) == queries.unread(ada) == 3
    page = browser(ada)
    page.post("/inbox/chosen", data={"do": "morning", "key": keys[:2]})
    assert queries.unread(fresh(ada)) == 1
    assert len(reminders("demo_due", state=State.PENDING, skip_reason=services.SNOOZED)) == 2
    clock.shift(DAY)
    assert queries.unread(ada) == 3
    page.post("/inbox/chosen", data={"do": "read", "key": keys})
    assert queries.unread(fresh(ada)) == 0
    page.post("/inbox/chosen", data={"do": "mute", "key": keys[1:]})
    assert len(queries.mutes(fresh(ada))) == 2
    other = browser(factories.person("Eve"))
    other.post("/inbox/chosen", data={"do": "mute", "key": keys[:1]})
    assert len(queries.mutes(fresh(ada))) == 2
