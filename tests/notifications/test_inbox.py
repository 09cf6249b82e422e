"""What people do with several messages at once: read, snooze, mute."""

import re
from datetime import timedelta
from html import unescape

import pytest

from learnhub.core.db import db
from learnhub.notifications import inboxes, policies, queries
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
    assert len(reminders("demo_due", state=State.PENDING, skip_reason=inboxes.SNOOZED)) == 2
    clock.shift(DAY)
    assert queries.unread(ada) == 3
    page.post("/inbox/chosen", data={"do": "read", "key": keys})
    assert queries.unread(fresh(ada)) == 0
    page.post("/inbox/chosen", data={"do": "mute", "key": keys[1:]})
    assert len(queries.mutes(fresh(ada))) == 2
    other = browser(factories.person("Eve"))
    other.post("/inbox/chosen", data={"do": "mute", "key": keys[:1]})
    assert len(queries.mutes(fresh(ada))) == 2


def test_what_was_done_to_messages_by_a_wrong_press_is_taken_back(browser, tick, clock, reminders):
    ada = factories.person("Ada")
    for _ in range(3):
        factories.team(ada, factories.hackathon(due_in=9 * DAY))
    clock.shift(2 * DAY)
    tick()
    found = db.session.query(Delivery).filter_by(channel=Channel.IN_APP).order_by(Delivery.id)
    keys, stood = [each.key for each in found], [each.at for each in found]
    page = browser(ada)

    def undo(do=None, *those):
        at, data = ("/inbox/chosen", {"do": do, "key": [*those]}) if do else ("/inbox/read", {})
        text = page.post(at, data=data, follow_redirects=True).text
        way = re.search(r'<form method="post" action="(/inbox/[^"]+)"><input[^>]+><button[^>]+>Undo<', text)
        done = queries.unread(fresh(ada)), len(queries.mutes(ada))
        assert page.post(unescape(way[1])).status_code == 303
        return done, queries.unread(fresh(ada)), len(queries.mutes(ada))

    page.post(f"/inbox/{keys[0]}/read")
    assert undo("read", *keys[:2]) == ((1, 0), 2, 0), "what was read before stays so"
    assert undo() == ((0, 0), 2, 0)
    assert undo("week", *keys) == ((0, 0), 3, 0)
    assert [each.at for each in found.populate_existing()] == stood
    assert reminders("demo_due", skip_reason=inboxes.SNOOZED) == []
    assert undo("mute", *keys[1:]) == ((3, 2), 3, 0)
    none = page.post("/inbox/chosen", data={"do": "read"}, follow_redirects=True).text
    assert ("No message was ticked." in none, "Undo<" in none) == (True, False)
    for wrong in ("today", "2026-11-25T10:00:00", "9999-12-31T23:59:59-12:00"):
        assert page.post(f"/inbox/unread?at={wrong}").status_code == 303
    assert queries.unread(fresh(ada)) == 3
