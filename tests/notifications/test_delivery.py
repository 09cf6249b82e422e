"""From a pending row to the inbox and a real mail server, whatever the server does."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import OperationalError

from learnhub.core import clock as core_clock
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.transaction import settle, transaction
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications import engine, jobs, outages, queries, services
from learnhub.notifications.models import (
    Category,
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    Frequency,
    Reminder,
    State,
)
from learnhub.notifications.planning import notices
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.sending import attempts, bounces, delivery, gate, letters
from learnhub.notifications.sending.channels import email, headers
from learnhub.notifications.sending.channels.smtp import SECONDS, Line, Server
from learnhub.notifications.telling import wording
from learnhub.people import links, organisations, quiet
from learnhub.programs.events import Promoted, SignedUp
from learnhub.programs.models import SignUp, SignUpState
from learnhub.teams.models import Team
from tests import factories
from tests.support.rows import fresh, perform
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("monday")
IDLE = 20  # statements of a tick: eleven, and those that read of one hackathon what it may tell
EACH = 4  # statements of a mail besides those of the gate: three, and what teams its reader is in
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def due_now(*names, due_in=2 * DAY):
    """People in one team whose demo is due within a day, reminder and all, at the tick after this."""
    people = [factories.person(name) for name in names]
    factories.team(people[0], factories.hackathon(due_in=due_in), *people[1:])
    return people


@pytest.fixture
def late(clock):
    """Move on to an hour after the reminder of 24 hours before."""
    return lambda: clock.shift(DAY + HOUR)


def deliveries(person, channel=Channel.EMAIL):
    settle(save=True)
    found = db.session.query(Delivery).filter_by(person_id=person.id, channel=channel)
    return [(each.state, each.reason) for each in found.order_by(Delivery.id)]


def subjects(mailbox, person):
    return [message["Subject"] for message in mailbox.to(person.email)]


@pytest.mark.parametrize(
    ("house", "inviter", "subject"),
    [
        ("Analytical\r\nEngines", "Ada", "Ada invites you to LearnHub at Analytical Engines"),
        ("Analytical Engines", None, "You are invited to LearnHub at Analytical Engines"),
        ("", "Ada", "Ada invites you to LearnHub"),
    ],
)
def test_an_invitation_says_who_invites_to_what(house, inviter, subject, tick, mailbox):
    organisations.lock_organisation().name = house
    bob = factories.person("Bob")
    links.invite(bob, by=factories.person(inviter) if inviter else None)
    settle(save=True)
    tick()
    [letter] = mailbox.to(bob.email)
    assert letter["Subject"] == subject
    assert f"\n{subject}, for hackathons" in letter.get_body(("plain",)).get_content()


def test_a_due_demo_is_told_once_in_the_inbox_and_by_mail(tick, mailbox, late):
    (ada,) = due_now("Ada")
    tick()
    assert mailbox.messages == []
    late()
    tick()
    tick()
    assert len(subjects(mailbox, ada)) == 1
    assert subjects(mailbox, ada)[0].startswith("Demo due Wed 25 Nov, 10:00 UTC: Winter Build")
    assert deliveries(ada, Channel.IN_APP) == [(DeliveryState.SENT, "")]


def test_a_mail_says_what_and_when_and_how_to_get_no_more_of_it(tick, mailbox, late, settings, browser):
    (ada,) = due_now("Ada Lovelace")
    late()
    tick()
    (message,) = mailbox.to(ada.email)
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert message["To"] == f"Ada Lovelace <{ada.email}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"].startswith("Deadlines <deadlines.learnhub.")
    assert "Submitting closes Wed 25 Nov, 10:00." in text  # its zone stands in the subject
    assert f"{settings.base_url}/inbox/" in text
    assert html.count('class="btn"') == 1
    assert html.count("<style") == 1  # for the dark and for small phones; all else stands where it is read
    assert re.fullmatch(
        r"\s*(@media [^{]+\{(\s*[^{}]+\{[^{}]+\})+\s*\}\s*)+",
        html.split("<style")[1].split(">", 1)[1].split("</style")[0],
    )
    key = text.partition("/inbox/")[2].partition("/")[0]
    assert browser(ada).get(f"/inbox/{key}/why").status_code == 200


def test_the_headers_that_mail_programs_act_on_arrive_as_they_are(tick, mailbox, late, settings, clock):
    due_now("Ada Lovelace")
    late()
    tick()
    (content,) = mailbox.contents
    head = content.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").decode("ascii").split("\r\n")
    assert re.fullmatch(r"<[\w.+-]+@[\w.-]+>", values(head, "Message-ID"))
    assert re.fullmatch(r"Deadlines <deadlines\.learnhub\.[\w.-]+>", values(head, "List-Id"))
    address = values(head, "List-Unsubscribe")
    assert re.fullmatch(rf"<{re.escape(settings.base_url)}/unsubscribe/[\w.-]+>", address)
    assert len(address) > 78


def values(head, name):
    (found,) = (line for line in head if line.startswith(f"{name}: "))
    return found.removeprefix(f"{name}: ")


def test_words_that_are_not_ascii_are_encoded_alone():
    assert headers.phrase("The day’s digest") == "=?utf-8?q?The_day=E2=80=99s_digest?="
    assert headers.phrase("My teams") == "My teams"


def test_never_holds_for_what_waits_for_a_digest_already(tick, mailbox, clock, reminders):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=9 * DAY)
    signup = factories.signup(ada, hackathon)
    events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    services.choose(ada, Category.PLACES, Channel.EMAIL, Frequency.DAILY)
    tick()
    assert [row.state for row in reminders("signed_up")] == [State.BATCHED]
    services.choose(ada, Category.PLACES, Channel.EMAIL, Frequency.NEVER)
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    tick()
    assert mailbox.messages == []
    assert deliveries(ada) == [(DeliveryState.SKIPPED, "Switched off for mail.")]


def test_names_and_titles_cannot_add_headers(tick, mailbox, late):
    ada = factories.person("Ada\r\nBcc: eve@example.org", email="ada@example.org")
    factories.team(ada, factories.hackathon(due_in=2 * DAY, title="Winter\r\nBcc: eve@example.org"))
    late()
    tick()
    (message,) = mailbox.messages
    assert message["Bcc"] is None
    assert message["X-RcptTo"] == ada.email


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("done", "It was done."),
        ("withdrawn", "It no longer concerned the person."),
        ("muted", "The person heard nothing of the program then."),
        ("moved", "The date moved."),
    ],
)
def test_what_changes_a_second_before_sending_counts(run_jobs, mailbox, late, reminders, change, reason):
    (ada,) = due_now("Ada")
    late()
    perform(jobs.tick)  # claimed and queued
    hackathon = db.session.query(Hackathon).one()
    if change == "done":
        factories.demo(db.session.query(Team).one())
    elif change == "withdrawn":
        db.session.query(SignUp).one().state = SignUpState.WITHDRAWN
    elif change == "muted":
        services.mute(ada, hackathon)
    else:
        hackathon.window(WindowKind.SUBMITTING).due_rev += 1
    settle(save=True)
    run_jobs()
    assert mailbox.messages == []
    assert [row.skip_reason for row in reminders("demo_due", offset="24h")] == [reason]


@pytest.mark.parametrize("frequency", [Frequency.NOW, Frequency.DAILY])
def test_what_is_called_off_while_another_is_sent_does_not_go(
    tick, mailbox, clock, reminders, monkeypatch, frequency
):
    """The second has passed the gate, alone or in a digest, when its reminder is called off elsewhere."""
    both = factories.person("Ada"), factories.person("Bob")
    ada, bob = sorted(both, key=lambda person: jitter(person.id))  # as their digests go
    hackathon = factories.hackathon(due_in=9 * DAY)
    for person in (ada, bob):
        services.choose(person, Category.PLACES, Channel.EMAIL, frequency)
        signup = factories.signup(person, hackathon)
        events.publish(SignedUp(signup.id, hackathon.id, person.id))
    if frequency is Frequency.DAILY:
        tick()
        clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    send, bob_id = Line.send, bob.id

    def and_withdraw(*some, **more):
        with transaction():
            notices.cancel(notices.WITHDREW, Reminder.person_id == bob_id)
        return send(*some, **more)

    monkeypatch.setattr(Line, "send", and_withdraw)
    for name in ("FRESH", "BATCH_LASTS"):  # what passed the gate stays so, however slow the machine is
        monkeypatch.setattr(delivery, name, DAY.total_seconds())
    tick()
    tick()
    assert [len(subjects(mailbox, person)) for person in (ada, bob)] == [1, 0]
    assert [row.skip_reason for row in reminders("signed_up", person_id=bob_id)] == [notices.WITHDREW]


@pytest.mark.parametrize(("frequency", "number"), [(Frequency.NOW, 3), (Frequency.DAILY, 4)])
def test_between_two_mails_stand_as_many_statements_as_is_said_in_docs_faults(
    tick, clock, monkeypatch, frequency, number
):
    hackathon = factories.hackathon(due_in=9 * DAY)
    for name in ("Ada", "Bob", "Eve"):
        person = factories.person(name)
        services.choose(person, Category.PLACES, Channel.EMAIL, frequency)
        events.publish(SignedUp(factories.signup(person, hackathon).id, hackathon.id, person.id))
    if frequency is Frequency.DAILY:
        tick()
        clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    send, so_far = Line.send, []

    def counted(*some, **more):
        so_far.append(len(asked))
        return send(*some, **more)

    monkeypatch.setattr(Line, "send", counted)
    monkeypatch.setattr(delivery, "FRESH", DAY.total_seconds())
    with statements() as asked:
        tick()
    assert [after - before for before, after in pairwise(so_far)] == [number, number]


def test_a_connection_lost_between_two_mails_holds_none_back(tick, mailbox, late, reminders, monkeypatch):
    people, sent, lost = due_now("Ada", "Bob", "Eve"), attempts.sent, []

    def lose_it_once(*some):
        if not lost:
            lost.append(some)
            raise OperationalError("UPDATE", {}, Exception("the server closed the connection"))
        return sent(*some)

    monkeypatch.setattr(attempts, "sent", lose_it_once)
    late()
    tick()
    assert [len(subjects(mailbox, person)) for person in people] == [1] * 3
    assert {row.state for row in reminders("demo_due", offset="24h")} == {State.SENT}
    assert len(lost) == 1


def test_what_cannot_be_kept_of_an_address_sends_no_mail_again(
    tick, mailbox, late, reminders, monkeypatch, clock
):
    def fail(*_some):
        raise OperationalError("INSERT", {}, Exception("deadlock"))

    people = due_now("Ada", "Bob")
    monkeypatch.setattr(bounces, "prove", fail)
    late()
    tick()
    clock.shift(attempts.SENDING_LASTS + MINUTE)
    tick()
    assert [len(subjects(mailbox, person)) for person in people] == [1, 1]
    assert {row.state for row in reminders("demo_due", offset="24h")} == {State.SENT}


@pytest.mark.parametrize("people", [1, 2])
def test_a_connection_lost_before_the_last_is_written_sends_it_once(
    tick, mailbox, late, reminders, monkeypatch, clock, people
):
    told, sent, asked = due_now(*["Ada", "Bob"][:people]), attempts.sent, []

    def lose_the_last(*some):
        asked.append(some)
        if len(asked) == people:
            raise OperationalError("UPDATE", {}, Exception("the server closed the connection"))
        return sent(*some)

    monkeypatch.setattr(attempts, "sent", lose_the_last)
    late()
    tick()
    clock.shift(attempts.SENDING_LASTS + MINUTE)
    tick()
    assert [len(subjects(mailbox, person)) for person in told] == [1] * people
    assert {row.state for row in reminders("demo_due", offset="24h")} == {State.SENT}


def test_a_mail_takes_few_statements_however_many_pass_the_gate_at_once(tick, mailbox, late):
    organisations.lock_organisation().name = "Analytical Engines"
    few, many = (due_now(*(f"Person {size} {number}" for number in range(size))) for size in (2, 10))
    late()
    perform(jobs.tick)
    taken = []
    for people in (few, many):
        ids = [
            row.id
            for person in people
            for row in db.session.query(Reminder).filter_by(person_id=person.id, offset="24h")
        ]
        settle(save=True)
        with statements() as asked:
            perform(jobs.deliver, *ids)
        taken.append(len(asked))
    each = (taken[1] - taken[0]) / 8
    assert (each <= EACH, len(mailbox.messages)) == (True, 12), taken


def test_a_tick_asks_little_where_nothing_is_due_or_new(tick, monday):
    factories.hackathon(due_in=20 * DAY)  # of which nothing is told yet
    settle(save=True)
    tick()
    with statements() as asked:
        perform(jobs.tick)
    assert len(asked) <= IDLE, asked


def test_after_an_outage_only_the_latest_comes(tick, mailbox, clock, reminders):
    (ada,) = due_now("Ada", due_in=3 * DAY)
    tick()
    clock.shift(timedelta(hours=70))  # Thursday at eight: all three are due
    clock.shift(HOUR + MINUTE)
    tick()
    assert len(subjects(mailbox, ada)) == 1
    assert [(row.offset, row.state) for row in reminders("demo_due")] == [
        ("2d", State.SUPERSEDED),
        ("24h", State.SUPERSEDED),
        ("3h", State.SENT),
    ]


def test_however_much_is_due_it_all_goes_as_batches_are_done(tick, mailbox, late, monkeypatch):
    monkeypatch.setattr(attempts, "AT_ONCE", 2)
    monkeypatch.setattr(engine, "BATCH", 1)
    people = due_now(*"ABCDE")
    late()
    tick()
    assert [len(subjects(mailbox, person)) for person in people] == [1] * 5


def test_what_is_pressing_goes_before_all_that_waits_and_waiting_adds_no_work(
    app, run_jobs, mailbox, late, clock, monkeypatch
):
    monkeypatch.setattr(attempts, "AT_ONCE", 1)
    monkeypatch.setattr(engine, "BATCH", 1)
    ada, _ = due_now("Ada", "Bob")
    late()
    perform(jobs.tick)
    eve = factories.person("Eve")
    services.test_mail(eve)
    settle(save=True)
    clock.shift(5 * MINUTE)
    perform(jobs.tick)
    perform(jobs.tick)
    assert len(app.extensions["queue"]) == 2, "each has its job, and no second one"
    run_jobs()
    first, second = mailbox.messages[:2]
    assert (eve.email in first["To"], ada.email in second["To"]) == (True, True)


def test_two_days_later_what_is_over_is_not_sent(tick, mailbox, clock, reminders):
    due_now("Ada", due_in=DAY + HOUR)
    tick()
    clock.shift(timedelta(hours=48))
    tick()
    assert mailbox.messages == []
    assert {row.state for row in reminders("demo_due")} <= {State.EXPIRED, State.SUPERSEDED}


def test_what_is_not_pressing_waits_for_one_digest_in_the_morning(tick, mailbox, clock, reminders):
    ada = factories.person("Ada")
    for _ in range(2):
        hackathon = factories.hackathon(due_in=9 * DAY)
        signup = factories.signup(ada, hackathon)
        events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    services.choose(ada, Category.PLACES, Channel.EMAIL, Frequency.DAILY)
    tick()
    assert mailbox.messages == []
    assert len(deliveries(ada, Channel.IN_APP)) == 2
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    tick()
    tick()
    (message,) = mailbox.to(ada.email)
    assert message["Subject"].startswith("Tue 24 Nov: You have a place: Winter Build")
    assert message["Subject"].endswith("and one other thing")
    assert {row.state for row in reminders("signed_up")} == {State.SENT}
    digest = db.session.query(Digest).one()
    assert (digest.local_date, digest.state) == (date(2026, 11, 24), State.SENT)


def test_a_digest_comes_at_the_time_that_its_reader_chose(tick, mailbox, clock, browser):
    ada = factories.person("Ada", zone="Europe/Berlin")  # an hour before
    page = browser(ada)
    page.post("/settings/notifications", data={"places_email": "daily", "digest_at": "16:00"})
    assert (
        "one digest a day, soon after 16:00 by the clock of Berlin"
        in page.get("/settings/notifications").text
    )
    hackathon = factories.hackathon(due_in=9 * DAY)
    signup = factories.signup(ada, hackathon)
    events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    tick()
    clock.set(datetime(2026, 11, 23, 14, 55, tzinfo=UTC))
    tick()
    assert mailbox.messages == []
    clock.set(datetime(2026, 11, 23, 15, 10, tzinfo=UTC))
    tick()
    assert len(mailbox.to(ada.email)) == 1


def test_the_headline_of_ones_choices_is_true_of_them(browser):
    """It promised other mails and the calendar's where all came in the digest, and a time in quiet hours."""
    ada = factories.person("Ada", zone="Europe/Berlin")
    page = browser(ada)

    def lead():
        return page.get("/settings/notifications").text.partition('class="lead"')[2].partition("</p>")[0]

    assert ("at most two other mails" in lead(), "quiet hours" in lead()) == (True, False)
    services.choose(ada, Category.DIGEST, Channel.EMAIL, None, at=time(10))
    page.post("/settings/notifications/mail", data={"how": "daily"})
    quiet.add(ada, days=["3"], starts=time(8), ends=time(11))
    settle(save=True)
    said = (
        "soon after 10:00 by the clock of Berlin or once your quiet hours are over, and otherwise only what"
    )
    assert said in lead()
    assert "calendar" not in lead()


