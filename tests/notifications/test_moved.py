"""Dates that move: the inbox at once, mail when they have rested, and the old dates are settled."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.hackathons import services as hackathons
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications import services as preferences
from learnhub.notifications.models import Category, Channel, Delivery, Frequency, State
from learnhub.notifications.telling import wording
from learnhub.programs.hearing import moved
from tests import factories

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)


@pytest.fixture
def ruth():
    return factories.person("Ruth")


@pytest.fixture
def ada():
    """She wants changes by mail at once, not with the digest."""
    made = factories.person("Ada")
    preferences.choose(made, Category.CHANGES, Channel.EMAIL, Frequency.NOW)
    settle(save=True)
    return made


@pytest.fixture
def hackathon(ruth, ada):
    made = factories.hackathon(ruth, due_in=2 * DAY)
    factories.team(ada, made)
    return made


def move(by, hackathon, days=1, kind=WindowKind.SUBMITTING):
    again = db.session.get_one(Hackathon, hackathon.id, populate_existing=True)
    span, later = again.window(kind), timedelta(days=days)
    opens = span.opens_wall + (later if kind is WindowKind.RESULTS else timedelta(0))
    wanted = {kind: (opens, span.closes_wall + later)}
    told = hackathons.move(by, again, wanted, along=True, version=again.version)
    settle(save=True)
    return told


def inbox(person, kind):
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(person_id=person.id, channel=Channel.IN_APP)
    return [row for row in found.order_by(Delivery.id) if row.reminder.kind == kind]


def test_a_move_stands_in_the_inbox_at_once_and_its_mail_waits(ruth, ada, hackathon, run_jobs, mailbox, tick):
    move(ruth, hackathon)
    run_jobs()
    assert len(inbox(ada, "moved")) == 1
    tick()
    assert [mail for mail in mailbox.messages if " moved: Winter Build" in str(mail["Subject"])] == []


def test_its_mail_goes_when_the_dates_have_rested(ruth, ada, hackathon, run_jobs, mailbox, tick, clock):
    move(ruth, hackathon)
    run_jobs()
    clock.shift(timedelta(minutes=30))
    tick()
    assert len([mail for mail in mailbox.messages if " moved: Winter Build" in str(mail["Subject"])]) == 1
    assert len(inbox(ada, "moved")) == 1


def test_it_says_which_windows_moved_and_that_the_others_stay(ruth, ada, hackathon, run_jobs, browser):
    move(ruth, hackathon)
    run_jobs()
    shown = " ".join(browser(ada).get("/inbox").text.split())
    assert f"Submitting and results moved: {hackathon.title}" in shown
    assert "The other dates stay, and you are still on the list." in shown
    assert "New dates" not in shown


def test_each_message_says_which_windows_moved_before_it(ruth, ada, hackathon, run_jobs, tick, clock):
    for kind in (WindowKind.SUBMITTING, WindowKind.RESULTS):
        move(ruth, hackathon, kind=kind)
        run_jobs()
        clock.shift(timedelta(minutes=30))
        tick()
    rows = [row.reminder for row in inbox(ada, "moved")]
    about = wording.tale(rows, ada.id)
    first, second = (wording.words(row, about, ada.tz, row.created_at) for row in rows)
    assert first.subject == f"Submitting and results moved: {hackathon.title}"
    assert first.lead.endswith("Dates have moved again since. You are still on the list.")
    assert second.subject == f"Results moved: {hackathon.title}"
    assert second.lead.endswith("The other dates stay, and you are still on the list.")


def test_two_moves_within_ten_minutes_leave_one_message_and_one_mail(
    ruth, ada, hackathon, run_jobs, mailbox, tick, clock
):
    for _ in range(2):
        move(ruth, hackathon)
        run_jobs()
        clock.shift(timedelta(minutes=2))
    clock.shift(timedelta(minutes=30))
    tick()
    assert len([mail for mail in mailbox.messages if " moved: Winter Build" in str(mail["Subject"])]) == 1
    assert [row.read_at for row in inbox(ada, "moved")] == [None]


def test_what_told_of_the_old_date_is_settled_and_says_the_new_one(
    browser, ruth, ada, hackathon, tick, clock
):
    tick()
    clock.shift(DAY + timedelta(minutes=1))
    tick()
    assert [row.read_at for row in inbox(ada, "demo_due")] == [None]
    tab = browser(ada)
    assert "Demo due Wed 25 Nov" in tab.get("/inbox").text
    move(ruth, hackathon)
    assert None not in [row.read_at for row in inbox(ada, "demo_due")]
    page = tab.get("/inbox").text
    assert "Moved to Thu 26 Nov" in page
    assert "Demo due Wed 25 Nov" not in page


@pytest.mark.parametrize(
    ("told", "mail", "says"),
    [
        (0, True, ""),
        (
            1,
            True,
            "In the inbox of 1 person at once; mail follows in about ten minutes, unless it moves again.",
        ),
        (28, False, "In the inbox of 28 people at once; no mail goes until an admin sets up mail."),
    ],
)
def test_who_moves_dates_hears_when_the_others_hear(told, mail, says):
    assert moved(told, "The dates", mail=mail) == f"The dates moved. {says}".strip()


def test_a_start_reminder_that_waits_for_the_morning_outlives_the_move_of_another_window(
    ruth, tick, clock, reminders
):
    lea = factories.person("Lea", zone="America/Los_Angeles")
    run = (2 * DAY, 4 * DAY)
    hackathon = factories.hackathon(ruth, windows={WindowKind.HACKING: run, WindowKind.SUBMITTING: run})
    factories.signup(lea, hackathon)
    clock.shift(DAY + timedelta(minutes=1))
    tick()
    (row,) = reminders("program_starts", offset="1d", person_id=lea.id)
    assert (row.state, row.skip_reason) == (State.PENDING, "Waits for working hours.")
    move(ruth, hackathon)
    assert db.session.get_one(Hackathon, hackathon.id).starts_rev == 1
    clock.shift(timedelta(hours=8))
    tick()
    assert [one.state for one in reminders("program_starts", offset="1d", person_id=lea.id)] in (
        [State.SENT],
        [State.BATCHED],
    )
