"""The board of deliveries: what failed is tried again, what waits is ended; and the dead man's switch."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learnhub.notifications import engine
from learnhub.notifications.models import State
from learnhub.notifications.showing import attention
from learnhub.notifications.showing.attention import Mail
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import save
from tests.support.sites import say, sites

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)


def test_what_failed_goes_again_and_what_waits_can_be_ended(tick, clock, reminders, browser, mailbox):
    admin = factories.person("Root", roles=(Role.ADMIN,))
    ada, bob = factories.person("Ada"), factories.person("Bob")
    factories.team(ada, factories.hackathon(due_in=2 * DAY), bob)
    tick()
    clock.shift(DAY)
    tick()
    [one, other] = reminders("demo_due", offset="24h")
    assert len(mailbox.to(ada.email)) == 1
    one.state, one.skip_reason = State.DEAD, "550 no"
    save(one)
    page = browser(admin)
    shown = page.get("/admin/delivery?show=trouble&q=ada").text
    assert "550 no" in shown
    assert ada.email in shown
    assert "None" in page.get("/admin/delivery?show=trouble&q=bob").text
    ids = [one.id, other.id]  # the other is sent: nothing becomes of it
    page.post("/admin/delivery/chosen", data={"do": "again", "message": ids, "show": "trouble"})
    tick()
    first, again = mailbox.to(ada.email)
    assert first["Message-ID"] == again["Message-ID"]
    [last] = reminders("demo_due", offset="3h", person_id=bob.id)
    page.post("/admin/delivery/chosen", data={"do": "cancel", "message": [last.id, other.id]})
    ended = reminders(state=State.CANCELLED)
    assert [(row.id, row.skip_reason) for row in ended] == [(last.id, "An admin cancelled it.")]
    assert "The budget of attention holds." in page.get("/admin/delivery/fortnight").text
    assert browser(ada).post("/admin/delivery/chosen", data={"message": ids}).status_code == 403


def test_each_tick_that_ends_tells_the_dead_mans_switch(monkeypatch, make_app, tick, app):
    with sites(monkeypatch) as start:
        asked = []
        site = start(lambda handler: (asked.append(handler.path), say(handler)))
        calling = make_app(heartbeat_url=site.url(path="/ping"), intranet_hosts="wiki.corp")
        with calling.app_context():
            engine.call_home()
        site.shutdown()
        with calling.app_context():
            engine.call_home()  # it is away: that is logged, and nothing else
    assert asked == ["/ping"]


def test_the_budget_of_attention_counts_what_came_on_each_day():
    day = date(2026, 11, 23)
    digest, other = Mail(1, day, digest=True, counts=True), Mail(1, day, digest=False, counts=True)
    free = Mail(1, day, digest=False, counts=False)  # critical, or for a calendar
    table = [
        ([], 3, (0, 0, 0, 0, True)),
        ([digest, other, other, free], 1, (4, 4, 1, 2, True)),
        ([digest, other, other, free], 3, (0, 4, 1, 2, True)),
        ([other] * 3, 1, (3, 3, 0, 3, False)),
        ([digest, replace(digest, day=day + DAY)], 1, (2, 2, 1, 0, True)),
        ([digest, digest], 1, (2, 2, 2, 0, False)),
        ([replace(digest, day=day + number * DAY) for number in range(7)], 1, (7, 7, 1, 0, False)),
    ]
    for mails, people, expected in table:
        found = attention.budget(mails, people)
        said = (found.median, found.most, found.digests_a_day, found.others_a_day, found.holds)
        assert said == expected
