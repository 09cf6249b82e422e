"""Who keeps resources hears of links that broke: once, all together, ten at most by name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.library import jobs, keepers, reports, upkeep
from learnhub.library.models import LinkState, Resource
from learnhub.notifications.models import Reminder
from learnhub.notifications.sending import rechecks
from learnhub.notifications.telling import wording
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import perform, save

pytestmark = pytest.mark.usefixtures("app")


def broken(keeper, title, days=0):
    since = clock.now() - timedelta(days=days)
    return factories.resource(keeper, title, link=LinkState.GONE, link_since=since)


def told(person):
    rows = db.session.scalars(
        select(Reminder).where(Reminder.person_id == person.id).order_by(Reminder.id)
    ).all()
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
    assert said.subject == "Twelve things that you keep need a look"
    assert said.lead.startswith("“Page 0”, “Page 1”")
    assert "“Page 9” and 2 more." in said.lead
    assert said.path == "/library?is=look"
    assert [words.subject for words in told(bob)] == ["One thing that you keep needs a look"]
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
    assert [words.subject for words in told(ada)] == ["What you keep in the library is in order"]


def test_what_somebody_reported_is_told_in_the_same_message_and_each_report_once():
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    page, own = factories.resource(ada, "Page"), factories.resource(eve, "Own")
    broken(ada, "Gone")
    reports.say(bob, page, "It is of 2024.")
    reports.say(eve, own, "To be done.")
    db.session.commit()
    perform(jobs.tell_of_links)
    perform(jobs.tell_of_links)
    (said,) = told(ada)
    assert said.subject == "Two things that you keep need a look"
    assert "“Gone” and “Page”" in said.lead
    assert told(eve) == []  # nobody hears of their own
    keepers.hand_over(eve, db.session.get(Resource, own.id), bob)
    db.session.commit()
    perform(jobs.tell_of_links)
    assert [words.subject for words in told(bob)][-1] == "One thing that you keep needs a look"
    (notice,) = db.session.scalars(select(Reminder).where(Reminder.person_id == ada.id)).all()
    upkeep.confirm(ada, db.session.get(Resource, page.id))
    assert told(ada)[0].subject == "One thing that you keep needs a look"
    assert rechecks.situation(notice, clock.now()).concerned


def test_what_is_to_be_confirmed_is_told_and_a_leavers_to_who_takes_it_over():
    ada, bob, gone = factories.person("Ada"), factories.person("Bob"), factories.person("Gone")
    today = clock.now().date()
    factories.resource(ada, "Card", expires_on=today - timedelta(days=1))
    factories.resource(ada, "Later", expires_on=today + timedelta(days=1))
    factories.resource(bob, "Old", created_at=clock.now() - timedelta(days=800))
    left = broken(gone, "Left behind")
    gone.left_at = clock.now()
    save(gone)
    perform(jobs.tell_of_links)
    perform(jobs.tell_of_links)
    (said,) = told(ada)
    assert said.lead == "“Card”. A link broke, somebody reported it, or it is to be confirmed."
    assert [words.lead.split(".")[0] for words in told(bob)] == ["“Old”"]
    left = db.session.get(Resource, left.id)
    keepers.hand_over(ada, left, ada)
    keepers.hand_over(ada, left, bob)
    db.session.commit()
    assert "Ada gave it to you" in told(bob)[-1].lead
    keepers.hand_over(factories.person("Lea", roles=(Role.LEAD,)), left, ada)
    db.session.commit()
    assert "Lea changed who keeps it right" in told(bob)[-1].lead
    perform(jobs.tell_of_links)
    assert "“Left behind” and “Card”" in told(ada)[0].lead