def test_what_cannot_wait_for_the_time_of_a_digest_brings_it_forward(tick, mailbox, clock):
    ada = factories.person("Ada")
    services.choose(ada, Category.DIGEST, Channel.EMAIL, None, at=time(16))
    services.choose(ada, Category.PLACES, Channel.EMAIL, Frequency.DAILY)
    clock.set(datetime(2026, 11, 23, 18, tzinfo=UTC))
    for due_in in (9 * DAY, timedelta(hours=20)):  # the second is due on Tuesday at two
        hackathon = factories.hackathon(due_in=due_in)
        signup = factories.signup(ada, hackathon)
        events.publish(SignedUp(signup.id, hackathon.id, ada.id))
        tick()
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    tick()
    (message,) = mailbox.to(ada.email)
    assert message["Subject"].endswith("and one other thing")


@pytest.mark.parametrize("chosen", ["before", "after"])
def test_once_todays_digest_has_gone_tomorrows_goes_early_for_what_cannot_wait(chosen, tick, mailbox, clock):
    """Today's went before its time: early for something else, or its reader chose a later time since."""
    ada = factories.person("Ada")
    services.choose(ada, Category.PLACES, Channel.EMAIL, Frequency.DAILY)
    if chosen == "before":
        services.choose(ada, Category.DIGEST, Channel.EMAIL, None, at=time(16))

    def told(title, day, hour, due_in):
        clock.set(datetime(2026, 11, day, hour, tzinfo=UTC))
        hackathon = factories.hackathon(due_in=due_in, title=title)
        events.publish(SignedUp(factories.signup(ada, hackathon).id, hackathon.id, ada.id))
        tick()

    def digest_of(title):
        return [one for one in subjects(mailbox, ada) if one.startswith(f"You have a place: {title},")]

    told("First", 23, 17, timedelta(hours=22))  # due on Tuesday at three
    clock.set(datetime(2026, 11, 24, 9, 10, tzinfo=UTC))
    tick()
    assert digest_of("First")
    if chosen == "after":
        services.choose(fresh(ada), Category.DIGEST, Channel.EMAIL, None, at=time(16))
    told("Second", 24, 10, timedelta(hours=25))  # due on Wednesday at eleven: at four it would be too late
    clock.set(datetime(2026, 11, 25, 9, 10, tzinfo=UTC))
    tick()
    assert digest_of("Second")


