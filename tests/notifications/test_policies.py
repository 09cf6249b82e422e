"""The gate and the budget of attention, as tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from learnhub.notifications import policies
from learnhub.notifications.models import Frequency, State
from learnhub.notifications.planning.times import Hours
from learnhub.notifications.policies import Calendar, Plan, Recipient, Situation, Way
from learnhub.notifications.telling.kinds import KINDS
from learnhub.people.hours import Window

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEXT_WEEK = Plan(Way.DIGEST, NOW + 7 * DAY - HOUR, date(2026, 11, 30), "Waits for the digest of next week.")
NOON, PEACE = NOW + 2 * HOUR, "Waits for the end of quiet hours."
AT_NOON = Plan(Way.DIGEST, NOON, date(2026, 11, 23), "Waits for the day’s digest.")
QUIET = Hours("UTC", time(9), time(17), "01234", (Window("01234", time(9), time(12)),))
TOMORROW = Plan(Way.DIGEST, NOW + 23 * HOUR, date(2026, 11, 24), "Waits for the day’s digest.")
STANDS = Calendar(stands=True)


def recipient(**over):
    usual = Recipient(
        active=True,
        away=False,
        hours=Hours("UTC", time(9), time(17), "01234"),
        bounced=False,
        mails_today=0,
        digest=Frequency.DAILY,
        server=True,
    )
    return replace(usual, **over)


def message(kind="demo_due", *, due_in=3 * HOUR, **over):
    usual = Situation(
        kind=KINDS[kind],
        fire_at=NOW,
        due_at=None if due_in is None else NOW + due_in,
        expires_at=NOW + 9 * DAY,
        open=True,
        current=True,
        concerned=True,
        done=False,
        muted=False,
        mail=None,
        inbox=None,
    )
    return replace(usual, **over)


def test_what_nothing_speaks_against_goes():
    assert policies.refusal(message(), recipient(), NOW) is None


@pytest.mark.parametrize(
    ("over", "state"),
    [
        ({"expires_at": NOW}, State.EXPIRED),
        ({"open": False}, State.CANCELLED),
        ({"current": False}, State.SUPERSEDED),
        ({"concerned": False}, State.SKIPPED),
        ({"done": True}, State.SKIPPED),
        ({"muted": True}, State.SKIPPED),
    ],
)
def test_each_refusal_ends_a_message_in_its_state_and_says_why(over, state):
    refused = policies.refusal(message(**over), recipient(), NOW)
    assert refused is not None
    assert refused.state is state
    assert refused.reason


def test_someone_who_left_gets_nothing():
    refused = policies.refusal(message(), recipient(active=False), NOW)
    assert refused == policies.Refusal(State.SKIPPED, "The person has left.")


@pytest.mark.parametrize(
    ("msg", "to", "plan"),
    [
        (message(), recipient(), Plan(Way.NOW)),
        (message(due_in=7 * DAY), recipient(), TOMORROW),
        (message(due_in=None), recipient(), TOMORROW),
        (message(due_in=7 * DAY, mail=Frequency.NOW), recipient(), Plan(Way.NOW)),
        (message(due_in=DAY, mail=Frequency.DAILY), recipient(), TOMORROW),
        (message(due_in=30 * HOUR), recipient(mails_today=2), TOMORROW),
        (message(due_in=30 * DAY, mail=Frequency.WEEKLY), recipient(), NEXT_WEEK),
        (message(due_in=None), recipient(digest=Frequency.WEEKLY), NEXT_WEEK),
        (message(due_in=2 * DAY, mail=Frequency.WEEKLY), recipient(), TOMORROW),  # Monday were too late
        (message(due_in=None, mail=Frequency.WEEKLY, expires_at=NOW + 2 * DAY), recipient(), TOMORROW),
        (message(due_in=None), recipient(hours=QUIET), AT_NOON),
        (message(due_in=DAY), recipient(hours=QUIET), Plan(Way.LATER, at=NOON, reason=PEACE)),
        (message("promoted"), recipient(hours=QUIET), Plan(Way.NOW)),  # critical alone breaks them
        (
            message(due_in=HOUR),
            recipient(hours=QUIET),
            Plan(Way.NEVER, reason="Quiet hours ended too late for it."),
        ),
        (message("promoted"), recipient(mails_today=9, away=True), Plan(Way.NOW)),
        (message("cancelled", due_in=None, calendar=STANDS), recipient(mails_today=2), Plan(Way.NOW)),
        (message("withdrawn", due_in=None, calendar=STANDS), recipient(mails_today=2), Plan(Way.NOW)),
        (message("cancelled", due_in=None), recipient(), TOMORROW),  # their calendar has nothing of it
        (message("signin_link", due_in=HOUR), recipient(bounced=True, away=True), Plan(Way.NOW)),
    ],
)
def test_the_budget_of_attention(msg, to, plan):
    assert policies.mail(msg, to, NOW) == plan


@pytest.mark.parametrize(
    ("msg", "to", "reason"),
    [
        (message(mail=Frequency.NEVER), recipient(), "Switched off for mail."),
        (message("promoted", mail=Frequency.NEVER), recipient(), "Switched off for mail."),
        (message(), recipient(bounced=True), "The address refused mail."),
        (message(), recipient(away=True), "The person was away."),
        (message(), recipient(mails_today=2), "The next digest would have come too late for it."),
        (
            message(due_in=None, expires_at=NOW + 20 * HOUR),
            recipient(),
            "The next digest would have come too late for it.",
        ),
        (message(due_in=7 * DAY), recipient(digest=Frequency.NEVER), "The day’s digest is switched off."),
    ],
)
def test_why_no_mail_goes(msg, to, reason):
    assert policies.mail(msg, to, NOW) == Plan(Way.NEVER, reason=reason)


def test_mail_waits_for_working_hours():
    evening = NOW + 10 * HOUR
    assert policies.mail(message(due_in=DAY), recipient(), evening) == Plan(
        Way.LATER, at=NOW + 23 * HOUR, reason="Waits for working hours."
    )


def test_mail_for_which_working_hours_begin_too_late_does_not_go():
    evening = NOW + 10 * HOUR
    plan = policies.mail(message(due_in=13 * HOUR), recipient(), evening)
    assert plan == Plan(Way.NEVER, reason="Working hours began again too late for it.")


def test_a_promotion_goes_at_night():
    assert policies.mail(message("promoted"), recipient(), NOW + 16 * HOUR).way is Way.NOW


def test_without_a_server_everything_waits():
    plan = policies.mail(message("signin_link"), recipient(server=False), NOW)
    assert plan == Plan(Way.LATER, at=NOW + policies.WITHOUT_SERVER, reason=policies.NO_SERVER)


def test_the_inbox_shows_it_at_any_hour_unless_switched_off():
    assert policies.may_stand_in_inbox(message())
    assert not policies.may_stand_in_inbox(message(inbox=Frequency.NEVER))
    assert not policies.may_stand_in_inbox(message("signin_link"))


@pytest.mark.parametrize(
    ("over", "to", "reason"),
    [
        ({}, {}, "Not chosen for chat."),
        ({"chat": Frequency.NOW}, {}, ""),
        ({"chat": Frequency.NOW, "kind": "signin_link"}, {}, "Not chosen for chat."),
        ({"chat": Frequency.NOW}, {"away": True}, "The person was away."),
        ({"chat": Frequency.NOW, "kind": "promoted"}, {"away": True}, ""),
        ({"chat": Frequency.NOW, "kind": "withdrawn"}, {}, "It goes for the calendar’s sake alone."),
    ],
)
def test_chat_says_what_was_chosen_for_it_while_somebody_is_there(over, to, reason):
    assert policies.may_chat(message(**{"chat": Frequency.NEVER} | over), recipient(**to)).reason == reason


def test_who_works_on_no_day_gets_the_digest_of_this_very_day():
    never = recipient(hours=Hours("UTC", time(9), time(17), ""))
    plan = policies.mail(message(due_in=None, mail=Frequency.DAILY), never, NOW)
    assert (plan.way, plan.at) == (Way.DIGEST, NOW + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("due_in", "at"),
    [
        (None, NOW + 5 * HOUR),
        (3 * DAY, NOW + 5 * HOUR),
        (4 * HOUR, None),  # what cannot wait for three o’clock: the morning’s would be too late, too
        (26 * HOUR, NOW + 5 * HOUR),
        (28 * HOUR, NOW + 23 * HOUR),  # after today’s time: tomorrow’s goes as work begins
    ],
)
def test_a_digest_comes_at_the_time_that_was_chosen_and_earlier_where_that_is_too_late(due_in, at):
    now = NOW if at is None or at - NOW == 5 * HOUR else NOW + 6 * HOUR
    about = message("moved", due_in=due_in, mail=Frequency.DAILY)
    plan = policies.mail(about, recipient(digest_at=time(15)), now)
    assert (plan.way, plan.at) == ((Way.DIGEST, at) if at else (Way.NEVER, None))


@pytest.mark.parametrize(
    ("expires_in", "at"),
    [
        (None, NOW + 29 * HOUR),
        (30 * HOUR, NOW + 29 * HOUR),
        (25 * HOUR, NOW + 23 * HOUR),  # as work begins
        (20 * HOUR, NOW + 23 * HOUR),  # nothing comes in time for it
    ],
)
def test_the_digest_of_the_day_after_goes_earlier_where_its_time_is_too_late(expires_in, at):
    ends = expires_in and NOW + expires_in
    assert policies.day_after(NOW + 5 * HOUR, recipient(digest_at=time(15)), ends) == at
