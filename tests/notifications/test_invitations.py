"""Invitations by mail: what an attendee's calendar makes of them is what LearnHub says, in whatever order."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.notifications import policies, services
from learnhub.notifications.models import Category, Channel, Delivery, DeliveryState, Frequency, State
from learnhub.notifications.sending.attempts import SENDING_LASTS
from learnhub.people import profiles
from learnhub.programs import places, queries, series_edits, series_plans, series_queries, speakers, texts
from learnhub.programs import services as programs
from learnhub.programs.models import Seat
from learnhub.programs.series_rules import Rule
from learnhub.talks import services as talks
from tests import factories
from tests.support import ical_js
from tests.support.attendees import Attendee, calendar_part
from tests.support.rows import fresh, save

pytestmark = pytest.mark.usefixtures("monday")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NEXT_MONDAY = datetime(2026, 11, 30, 12)


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture
def talk():
    return factories.talk(title="Evals", place="Canteen 2", call_url="", on_site=2)


@pytest.fixture
def hear(tick, clock):
    """Let what was done go out: dates rest for ten minutes, and one mail follows another after one."""

    def run():
        settle(save=True)
        for _ in range(3):
            tick()
            clock.shift(11 * MINUTE)

    return run


def attendee(mailbox, person, *, backwards=False):
    found, mails = Attendee(), mailbox.to(person.email)
    for mail in reversed(mails) if backwards else mails:
        found.receive(mail)
    return found


def carried(mailbox, person):
    parts = [calendar_part(mail) for mail in mailbox.to(person.email)]
    made = [Calendar.from_ical(part.get_payload(decode=True)) for part in parts if part]
    return [(str(each["method"]), each.walk("VEVENT")[0]["sequence"]) for each in made]


def edit(talk, **over):
    text = {"title": talk.title, "place": talk.place, "call_url": talk.call_url}
    host = queries.hosts_of(talk)[0]
    limits = texts.Limits(talk.capacity, talk.online_capacity)
    texts.edit(host, talk, talks.Text(**text | over), limits=limits, version=talk.version)


def move(talk, by):
    host = queries.hosts_of(talk)[0]
    talks.move(host, talk, starts=talk.starts_wall + by, minutes=45, version=talk.version)


def test_a_confirmation_is_an_invitation(hear, mailbox, browser, ada, talk):
    factories.sign_up(talk, ada)
    hear()
    [mail] = mailbox.to(ada.email)
    first = mail.get_body(("plain",)).get_content().splitlines()[0]
    assert first.startswith("Cannot come? Give the place back: http")
    leave = first.rpartition(": ")[2].partition("://")[2]
    assert "Give my place back" in browser(ada).get(leave[leave.index("/") :]).text
    part = calendar_part(mail)
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert event["attendee"] == f"mailto:{ada.email}"
    assert str(event["description"]).startswith("Cannot come? Give the place back: http")
    assert (event["sequence"], str(event["location"])) == (0, "Canteen 2")


def test_whatever_happens_the_calendar_shows_what_learnhub_says(hear, mailbox, ada, talk):
    factories.sign_up(talk, ada)
    hear()
    first = Attendee()
    first.receive(mailbox.to(ada.email)[0])
    edit(talk, title="Evals before features")
    hear()
    assert len(mailbox.to(ada.email)) == 1
    move(talk, DAY)
    hear()
    edit(talk, place="Canteen 3")
    hear()
    uid = next(iter(first.shows))
    says = ("Evals before features", fresh(talk).starts_at, "Canteen 3")
    assert attendee(mailbox, ada).shows == {uid: says}
    assert attendee(mailbox, ada, backwards=True).shows == {uid: says}
    places.withdraw(ada, talk)
    hear()
    assert attendee(mailbox, ada).shows == attendee(mailbox, ada, backwards=True).shows == {}
    places.sign_up(ada, talk)
    hear()
    assert attendee(mailbox, ada).shows == attendee(mailbox, ada, backwards=True).shows == {uid: says}
    programs.cancel(queries.hosts_of(talk)[0], talk, reason="No room.")
    hear()
    assert attendee(mailbox, ada).shows == attendee(mailbox, ada, backwards=True).shows == {}
    methods, sequences = zip(*carried(mailbox, ada), strict=True)
    assert methods == ("REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST", "CANCEL")
    assert list(sequences) == sorted(set(sequences))


def test_who_is_taken_off_or_promoted_or_goes_to_the_line_hears_it_in_the_calendar(hear, mailbox, ada, talk):
    host, bob, eve = queries.hosts_of(talk)[0], factories.person("Bob"), factories.person("Eve")
    for person in (ada, bob, eve):
        factories.sign_up(talk, person)
    hear()
    assert [carried(mailbox, each) for each in (ada, bob, eve)] == [[("REQUEST", 0)], [("REQUEST", 0)], []]
    places.remove(host, talk, queries.signup_of(ada, talk), reason="No shoes.")
    hear()
    assert carried(mailbox, ada) == [("REQUEST", 0), ("CANCEL", 1)]
    assert carried(mailbox, eve) == [("REQUEST", 1)]
    [event] = Calendar.from_ical(calendar_part(mailbox.to(ada.email)[-1]).get_payload(decode=True)).walk(
        "VEVENT"
    )
    assert "status" not in event


def test_a_place_on_site_given_up_for_the_line_online_leaves_the_calendar(hear, mailbox, ada):
    talk = factories.talk(online=1)
    factories.sign_up(talk, seat=Seat.ONLINE)
    factories.sign_up(talk, ada)
    hear()
    places.change_seat(ada, talk, Seat.ONLINE)
    hear()
    assert [method for method, _ in carried(mailbox, ada)] == ["REQUEST", "CANCEL"]


def test_what_one_does_in_it_and_a_place_each_keep_it_in_the_calendar(hear, mailbox, ada, talk):
    """The host's calendar has it since it was published; Ada speaks, has a place, and gives both back."""
    host = queries.hosts_of(talk)[0]
    hear()
    assert carried(mailbox, host) == [("REQUEST", 0)]
    speaker = speakers.add(host, talk, ada)
    hear()
    [mail] = mailbox.to(ada.email)
    assert "You speak" in mail["subject"]
    assert "Give the place back" not in mail.get_body(("plain",)).get_content()
    factories.sign_up(talk, ada)
    hear()
    speakers.remove(host, talk, speaker)
    hear()
    assert attendee(mailbox, ada).shows == attendee(mailbox, ada, backwards=True).shows != {}
    places.withdraw(ada, talk)
    hear()
    assert attendee(mailbox, ada).shows == attendee(mailbox, ada, backwards=True).shows == {}
    programs.add_host(host, talk, ada)
    hear()
    move(talk, DAY)
    hear()
    says = ("Evals", fresh(talk).starts_at, "Canteen 2")
    for person in (ada, host):
        shown = attendee(mailbox, person), attendee(mailbox, person, backwards=True)
        assert [list(each.shows.values()) for each in shown] == [[says], [says]]
    programs.remove_host(host, talk, ada)
    hear()
    assert attendee(mailbox, ada).shows == attendee(mailbox, ada, backwards=True).shows == {}