def test_a_digest_of_which_nothing_is_left_is_not_sent(tick, mailbox, clock):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=9 * DAY)
    signup = factories.signup(ada, hackathon)
    events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    services.choose(ada, Category.PLACES, Channel.EMAIL, Frequency.DAILY)
    tick()
    fresh(signup).state = SignUpState.WITHDRAWN
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    tick()
    assert mailbox.messages == []
    assert fresh(db.session.query(Digest).one()).state is State.SKIPPED


def test_outside_working_hours_the_inbox_has_it_and_mail_waits(tick, mailbox, clock):
    ada = factories.person("Ada")
    factories.team(ada, factories.hackathon(due_in=timedelta(hours=34)))  # Tuesday at 20:00
    clock.set(datetime(2026, 11, 23, 20, 30, tzinfo=UTC))
    tick()
    assert mailbox.messages == []
    assert deliveries(ada, Channel.IN_APP) == [(DeliveryState.SENT, "")]
    clock.set(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    tick()
    assert len(subjects(mailbox, ada)) == 1
    assert len(deliveries(ada, Channel.IN_APP)) == 1


def test_two_mails_a_day_and_no_more(tick, mailbox, late):
    ada = factories.person("Ada")
    for _ in range(4):
        factories.team(ada, factories.hackathon(due_in=2 * DAY))
    late()
    tick()
    assert len(subjects(mailbox, ada)) == 2
    assert len(deliveries(ada, Channel.IN_APP)) == 4


def test_while_another_worker_has_a_mail_to_somebody_in_hand_another_waits(
    run_jobs, mailbox, late, reminders
):
    """Both would be weighed as the last of the day; in the database nothing says yet that the first went."""
    ada = factories.person("Ada")
    for _ in range(2):
        factories.team(ada, factories.hackathon(due_in=2 * DAY))
    late()
    perform(jobs.tick)
    first, _ = reminders("demo_due", offset="24h")
    first.claim_token = attempts.new_token()
    settle(save=True)
    run_jobs()
    assert mailbox.messages == []
    found = [(row.state, row.skip_reason) for row in reminders("demo_due", offset="24h")]
    assert found == [(State.CLAIMED, ""), (State.PENDING, gate.ELSEWHERE)]


def test_people_who_are_away_get_no_mail(tick, mailbox, late):
    ada = factories.person("Ada", away_from=date(2026, 11, 20), away_until=date(2026, 11, 30))
    factories.team(ada, factories.hackathon(due_in=2 * DAY))
    late()
    tick()
    assert deliveries(ada) == [(DeliveryState.SKIPPED, "The person was away.")]
    assert mailbox.messages == []


def test_who_unsubscribed_stays_so_when_they_sign_up_again(tick, mailbox, late):
    (ada,) = due_now("Ada")
    services.choose(ada, Category.DEADLINES, Channel.EMAIL, Frequency.NEVER)
    factories.team(ada, factories.hackathon(due_in=2 * DAY))
    late()
    tick()
    assert mailbox.messages == []
    assert len(deliveries(ada, Channel.IN_APP)) == 2


def test_a_promotion_comes_at_once_at_any_hour(run_jobs, mailbox, clock):
    clock.set(datetime(2026, 11, 22, 3, tzinfo=UTC))
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=9 * DAY)
    signup = factories.signup(ada, hackathon)
    events.publish(Promoted(hackathon.id, (signup.id,)))
    run_jobs()
    assert subjects(mailbox, ada)[0].startswith("A place is yours: Winter Build")


