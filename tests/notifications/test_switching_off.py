"""No more of this kind: switched off where one reads why it came."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.notifications import queries, services
from learnhub.notifications.models import Category, Channel, Delivery, Frequency
from learnhub.people import links
from tests import factories
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)


def key_of(person, channel=Channel.IN_APP):
    db.session.rollback()
    return db.session.query(Delivery).filter_by(person_id=person.id, channel=channel).one().key


@pytest.fixture
def ada(tick, clock):
    """Told that her demo is due."""
    made = factories.person("Ada")
    factories.team(made, factories.hackathon(due_in=2 * DAY))
    clock.shift(DAY + timedelta(hours=1))
    tick()
    return made


def test_one_press_switches_the_kind_off_on_each_channel_and_the_page_says_so(ada, browser):
    page, why = browser(ada), f"/inbox/{key_of(ada)}/why"
    assert "No more of this kind" in page.get(why).text
    answer = page.post(why.replace("/why", "/off"), data={"kind": "demo_due"})
    assert (answer.status_code, answer.location) == (303, why)
    assert {(row.category, row.channel, row.frequency) for row in queries.preferences(fresh(ada))} == {
        (Category.DEADLINES, channel, Frequency.NEVER) for channel in Channel
    }
    text = page.get(why).text
    assert "You switched “Deadlines” off." in text
    assert "No more of this kind" not in text
    page.post("/settings/notifications", data={})
    assert "No more of this kind" in page.get(why).text


def test_only_what_stood_in_ones_own_message_is_switched_off(ada, browser):
    off = f"/inbox/{key_of(ada)}/off"
    assert browser(factories.person("Eve")).post(off, data={"kind": "demo_due"}).status_code == 404
    assert browser(ada).post(off, data={"kind": "moved"}).status_code == 404
    assert browser(ada).post(off).status_code == 404
    assert queries.preferences(fresh(ada)) == []


def test_what_always_comes_says_why_and_cannot_be_switched_off(browser, tick):
    bob = factories.person("Bob")
    links.ask(bob.email)
    tick()
    key = key_of(bob, Channel.EMAIL)
    text = browser(bob).get(f"/inbox/{key}/why").text
    assert "nobody could sign in without such mails" in text
    assert "No more of this kind" not in text
    with pytest.raises(Forbidden, match="They always come"):
        services.switch_off(bob, key, "signin_link")
