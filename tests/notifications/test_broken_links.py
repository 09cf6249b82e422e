"""Who keeps resources hears of links that broke: once, all together, ten at most by name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.library import jobs
from learnhub.library.models import LinkState, Resource
from learnhub.notifications.models import Reminder
from learnhub.notifications.sending import rechecks
from learnhub.notifications.telling import wording
from tests import factories
from tests.support.rows import perform, save

pytestmark = pytest.mark.usefixtures("app")


def broken(keeper, title, days=0):
    since = clock.now() - timedelta(days=days)
    return factories.resource(keeper, title, link=LinkState.GONE, link_since=since)


def told(person):
    rows = db.session.scalars(select(Reminder).where(Reminder.person_id == person.id)).all()
    return [wording.words(row, wording.tale([row], person.id), person.tz, clock.now()) for row in rows]


def test_all_links_that_broke_come_in_one_message_and_once():
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    for number in range(12):
        broken(ada, f"Page {number}", days=number)
    broken(bob, "Alone")
    factories.resource(eve, "Works", link=LinkState.OK)
    perform(jobs.tell_of_links)
    perform(jobs.tell_of_links)
    (said,) = told(ada)
    assert said.subject == "Twelve links that you keep lead nowhere"
    assert said.lead.startswith("“Page 0”, “Page 1”")
    assert "“Page 9” and 2 more. Find where it is" in said.lead
    assert said.path == "/library?is=broken"
    assert [words.subject for words in told(bob)] == ["One link that you keep leads nowhere"]
    assert told(eve) == []


def test_what_was_mended_meanwhile_is_not_mailed_and_may_break_anew():
    ada = factories.person("Ada")
    row = broken(ada, "Page")
    perform(jobs.tell_of_links)
    (notice,) = db.session.scalars(select(Reminder)).all()
    assert rechecks.situation(notice, clock.now()).concerned
    row = save(db.session.get(Resource, row.id))
    row.link = LinkState.OK
    db.session.flush()
    assert not rechecks.situation(notice, clock.now()).concerned
    assert [words.subject for words in told(ada)] == ["The links that you keep are in order"]