def test_a_sign_in_link_goes_at_once_and_leaves_no_secret_behind(run_jobs, mailbox, reminders):
    ada = factories.person("Ada")
    links.ask(ada.email)
    run_jobs()
    (message,) = mailbox.to(ada.email)
    text = message.get_body(("plain",)).get_content()
    assert "/login/" in text
    assert message["List-Unsubscribe"] is None
    assert deliveries(ada, Channel.IN_APP) == []
    secret = text.partition("/login/")[2].split()[0]
    (row,) = reminders("signin_link")
    assert secret not in str(vars(row))


def test_a_link_that_ended_is_not_sent(tick, mailbox, clock, reminders):
    links.ask(factories.person("Ada").email)
    settle(save=True)
    clock.shift(timedelta(minutes=11))
    tick()
    assert mailbox.messages == []
    assert [row.state for row in reminders("signin_link")] == [State.EXPIRED]


def test_without_a_mail_server_messages_wait_and_then_go(tick, mailbox, late, make_app, clock):
    (ada,) = due_now("Ada")
    late()
    without = make_app(smtp_url="")
    with without.app_context():
        jobs.tick()
        row_id = db.session.query(Reminder.id).filter_by(offset="24h").scalar()
        db.session.rollback()
        jobs.deliver(row_id)
        db.session.remove()
        db.engine.dispose()
    assert mailbox.messages == []
    assert deliveries(ada, Channel.IN_APP) == [(DeliveryState.SENT, "")]
    clock.shift(21 * MINUTE)
    tick()
    assert len(subjects(mailbox, ada)) == 1


