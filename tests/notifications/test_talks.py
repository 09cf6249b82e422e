"""What people hear of talks: the day before, first when they asked, and the questions afterwards."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.notifications.models import Channel, Delivery, State
from learnhub.notifications.telling import wording
from learnhub.people.models import Role
from learnhub.programs import arrivals, parts, queries, speakers
from learnhub.programs import services as programs
from learnhub.programs.models import Seat
from learnhub.talks import feedback, requests, services
from learnhub.talks.models import Answer, Use
from tests import factories
from tests.support.rows import save

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("monday")


def host_of(talk):
    return queries.hosts_of(talk)[0]


def inbox(person, kind):
    """The deliveries of this kind in the person's inbox."""
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(channel=Channel.IN_APP, person_id=person.id)
    return [each for each in found if each.reminder and each.reminder.kind == kind]


def test_who_has_a_place_hears_once_the_day_before(tick, clock, reminders):
    talk, ada, wes = factories.talk(on_site=1), factories.person("Ada"), factories.person("Wes")
    factories.sign_up(talk, ada)
    factories.sign_up(talk, wes)
    tick()
    assert [row.person_id for row in reminders("talk_starts")] == [ada.id]
    assert reminders("program_starts") == []
    clock.set(talk.starts_at - DAY + HOUR)
    tick()
    tick()
    assert len(inbox(ada, "talk_starts")) == 1
    assert [len(inbox(wes, kind)) for kind in ("talk_starts", "still_waiting")] == [0, 1]


def test_who_takes_part_online_is_sent_to_no_room(tick, clock):
    talk = factories.talk(online=5)
    here, there = factories.person("Ada"), factories.person("Bob")
    factories.sign_up(talk, here, seat=Seat.ON_SITE)
    factories.sign_up(talk, there, seat=Seat.ONLINE)
    tick()
    clock.set(talk.starts_at - DAY + HOUR)
    tick()
    for kind in ("signed_up", "talk_starts"):
        leads = [told(inbox(each, kind)[0], clock) for each in (here, there)]
        assert leads[0].startswith("You have a place. Place: Canteen 2.")
        assert leads[1].startswith("You have a place online. The link to the call is on its page.")


def test_who_does_a_part_without_a_place_is_not_told_of_one(tick, clock):
    talk, ada = factories.talk(), factories.person("Ada")
    parts.take(ada, talk, factories.part(talk, name="Welcome"))
    clock.set(talk.starts_at - DAY + HOUR)
    tick()
    lead = told(inbox(ada, "talk_starts")[0], clock)
    assert lead.startswith(
        "You speak at it or do a part of it. Place: Canteen 2. Cannot come? Tell its hosts"
    )


def test_a_speaker_without_a_place_is_reminded_the_day_before_while_they_speak(tick, clock):
    talk, sam, tom = factories.talk(), factories.person("Sam"), factories.person("Tom")
    for each in (sam, tom):
        save(speakers.add(host_of(talk), talk, each))
    tick()
    gone = next(each for each in speakers.speakers_of(talk) if each.person_id == tom.id)
    speakers.remove(host_of(talk), talk, gone)
    save(talk)
    clock.set(talk.starts_at - DAY + HOUR)
    tick()
    assert [len(inbox(each, "talk_starts")) for each in (sam, tom)] == [1, 0]
    lead = told(inbox(sam, "talk_starts")[0], clock)
    assert lead.startswith("You speak at it or do a part of it. Place: Canteen 2.")


def told(delivery, clock):
    """The sentence of a message, as its reader gets it."""
    row, person = delivery.reminder, delivery.person
    return wording.words(row, wording.tale([row], person.id), person.tz, clock.now()).lead


def test_who_asked_and_who_voted_hear_first_and_once(tick):
    asker, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    request = factories.request(asker)
    requests.vote(bob, request)
    talk = factories.talk(bob, request=request, published=False)
    tick()
    assert inbox(asker, "topic_scheduled") == []
    programs.publish(bob, talk)
    save(talk)
    tick()
    tick()
    heard = {each.name: len(inbox(each, "topic_scheduled")) for each in (asker, bob, eve)}
    assert heard == {"Ada": 1, "Bob": 0, "Eve": 0}  # Bob published it


