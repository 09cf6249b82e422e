"""A weekly series from autumn to spring: followed, one date moved, the rest shifted, one called off."""

from datetime import UTC, datetime

import pytest

from learnhub.core import clock as clocks
from learnhub.core.db import db
from learnhub.notifications.models import Reminder, State
from learnhub.talks.models import Talk
from tests import factories
from tests.support.processes import wait_until
from tests.support.rows import many

# On one database: what depends on it (the lock, one row a date and follower) has its race in tests/races,
# and the statements are those that the tests of services run on both.
pytestmark = [pytest.mark.journeys, pytest.mark.sqlite_only]

MONDAY = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)  # three weeks before clocks change
RESTED = datetime(2026, 10, 5, 9, 45, tzinfo=UTC)
TUESDAY = datetime(2026, 10, 6, 9, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 10, 7, 9, 30, tzinfo=UTC)
THURSDAY = datetime(2026, 10, 8, 8, 30, tzinfo=UTC)
IN_FEBRUARY = datetime(2027, 2, 8, 9, 30, tzinfo=UTC)  # seven weeks before they change again
IN_APRIL = datetime(2027, 4, 2, 12, tzinfo=UTC)  # the first date after that night
DAYS = "Thu 8 Oct", "Thu 22 Oct", "Thu 5 Nov"


@pytest.fixture
def cast(clock, app):
    """Ada hosts it, Bob follows, Eve comes to one date, Gil hosts with Ada."""
    clock.set(MONDAY)
    zone = "Europe/Stockholm"
    return {name: factories.person(name, zone=zone) for name in ("Ada", "Bob", "Eve", "Gil")}


def test_a_series_keeps_its_hour_and_tells_each_person_once_of_each_act(
    cast, clock, instance, signed_in, letters, mailbox
):
    house = instance("web", "worker", "scheduler", tick_seconds=3)
    ada, bob = (signed_in(house.url, cast[name]) for name in ("Ada", "Bob"))
    series, (first, third, fifth) = make_it(ada)
    follow_it(series, fifth, ada, bob, cast)
    move_one(fifth, ada)
    clock.set(RESTED)
    told = {name: letters(cast[name].email) for name in ("Bob", "Eve")}
    for each in told.values():
        each.wait("New dates: Clinic, Fri 6 Nov")
    clock.set(TUESDAY)
    told["Bob"].wait("You follow Clinic, every Thursday, 12:00")  # quietly, in the digest of his day
    carries_on = shift_the_rest(series, third, ada)
    what_is_due_is_dealt_with()
    clock.set(WEDNESDAY)
    told["Bob"].wait("New dates: Clinic, every Friday, 14:00")
    call_one_off(first, ada)
    what_is_due_is_dealt_with()
    clock.set(THURSDAY)
    told["Bob"].wait("Cancelled: Clinic, Thu 8 Oct")
    bob.go("/inbox").sees("New dates: Clinic, every Friday, 14:00", "Cancelled: Clinic")
    clock.set(IN_FEBRUARY)
    it_is_at_two_by_the_clock(carries_on, signed_in(house.url, cast["Gil"]))
    subjects = {
        name: [each["Subject"].split(",")[0] for each in mailbox.to(cast[name].email)] for name in cast
    }
    assert subjects == {
        "Ada": [],
        "Bob": ["New dates: Clinic", "You follow Clinic", "New dates: Clinic", "Cancelled: Clinic"],
        "Eve": ["You have a place: Clinic", "New dates: Clinic"],
        "Gil": ["New dates: Clinic", "You are a host: Clinic", "New dates: Clinic", "Cancelled: Clinic"],
    }


def what_is_due_is_dealt_with():
    """Wait until each message of now has gone, or is in the digest of a day."""
    due = Reminder.state.in_((State.PENDING, State.CLAIMED)), Reminder.fire_at <= clocks.now()

    def done():
        db.session.rollback()
        return db.session.query(Reminder).filter(*due).count() == 0

    wait_until(done, seconds=20, what="the messages of now", every=0.1)


def make_it(ada):
    """A draft shows what its dates would be. Who follows is asked something once, and Gil hosts as well."""
    ada.go("/talks/new").fill(title="Clinic", starts="2026-10-08T12:00", where="Canteen 2")
    ada.fill(way="Every week").press("Make draft")
    series = ada.sees("Every Thursday, 12:00", "Thu 29 Oct, 12:00 CET").path
    ada.press("Publish series")
    ada.sees("Thu 22 Oct, 12:00 CEST", "Thu 29 Oct, 12:00 CET")
    dates = [ada.main.get_by_role("link", name=f"{day}, 12:00").get_attribute("href") for day in DAYS]
    ada.follow("Set up").fill(host="Gil").button("Add host").click()
    ada.sees("Gil").follow("Ask a question").fill(label="What do you bring?", required="y").press("Ask it")
    return series, [each.replace("/talks/", "/programs/") for each in dates]


def follow_it(series, fifth, ada, bob, cast):
    bob.go(series).follow("Follow the series")
    bob.press("Follow the series", status=422)
    bob.sees("Answer this.").main.get_by_label("What do you bring?").fill("A prompt")
    bob.press("Follow the series")
    bob.sees("You follow it", "You’re in")
    with many():
        factories.sign_up(db.session.query(Talk).filter_by(key=fifth.rpartition("/")[2]).one(), cast["Eve"])
    ada.go(f"{fifth}/sign-ups").sees("A prompt", "Eve")


def move_one(fifth, ada):
    """One alone, by a day."""
    ada.go(f"{fifth}/set-up").follow("Move the date")
    ada.fill(starts="2026-11-06T12:00").press("Show what would move")
    ada.sees("3 people will be told.").press("Move the talk")


def shift_the_rest(series, third, ada):
    """From the third on a day and two hours later; what was moved by hand stays. Return where it goes on."""
    ada.go(f"{third}/set-up").follow("Move this and others")
    ada.fill(reach="following", starts="2026-10-23T14:00").press("Show what would move")
    ada.sees("It would be every Friday, 14:00", "Moved by hand before, and stays.", "Was Thu 22 Oct, 12:00.")
    ada.press("Move the dates")
    ada.sees("Every Friday, 14:00", "Fri 23 Oct, 14:00 CEST", "Fri 30 Oct, 14:00 CET", "Fri 6 Nov, 12:00 CET")
    path = ada.path
    ada.go(series).sees("Every Thursday, 12:00, until 21 October 2026", "It goes on as")
    return path


def call_one_off(first, ada):
    ada.go(f"{first}/set-up").follow("Cancel talk")
    ada.fill(reason="The room is flooded.").press("Cancel talk")


def it_is_at_two_by_the_clock(carries_on, gil):
    """Dates came into view day by day; before and after the night in March it is two in Stockholm."""

    def laid_out():
        db.session.rollback()
        return db.session.query(Talk).filter_by(starts_at=IN_APRIL).count() == 1

    wait_until(laid_out, seconds=20, what="the dates of April", every=0.1)
    gil.go(carries_on).sees("Fri 2 Apr, 14:00 CEST", "Fri 26 Mar, 14:00 CET", "Set up")