def test_4xx_is_tried_again_and_at_the_end_dead(tick, mailbox, late, clock, reminders):
    mailbox.refuse("451 4.3.0 Later")
    (ada,) = due_now("Ada")
    late()
    tries = []
    for wait in (timedelta(0), *attempts.RETRIES[:3]):
        clock.shift(wait + timedelta(seconds=2))
        tick()
        (row,) = reminders("demo_due", offset="24h")
        tries.append((row.attempts, row.state))
    assert tries == [(number, State.PENDING) for number in (1, 2, 3, 4)]
    assert deliveries(ada) == [(DeliveryState.WAITING, "451 4.3.0 Later")]
    mailbox.recover()
    clock.shift(attempts.RETRIES[3] + MINUTE)
    tick()
    assert len(subjects(mailbox, ada)) == 1


def test_the_sixth_refusal_is_the_last():
    now = core_clock.now()
    assert [attempts.after_refusal(Reminder, tries, now, "451")["state"] for tries in range(6)] == [
        *[State.PENDING] * 5,
        State.DEAD,
    ]


def test_5xx_marks_the_address_and_the_inbox_goes_on(tick, mailbox, late):
    ada, bob = due_now("Ada", "Bob")
    mailbox.refuse("550 5.1.1 No such person", address=ada.email)
    late()
    tick()
    assert deliveries(ada) == [(DeliveryState.DEAD, "550 5.1.1 No such person")]
    assert len(subjects(mailbox, bob)) == 1
    assert queries.bounced(ada).answer == "550 5.1.1 No such person"
    assert outages.health(core_clock.now()).dead == 1
    factories.team(ada, factories.hackathon(due_in=2 * DAY))
    late()
    tick()
    assert deliveries(ada)[-1] == (DeliveryState.SKIPPED, "The address refused mail.")
    services.confirm_address(ada.key, ada.email)
    assert queries.bounced(ada) is None