def test_a_speaker_hears_that_they_speak_and_that_the_date_moved(tick, clock):
    talk, sam = factories.talk(), factories.person("Sam")
    save(speakers.add(host_of(talk), talk, sam))
    tick()
    assert len(inbox(sam, "speaker_added")) == 1
    services.move(host_of(talk), talk, starts=talk.starts_wall + DAY, minutes=45, version=talk.version)
    save(talk)
    clock.shift(11 * timedelta(minutes=1))
    tick()
    assert len(inbox(sam, "moved")) == 1


def test_who_is_named_in_a_draft_hears_of_it_once_it_is_published(tick):
    talk, sam, ruth = factories.talk(published=False), factories.person("Sam"), factories.person("Ruth")
    host = host_of(talk)
    speakers.add(host, talk, sam)
    programs.add_host(host, talk, ruth)
    save(talk)
    tick()
    assert [inbox(sam, "speaker_added"), inbox(ruth, "host_added")] == [[], []]
    programs.publish(host, talk)
    save(talk)
    tick()
    told = [(sam, "speaker_added"), (ruth, "host_added"), (host, "host_added")]
    assert [len(inbox(*each)) for each in told] == [1, 1, 0]


def test_who_is_named_in_a_draft_is_not_told_that_its_publisher_named_them(tick, clock):
    talk, sam, ruth = factories.talk(published=False), factories.person("Sam"), factories.person("Ruth")
    host = host_of(talk)
    programs.add_host(host, talk, ruth)
    speakers.add(host, talk, sam)
    programs.publish(ruth, talk)
    save(talk)
    tick()
    (row,) = inbox(sam, "speaker_added")
    assert told(row, clock).startswith("You are named as a speaker. Its page")


def test_who_named_themselves_in_a_draft_is_not_told_when_another_publishes_it(tick):
    talk, ruth = factories.talk(published=False), factories.person("Ruth")
    root, host = factories.person("Root", roles=(Role.ADMIN,)), host_of(talk)
    programs.add_host(host, talk, ruth)
    speakers.add(ruth, talk, ruth)
    programs.add_host(root, talk, root)
    programs.publish(host, talk)
    save(talk)
    tick()
    told = [(ruth, "speaker_added"), (ruth, "host_added"), (root, "host_added")]
    assert [len(inbox(*each)) for each in told] == [0, 1, 0]


def test_who_was_there_is_asked_three_times_at_most_and_not_what_they_answered(tick, clock, reminders):
    talk = factories.talk(starts_in=HOUR)
    ada, bob, gone = (factories.person(name) for name in ("Ada", "Bob", "Gone"))
    for person in (ada, bob, gone):
        factories.sign_up(talk, person)
    for person in (ada, bob):
        save(arrivals.arrive(person, talk))
    clock.set(talk.ends_at + HOUR)
    tick()
    assert [len(inbox(each, "feedback_asked")) for each in (ada, bob, gone)] == [1, 1, 0]
    feedback.give(ada, talk, worth=4, use=Use.YES)
    save(talk)
    assert [row.read_at is not None for row in inbox(ada, "feedback_asked")] == [True]
    clock.set(talk.ends_at + 7 * DAY + HOUR)
    tick()
    assert [len(inbox(each, "changed_7")) for each in (ada, bob, gone)] == [1, 1, 0]
    clock.set(talk.ends_at + 31 * DAY)
    feedback.say_changed(ada, talk, Answer.CHANGED)
    save(talk)
    tick()
    assert [len(inbox(each, "changed_30")) for each in (ada, bob, gone)] == [0, 1, 0]
    clock.shift(40 * DAY)
    tick()
    waiting = [row for row in reminders() if row.state in {State.PENDING, State.BATCHED}]
    assert [row.kind for row in waiting if row.kind.startswith(("changed", "feedback"))] == []


def test_messages_of_talks_say_what_and_when(tick, clock):
    talk = factories.talk(starts_in=HOUR, title="Evals")
    ada = factories.person("Ada")
    factories.sign_up(talk, ada)
    save(arrivals.arrive(ada, talk))
    clock.set(talk.ends_at + HOUR)
    tick()
    row = inbox(ada, "feedback_asked")[0].reminder
    said = wording.words(row, wording.tale([row], ada.id), ada.tz, clock.now())
    assert said.subject == "How was “Evals”?"
    assert said.lead.startswith("You were there on Mon 23 Nov, 11:00")
    assert (said.button, said.path) == ("Give feedback", f"/talks/{talk.key}/feedback")
