"""Each rule as a table: the facts, and what they come to."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.programs import policies, sights
from learnhub.programs.models import ProgramState, SignUpState

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT, PUBLISHED, CANCELLED = ProgramState
IN, WAITING, WITHDRAWN, REMOVED, *_ = SignUpState
NOBODY = {"is_host": False, "is_admin": False}
HOST = {"is_host": True, "is_admin": False}
ADMIN = {"is_host": False, "is_admin": True}


@pytest.mark.parametrize(
    ("who", "published", "guest", "signup", "allowed"),
    [
        (NOBODY, False, False, None, False),
        (HOST, False, False, None, True),
        (ADMIN, False, False, None, True),
        (NOBODY, True, False, None, True),
        (NOBODY, True, False, REMOVED, True),
        (NOBODY, True, True, None, False),
        (NOBODY, True, True, IN, True),
        (NOBODY, True, True, WAITING, True),
        (NOBODY, True, True, WITHDRAWN, True),
        (NOBODY, True, True, REMOVED, False),
        (NOBODY, False, True, IN, False),
    ],
)
def test_who_may_see_a_program(who, published, guest, signup, allowed):
    verdict = sights.may_see(**who, is_published=published, is_guest=guest, signup=signup)
    assert bool(verdict) is allowed


@pytest.mark.parametrize(
    ("lead", "admin", "guest", "open_to_members", "allowed"),
    [
        (False, False, False, False, False),
        (True, False, False, False, True),
        (False, True, False, False, True),
        (False, False, False, True, True),
        (True, False, True, True, False),
    ],
)
def test_who_may_create_a_program(lead, admin, guest, open_to_members, allowed):
    verdict = policies.may_create(
        is_lead=lead, is_admin=admin, is_guest=guest, members_may_host=open_to_members
    )
    assert bool(verdict) is allowed


@pytest.mark.parametrize(
    ("who", "state", "allowed"),
    [
        (NOBODY, PUBLISHED, False),
        (HOST, DRAFT, True),
        (HOST, PUBLISHED, True),
        (ADMIN, PUBLISHED, True),
        (HOST, CANCELLED, False),
    ],
)
def test_who_may_edit_a_program(who, state, allowed):
    assert bool(policies.may_edit(state=state, **who)) is allowed


@pytest.mark.parametrize(
    ("who", "state", "ends_in", "reason"),
    [
        (HOST, PUBLISHED, HOUR, ""),
        (ADMIN, PUBLISHED, HOUR, ""),
        (NOBODY, PUBLISHED, HOUR, policies.ONLY_HOSTS),
        (HOST, DRAFT, HOUR, "Publish it first: whoever you put on the list is told, and opens its page."),
        (HOST, CANCELLED, HOUR, "It is cancelled, so nothing about it can change any more."),
        (HOST, PUBLISHED, timedelta(0), "It is over, so the list stays as it was."),
    ],
)
def test_who_may_put_others_on_the_list(who, state, ends_in, reason):
    verdict = policies.may_enter(**who, state=state, ends_at=NOW + ends_in, now=NOW)
    assert (verdict.allowed, verdict.reason) == (not reason, reason)


@pytest.mark.parametrize(
    ("who", "state", "allowed"), [(HOST, DRAFT, True), (HOST, PUBLISHED, False), (NOBODY, DRAFT, False)]
)
def test_who_may_publish_a_program(who, state, allowed):
    assert bool(policies.may_publish(state=state, **who)) is allowed


@pytest.mark.parametrize(
    ("who", "state", "ends_in", "reason"),
    [
        (HOST, PUBLISHED, HOUR, ""),
        (ADMIN, DRAFT, HOUR, ""),
        (NOBODY, PUBLISHED, HOUR, "Only its hosts and admins can do that."),
        (HOST, CANCELLED, HOUR, "It is cancelled already."),
        (HOST, PUBLISHED, -HOUR, "It is over, so it can no longer be cancelled."),
    ],
)
def test_who_may_cancel_a_program(who, state, ends_in, reason):
    verdict = policies.may_cancel(state=state, **who, ends_at=NOW + ends_in, now=NOW)
    assert (verdict.allowed, verdict.reason) == (not reason, reason)


@pytest.mark.parametrize(
    ("state", "signup", "early", "opens_in", "closes_in", "reason"),
    [
        (PUBLISHED, None, False, -HOUR, HOUR, ""),
        (PUBLISHED, None, False, None, HOUR, ""),
        (PUBLISHED, WITHDRAWN, False, -HOUR, HOUR, ""),
        (DRAFT, None, False, -HOUR, HOUR, "Sign-up opens once this is published."),
        (CANCELLED, None, False, -HOUR, HOUR, "This was cancelled."),
        (PUBLISHED, IN, False, -HOUR, HOUR, "You are signed up already."),
        (PUBLISHED, WAITING, False, -HOUR, HOUR, "You are signed up already."),
        (
            PUBLISHED,
            REMOVED,
            False,
            -HOUR,
            HOUR,
            "A host took you off the list. Ask them if that seems wrong.",
        ),
        (PUBLISHED, None, True, -HOUR, HOUR, "Sign-up has closed."),
        (PUBLISHED, None, False, -HOUR, timedelta(), "Sign-up has closed."),
        (PUBLISHED, None, False, HOUR, 2 * HOUR, "Sign-up has not opened yet."),
        (PUBLISHED, None, False, timedelta(), HOUR, ""),
    ],
)
def test_when_one_may_sign_up(state, signup, early, opens_in, closes_in, reason):
    verdict = policies.may_sign_up(
        state=state,
        signup=signup,
        closed_early=early,
        opens_at=None if opens_in is None else NOW + opens_in,
        closes_at=NOW + closes_in,
        now=NOW,
    )
    assert (verdict.allowed, verdict.reason) == (not reason, reason)


@pytest.mark.parametrize(
    ("state", "signup", "ends_in", "allowed"),
    [
        (PUBLISHED, IN, HOUR, True),
        (PUBLISHED, WAITING, HOUR, True),
        (PUBLISHED, WITHDRAWN, HOUR, False),
        (PUBLISHED, None, HOUR, False),
        (PUBLISHED, IN, timedelta(), False),
        (CANCELLED, IN, HOUR, False),
    ],
)
def test_when_one_may_withdraw(state, signup, ends_in, allowed):
    verdict = policies.may_withdraw(state=state, signup=signup, ends_at=NOW + ends_in, now=NOW)
    assert bool(verdict) is allowed


@pytest.mark.parametrize(
    ("who", "state", "signup", "allowed"),
    [
        (HOST, PUBLISHED, IN, True),
        (ADMIN, PUBLISHED, WAITING, True),
        (HOST, PUBLISHED, WITHDRAWN, False),
        (NOBODY, PUBLISHED, IN, False),
        (HOST, CANCELLED, IN, False),
    ],
)
def test_whom_a_host_may_remove(who, state, signup, allowed):
    assert bool(policies.may_remove(state=state, **who, signup=signup)) is allowed


@pytest.mark.parametrize(("hosts", "who", "allowed"), [(2, HOST, True), (1, HOST, False), (2, NOBODY, False)])
def test_a_program_keeps_one_host(hosts, who, allowed):
    assert bool(policies.may_leave_hosts(state=PUBLISHED, **who, hosts=hosts)) is allowed