def test_a_connection_cut_after_the_content_sends_one_copy_with_the_same_id(tick, mailbox, late, clock):
    (ada,) = due_now("Ada")
    late()
    mailbox.cut()
    tick()
    clock.shift(2 * MINUTE)
    tick()
    clock.shift(2 * MINUTE)
    tick()
    assert len(mailbox.to(ada.email)) == 2
    assert len({message["Message-ID"] for message in mailbox.to(ada.email)}) == 1
    assert [state for state, _ in deliveries(ada)] == [DeliveryState.SENT]


def test_a_server_that_is_silent_for_good_gets_it_twice_at_most(tick, mailbox, late, clock, reminders):
    (ada,) = due_now("Ada")
    late()
    mailbox.cut(times=9)
    for _ in range(5):
        tick()
        clock.shift(2 * MINUTE)
    assert len(mailbox.to(ada.email)) == 2
    assert [row.state for row in reminders("demo_due", offset="24h")] == [State.UNKNOWN]


def test_a_server_that_hangs_holds_up_nothing_for_long(app, tick, mailbox, late, clock, settings, make_app):
    (ada,) = due_now("Ada")
    late()
    mailbox.hang()
    perform(jobs.tick)
    impatient = make_app(smtp_url=settings.smtp_url + "?timeout=0.3")
    row = db.session.query(Reminder).filter_by(offset="24h").one()
    row_id = row.id
    settle(save=True)
    with impatient.app_context():
        jobs.deliver(row_id)
        db.session.remove()
        db.engine.dispose()
    assert [state for state, _ in deliveries(ada)] == [DeliveryState.UNKNOWN]
    mailbox.recover()
    clock.shift(2 * MINUTE)
    tick()
    assert len(subjects(mailbox, ada)) == 1
    assert attempts.SENDING_LASTS.total_seconds() / 5 > SECONDS


