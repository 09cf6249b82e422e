"""From a topic that somebody asks for to what the talk changed: six weeks, at browsers and on phones."""

from datetime import UTC, datetime

import pytest

from learnhub.core.db import db
from learnhub.programs import arrivals
from learnhub.talks import feedback
from learnhub.talks.models import Answer, Talk, Use
from tests import factories
from tests.support.processes import wait_until
from tests.support.rows import many

pytestmark = pytest.mark.journeys

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
AT_NOON = datetime(2026, 12, 3, 11, 50, tzinfo=UTC)  # ten minutes before it begins
AFTERWARDS = datetime(2026, 12, 3, 13, 30, tzinfo=UTC)
A_WEEK_LATER = datetime(2026, 12, 11, 9, 30, tzinfo=UTC)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def cast(clock, app):
    """Ada asks, Bob votes, Hugo gives it, Dan makes room, and three more come."""
    clock.set(MONDAY)
    return {name: factories.person(name) for name in ("Ada", "Bob", "Hugo", "Dan", "Eve", "Fay", "Gil")}


def test_a_topic_becomes_a_talk_that_changed_something(cast, clock, instance, signed_in, letters):
    house = instance("web", "worker", "scheduler", tick_seconds=3)
    ada, bob, hugo = (signed_in(house.url, cast[name]) for name in ("Ada", "Bob", "Hugo"))
    ask_for_it(ada, bob)
    talk = schedule_it(hugo)
    the_waitlist_moves(talk, cast, ada, bob, house, signed_in, letters)
    ada.go("/inbox").sees("It is on: Evals that hold")  # by mail in the digest of her day
    clock.set(AT_NOON)
    phones = [signed_in(house.url, cast[name], **PHONE) for name in ("Ada", "Bob")]
    arrive_by_code(hugo, talk, cast, phones)
    ask_live(hugo, talk, *phones)
    clock.set(AFTERWARDS)
    say_how_it_was(hugo, talk, cast, *phones)
    the_recording_is_in_the_library(hugo, talk, ada)
    clock.set(A_WEEK_LATER)
    it_changed_something(hugo, talk, cast, ada)


def ask_for_it(ada, bob):
    ada.go("/talks/requests").follow("Ask for a topic")
    ada.fill(title="Evals that hold", why="Ours say yes to everything.").press("Put it on the list")
    bob.go("/talks/requests").sees("Evals that hold", "Wants a speaker").press(
        "1 vote vote for Evals that hold"
    )
    bob.sees("2 votes")


def schedule_it(hugo):
    """Hugo gives it: five places on site, recorded."""
    hugo.go("/talks/requests").press("I’ll give it Evals that hold")
    hugo.sees("You give it").follow("Schedule it")
    hugo.sees("It answers “Evals that hold”, which you give.")
    hugo.fill(starts="2026-12-03T12:00", where="Canteen 2").unfold("More").fill(capacity="5", recorded="y")
    hugo.press("Make draft")
    talk = hugo.sees("Publishing tells those who voted for it, first").path
    hugo.press("Publish talk")
    return talk


def the_waitlist_moves(talk, cast, ada, bob, house, signed_in, letters):
    """Five have a place, Bob waits, Dan cannot come after all, and Bob hears that his place is free."""
    with many():
        made = the(talk)
        for name in ("Dan", "Eve", "Fay", "Gil"):
            factories.sign_up(made, cast[name])
    ada.go("/whats-on").follow("Evals that hold")
    ada.press("Sign up")
    ada.sees("You’re in")
    bob.go(talk).press("Join the waitlist")
    bob.sees("Waitlist, you are 1st")
    dan = signed_in(house.url, cast["Dan"]).go(talk).follow("Give my place back")
    dan.press("Give my place back")
    bob.go(letters(cast["Bob"].email).link("A place is yours: Evals that hold")).sees("You’re in")


def arrive_by_code(hugo, talk, cast, phones):
    """The code stands on the wall; two type its address, the host taps one, and the others come in."""
    hugo.go(f"{talk}/code").sees("I’m here:")
    address = hugo.main.locator(".codewall .say").inner_text()
    for phone in phones:
        phone.go(address if "://" in address else f"https://{address}").press("I’m here")
        phone.sees("You are here.")
    hugo.follow("Note who came")
    hugo.sees("2 of 5 are here.").main.get_by_role("button", name="Eve").click()
    hugo.sees("3 of 5 are here.")
    with many():
        made = the(talk)
        for name in ("Fay", "Gil"):
            arrivals.arrive(cast[name], made)


def ask_live(hugo, talk, adas, bobs):
    """Asked without a name on one phone, voted for on the other, which is told by itself; then answered."""
    bobs.go(f"{talk}/questions").sees("No question yet")
    adas.go(f"{talk}/questions").fill(text="Does it hold with a small model?", unnamed="y")
    adas.button("Ask").click()
    adas.sees("Does it hold with a small model?", "Asked without a name")
    bobs.sees("Does it hold with a small model?").sees_not("Ada")
    bobs.main.locator("button.vote").click()
    bobs.main.locator("button.vote[aria-pressed=true]").wait_for()
    hugo.go(f"{talk}/questions").follow("Presenter’s view")
    hugo.page.get_by_text("Does it hold with a small model?").first.wait_for()
    hugo.go(f"{talk}/questions").main.get_by_role("button", name="Mark as answered Does it hold").click()
    bobs.sees("Every question is answered")
    for phone in (adas, bobs):
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def say_how_it_was(hugo, talk, cast, *phones):
    """Four answers are hidden, five are a sum; what was written stands among them."""
    wait_until(lambda: the(talk).given_at is not None, seconds=20, what="the end of the talk", every=0.1)
    with many():
        made = the(talk)
        for name in ("Eve", "Fay", "Gil"):
            feedback.give(cast[name], made, worth=4, use=Use.YES)
    for phone, worth, hugo_sees in zip(phones, "52", ("once five have", "gave feedback"), strict=True):
        phone.go(talk).follow("Give feedback")
        phone.fill(worth=worth, use="yes", better=f"Show more tickets, said {worth}.").press("Send feedback")
        hugo.go(talk).sees(hugo_sees)
    hugo.sees("Show more tickets, said 5.", "3.8")


def the_recording_is_in_the_library(hugo, talk, ada):
    hugo.go(f"{talk}/materials").fill(kind="recording", url="https://video.example.org/evals")
    hugo.fill(agreed="y", captions="captions").press("Add it")
    ada.go("/search?q=evals&type=resource").follow("Evals that hold")
    ada.sees("Hugo")


def it_changed_something(hugo, talk, cast, ada):
    """Ada is asked after a week, on her way to the page; with five answers Hugo reads the sum."""
    with many():
        made = the(talk)
        feedback.say_changed(cast["Bob"], made, Answer.CHANGED)
        for name in ("Eve", "Fay", "Gil"):
            feedback.say_changed(cast[name], made, Answer.NOT_YET)
    hugo.go(talk).sees_not("What it changed")
    ada.go(talk).follow("Say what it changed")
    ada.fill(answer="changed", what="We read ten answers before each release.").press("Send answer")
    hugo.go(talk).sees(
        "2 of the 5 who answered changed something, 3 not yet.", "We read ten answers before each release."
    )


def the(path):
    db.session.rollback()
    return db.session.query(Talk).filter_by(key=path.rpartition("/")[2]).one()