def test_ical_js_reads_what_hosts_and_speakers_get_as_well(hear, mailbox, ada, talk):
    host, eve = queries.hosts_of(talk)[0], factories.person("Eve")
    speakers.add(host, talk, ada)
    programs.add_host(host, talk, eve)
    before = fresh(talk).starts_at
    hear()
    move(talk, DAY)
    hear()
    programs.remove_host(host, talk, eve)
    hear()
    moved = [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (before, before + DAY)]
    for person in (host, ada, eve):
        parts = [calendar_part(mail) for mail in mailbox.to(person.email)]
        read = [ical_js.read(part.get_payload(decode=True)) for part in parts if part]
        assert {len(events) for events in read} == {1}, person.name
        events = [each for [each] in read]
        numbers = [each.sequence for each in events]
        assert ([each.starts for each in events][:2], numbers) == (moved, sorted(set(numbers))), person.name
        assert len({each.uid for each in events}) == 1
        assert {each.title for each in events} == {"Evals"}
    assert [method for method, _ in carried(mailbox, eve)] == ["REQUEST", "REQUEST", "CANCEL"]


def test_a_host_who_gives_a_place_back_keeps_the_date(hear, mailbox, ada, talk):
    programs.add_host(queries.hosts_of(talk)[0], talk, ada)
    factories.sign_up(talk, ada)
    hear()
    places.withdraw(ada, talk)
    hear()
    assert len(attendee(mailbox, ada).shows) == len(attendee(mailbox, ada, backwards=True).shows) == 1
    assert carried(mailbox, ada)[-1][0] == "REQUEST"


