"""A machine's clock that jumps a day ahead and comes back, an hour too far: nothing is sent twice or left."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core import events
from learnhub.core.transaction import settle
from learnhub.notifications import jobs
from learnhub.programs.events import SignedUp
from tests import factories
from tests.support.rows import perform

pytestmark = [pytest.mark.faults]
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
PAGES = ("/", "/inbox")


@pytest.fixture
def due(app, clock):
    """Three people whose demo is due in two days and an hour."""
    clock.set(MONDAY)
    people = [factories.person(name) for name in ("Ada", "Bob", "Eve")]
    factories.team(people[0], factories.hackathon(due_in=2 * DAY + HOUR), *people[1:])
    return people


def test_what_went_a_day_too_early_does_not_come_again_and_the_rest_comes_in_time(
    due, clock, mailbox, run_jobs, browser
):
    ada = browser(due[0])

    def tick(by):
        clock.shift(by)
        perform(jobs.tick)
        run_jobs()
        return Counter(message["X-RcptTo"] for message in mailbox.messages)

    assert tick(MINUTE) == {}
    once = dict.fromkeys((person.email for person in due), 1)
    assert tick(DAY + HOUR) == once  # a day before, by a clock that is wrong
    assert tick(-DAY - 2 * HOUR) == once
    assert {ada.get(page).status_code for page in PAGES} == {200}  # still signed in, and nothing is amiss
    assert tick(DAY + 2 * HOUR) == once
    assert tick(22 * HOUR) == {email: 2 for email in once}  # three hours before


@pytest.mark.parametrize("left", ["claimed", "refused", "unanswered"])
def test_what_was_begun_a_day_ahead_goes_on_once_the_clock_is_right(
    left, app, clock, mailbox, run_jobs, valkey
):
    clock.set(MONDAY)
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=9 * DAY)
    signup = factories.signup(ada, hackathon)
    events.publish(SignedUp(signup.id, hackathon.id, ada.id))
    settle(save=True)
    clock.shift(DAY)
    if left == "refused":
        mailbox.refuse("451 4.3.0 Later")
    if left == "unanswered":
        mailbox.cut()
    perform(jobs.tick)
    if left != "claimed":
        run_jobs()
    valkey.empty()
    mailbox.recover()
    clock.shift(-DAY + MINUTE)
    perform(jobs.tick)
    run_jobs()
    assert len(mailbox.to(ada.email)) == (2 if left == "unanswered" else 1)
    assert len({each["Message-ID"] for each in mailbox.messages}) == 1


def test_what_another_machine_has_in_hand_whose_clock_is_seconds_ahead_is_left_to_it(
    due, clock, mailbox, run_jobs, dying_worker
):
    clock.shift(DAY + 2 * HOUR)
    perform(jobs.tick)
    dying_worker("sent").wait(60)  # the server has one mail, and no row says so yet
    clock.shift(-3 * SECOND)
    perform(jobs.tick)
    run_jobs()
    assert len(mailbox.messages) == 1