def test_a_server_that_cannot_be_reached_costs_no_attempt_and_no_more_is_begun(
    tick, mailbox, late, clock, make_app, reminders, monkeypatch
):
    monkeypatch.setattr(attempts, "AT_ONCE", 1)
    ada, bob = due_now("Ada", "Bob")
    late()
    perform(jobs.tick)
    row_id = reminders("demo_due", offset="24h")[0].id
    settle(save=True)
    cut_off = make_app(smtp_url="smtp://127.0.0.1:1")
    with cut_off.app_context():
        jobs.deliver(row_id)
        db.session.remove()
        db.engine.dispose()
    found = reminders("demo_due", offset="24h")
    assert [(row.state, row.attempts) for row in found] == [(State.PENDING, 0)] * 2
    clock.shift(6 * MINUTE)
    tick()
    assert [len(subjects(mailbox, person)) for person in (ada, bob)] == [1, 1]


@pytest.mark.parametrize(
    ("module", "step", "left", "waits"),
    [
        (letters, "of_reminder", State.CLAIMED, attempts.CLAIM_LASTS),
        (email, "compose", State.SENDING, attempts.SENDING_LASTS),
    ],
)
def test_a_job_whose_time_is_up_leaves_its_message_as_a_crash_does(
    module, step, left, waits, tick, mailbox, late, clock, reminders, monkeypatch
):
    def time_is_up(*_, **__):
        raise JobTimeoutException

    (ada,) = due_now("Ada")
    late()
    perform(jobs.tick)
    row_id = reminders("demo_due", offset="24h")[0].id
    with monkeypatch.context() as patch:
        patch.setattr(module, step, time_is_up)
        with pytest.raises(JobTimeoutException):
            perform(jobs.deliver, row_id)
    (row,) = reminders("demo_due", offset="24h")
    assert (row.state, row.attempts) == (left, 0)
    clock.shift(waits + timedelta(seconds=1))
    tick()
    assert (len(subjects(mailbox, ada)), [each.state for each in reminders("demo_due", offset="24h")]) == (
        1,
        [State.SENT],
    )