def test_nothing_is_taken_back_that_was_never_sent(hear, mailbox, ada, talk, reminders):
    factories.sign_up(talk, ada)
    places.withdraw(ada, talk)
    hear()
    assert mailbox.to(ada.email) == []
    assert reminders("withdrawn") == []


def test_a_cancel_waits_for_a_request_that_is_on_its_way(tick, clock, mailbox, ada, talk, reminders):
    factories.sign_up(talk, ada)
    tick()
    [request] = reminders("signed_up")
    mail = db.session.query(Delivery).filter_by(reminder_id=request.id, channel=Channel.EMAIL).one()
    request.state, mail.state = State.SENDING, DeliveryState.SENDING  # the server has not answered yet
    request.claimed_until = request.fire_at + SENDING_LASTS
    save(mail)
    places.withdraw(ada, talk)
    settle(save=True)
    tick()
    assert [row.skip_reason for row in reminders("withdrawn")] == [policies.WAITS]
    request.state, mail.state = State.SENT, DeliveryState.SENT
    save(mail)
    clock.shift(20 * MINUTE)
    tick()
    assert [method for method, _ in carried(mailbox, ada)] == ["REQUEST", "CANCEL"]


def test_whoever_moves_their_own_date_finds_it_moved_in_their_calendar(hear, mailbox, talk):
    host = queries.hosts_of(talk)[0]
    factories.sign_up(talk, host)
    hear()
    move(talk, DAY)
    hear()
    assert list(attendee(mailbox, host).shows.values()) == [("Evals", fresh(talk).starts_at, "Canteen 2")]


def test_an_invitation_waits_for_no_digest_and_who_wants_only_that_gets_none(hear, mailbox, ada, talk):
    for _ in range(3):
        factories.sign_up(factories.talk(), ada)
    hear()
    assert len(carried(mailbox, ada)) == 3
    bob = factories.person("Bob")
    services.choose(bob, Category.PLACES, Channel.EMAIL, Frequency.DAILY)
    factories.sign_up(talk, bob)
    hear()
    assert mailbox.to(bob.email) == []


def test_a_calendar_is_kept_true_while_its_owner_is_away(hear, mailbox, ada, talk):
    factories.sign_up(talk, ada)
    hear()
    profiles.set_away(ada, until=fresh(talk).starts_at.date())
    save(ada)
    move(talk, DAY)
    hear()
    assert [method for method, _ in carried(mailbox, ada)] == ["REQUEST", "REQUEST"]


def test_thirty_dates_of_a_series_that_move_at_once_are_one_message(monday, browser, tick, reminders):
    host, bob = factories.person("Host"), factories.person("Bob")
    made = factories.series(host, rule=Rule((0, 1, 2, 3, 4), times=30), zone="UTC", starts=NEXT_MONDAY)
    browser(bob).post(f"{made.url}/follow")
    first = series_queries.coming(made, monday)[0]
    to = first.starts_wall + timedelta(hours=2)
    plan = series_plans.shifting(first, series_plans.Reach.ALL, to, 45)
    assert len(series_edits.move(host, made, plan, drifting=False, rev=made.rev)) == 30
    settle(save=True)
    tick()
    assert [row.kind for row in reminders(person_id=bob.id, rule="")] == ["series_followed", "series_moved"]
    assert browser(bob).get("/inbox").text.count('">New dates: Clinic') == 1
