"""When a pod meets is mailed to each of it as an invitation, and is taken back in their calendars."""

from datetime import datetime, time, timedelta

import pytest
from icalendar import Calendar

from learnhub.cohorts import meetings, pods, queries
from learnhub.cohorts.meetings import Wanted
from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications.models import Channel, Delivery, Reminder
from learnhub.programs import places
from tests import factories
from tests.support.attendees import calendar_part
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("monday")
STEP = {"weekday": 4, "at": time(18)}
LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, **STEP) for week in (1, 2, 3, 4)]


def events(mailbox, person):
    parts = [calendar_part(mail) for mail in mailbox.to(person.email)]
    made = [Calendar.from_ical(part.get_payload(decode=True)) for part in parts if part]
    return [(str(each["method"]), each.walk("VEVENT")[0]) for each in made]


def told(person):
    rows = db.session.query(Reminder.kind).filter_by(person_id=person.id, subject_kind="pod-meeting")
    return [kind for (kind,) in rows.order_by(Reminder.id)]


def unread(person):
    mine = {"person_id": person.id, "channel": Channel.IN_APP, "read_at": None}
    asked = db.session.query(Delivery).filter_by(**mine).join(Delivery.reminder)
    return asked.filter(Reminder.kind == "pod_meeting_asked").count()


def test_a_fixed_meeting_is_an_invitation_and_a_cancelled_one_leaves(tick, clock, mailbox):
    host, *people = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    ada, bob = people
    cohort = factories.cohort(host, *LINES, starts=clock.now().date())
    factories.pod(cohort, *people)

    def hear():
        settle(save=True)
        for _ in range(3):
            tick()
            clock.shift(timedelta(minutes=11))

    at = datetime.combine(clock.now().date() + timedelta(days=2), time(12))
    made = meetings.suggest(
        ada, cohort, Wanted([at], place="Studio 2", call_url="https://call.example.org/1")
    )
    hear()
    assert (told(ada), told(bob), events(mailbox, bob)) == ([], ["pod_meeting_asked"], [])
    assert unread(bob) == 1
    meetings.answer(bob, made, [0])
    settle(save=True)
    assert unread(bob) == 0, "what asks is read once it is answered"
    hear()
    assert told(ada)[-1] == "pod_meeting_answered"
    meetings.fix(ada, made, 0)
    hear()
    for each in people:
        [(method, event)] = events(mailbox, each)
        assert (method, str(event["location"]), int(event["sequence"])) == ("REQUEST", "Studio 2", 1)
        assert "https://call.example.org/1" in str(event["description"])
    meetings.cancel(ada, made)
    hear()
    for each in people:
        (_, first), (method, event) = events(mailbox, each)
        assert (method, event["uid"], int(event["sequence"])) == ("CANCEL", first["uid"], 2)


def test_what_was_never_fixed_is_taken_back_without_a_word_to_calendars(tick, clock, mailbox):
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    cohort = factories.cohort(host, *LINES, starts=clock.now().date())
    for each in (ada, bob):
        factories.signup(each, cohort)
    save(pods.make(host, *queries.find(host, cohort.key), [ada.key, bob.key]))
    at = datetime.combine(clock.now().date() + timedelta(days=2), time(12))
    made = save(meetings.suggest(ada, cohort, Wanted([at])))
    settle(save=True)
    tick()
    meetings.cancel(ada, made)
    settle(save=True)
    clock.shift(timedelta(minutes=11))
    tick()
    assert events(mailbox, bob) == events(mailbox, ada) == []
    assert told(bob) == ["pod_meeting_asked", "pod_meeting_off"]
    assert told(ada) == [], "who took it back knows"


def test_whoever_moves_it_is_named_and_calendars_follow_until_too_few_are_left(tick, clock, mailbox):
    host, *people = (factories.person(name) for name in ("Ruth", "Ada", "Bob", "Cid"))
    ada, bob, cid = people
    cohort = factories.cohort(host, *LINES, starts=clock.now().date())
    factories.pod(cohort, *people)

    def hear():
        settle(save=True)
        for _ in range(3):
            tick()
            clock.shift(timedelta(minutes=11))

    def last(person):
        method, event = events(mailbox, person)[-1]
        mails = [each for each in mailbox.to(person.email) if calendar_part(each)]
        return method, int(event["sequence"]), mails[-1].get_body(("plain",)).get_content()

    at = datetime.combine(clock.now().date() + timedelta(days=9), time(12))
    made = save(meetings.suggest(ada, cohort, Wanted([at])))
    meetings.fix(ada, made, 0)
    hear()
    meetings.move(cid, made, Wanted([at + timedelta(hours=2)], place="Studio 3"), rev=made.rev)
    hear()
    for each, who in ((ada, "Cid"), (bob, "Cid"), (cid, "You")):
        method, sequence, text = last(each)
        assert (method, sequence) == ("REQUEST", 2)
        assert f"{who} changed when or where your pod meets" in text
    places.withdraw(cid, cohort)
    hear()
    assert (last(cid)[0], told(ada)[-1]) == ("CANCEL", "pod_meeting_moved")
    places.withdraw(bob, cohort)
    hear()
    method, sequence, text = last(ada)
    assert (method, sequence) == ("CANCEL", 3)
    assert "Bob is of it no more" in text
    assert last(bob)[0] == "CANCEL"