def test_one_row_that_raises_does_not_hold_up_the_others(tick, mailbox, late, reminders, monkeypatch):
    ada, bob = due_now("Ada", "Bob")
    said = wording.words

    def words(row, *more):
        if row.person_id == ada_id:
            raise RuntimeError("a planted fault")
        return said(row, *more)

    ada_id = ada.id
    monkeypatch.setattr(wording, "words", words)
    late()
    tick()
    assert len(subjects(mailbox, bob)) == 1
    (row,) = reminders("demo_due", offset="24h", person_id=ada_id)
    assert (row.state, row.skip_reason) == (State.PENDING, "RuntimeError: a planted fault")
    assert row.next_at > core_clock.now() + 50 * MINUTE


def test_an_address_that_no_server_takes_does_not_hold_up_the_others(tick, mailbox, late, reminders):
    ada, bob, eve = due_now("Ada", "Bob", "Eve")
    ada.email, bob.email = "jürgen@example.org", "bob@münchen.example"
    late()
    tick()
    states = {row.person_id: row.state for row in reminders("demo_due", offset="24h")}
    assert states == {ada.id: State.DEAD, bob.id: State.SENT, eve.id: State.SENT}
    assert [state for state, _ in deliveries(ada)] == [DeliveryState.DEAD]
    assert "EmailSyntaxError" in deliveries(ada)[0][1]
    assert len(mailbox.to("bob@xn--mnchen-3ya.example")) == len(mailbox.to(eve.email)) == 1


@pytest.mark.parametrize(
    ("url", "starttls"),
    [
        ("smtp://h", False),
        ("smtp://h?starttls=1", True),
        ("smtp://ada:secret@h", True),
        ("smtp://ada:secret@h?starttls=0", False),
    ],
)
def test_a_password_does_not_go_in_the_clear_unless_one_says_so(url, starttls):
    assert Server.from_url(url).starttls is starttls


def test_a_flushed_queue_costs_one_tick(tick, mailbox, late, queue, clock):
    (ada,) = due_now("Ada")
    late()
    perform(jobs.tick)
    queue.connection.flushall()
    clock.shift(MINUTE)
    tick()
    assert len(subjects(mailbox, ada)) == 1


def test_without_a_queue_rows_wait_for_it(tick, mailbox, late, clock, make_app):
    (ada,) = due_now("Ada")
    late()
    settle(save=True)
    without = make_app(redis_url="redis://127.0.0.1:1/0")
    with without.app_context():
        jobs.tick()
        db.session.remove()
        db.engine.dispose()
    assert mailbox.messages == []
    clock.shift(MINUTE)
    tick()
    assert len(subjects(mailbox, ada)) == 1


def test_a_test_mail_says_that_mail_works(tick, mailbox):
    ada = factories.person("Ada")
    services.test_mail(ada)
    tick()
    assert subjects(mailbox, ada)[0].startswith("LearnHub can send mail")
