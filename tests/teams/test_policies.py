"""Who may do what with a team: tables of (facts, moment) → verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.programs.models import SignUpState
from learnhub.teams.models import Span, TeamStanding
from learnhub.teams.policies import may_join, may_leave, may_make, may_see_link, may_steer

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = Span(NOON - HOUR, NOON + HOUR)
EARLY = Span(NOON + HOUR, NOON + 2 * HOUR)
CLOSED = Span(NOON - HOUR, NOON)
CANCELLED = Span(None, NOON + HOUR, cancelled=True)
IN = TeamStanding(SignUpState.IN)


def told(verdict):
    return verdict.reason.split(".")[0] if not verdict else "yes"


@pytest.mark.parametrize(
    ("standing", "span", "answer"),
    [
        (IN, OPEN, "yes"),
        (IN, Span(None, NOON + HOUR), "yes"),
        (IN, EARLY, "Teams cannot be made yet: team forming has not opened"),
        (IN, CLOSED, "Submitting has closed, so the teams stay as they are"),
        (IN, CANCELLED, "This hackathon was cancelled"),
        (TeamStanding(), OPEN, "Sign up for the hackathon first"),
        (TeamStanding(SignUpState.WITHDRAWN), OPEN, "Sign up for the hackathon first"),
        (TeamStanding(SignUpState.REMOVED), OPEN, "Sign up for the hackathon first"),
        (TeamStanding(SignUpState.WAITING), OPEN, "You are on the waitlist"),
        (TeamStanding(SignUpState.IN, 7), OPEN, "You are in a team"),
    ],
)
def test_who_may_make_a_team(standing, span, answer):
    assert told(may_make(standing, span, NOON)) == answer


@pytest.mark.parametrize(
    ("standing", "span", "size", "most", "answer"),
    [
        (IN, OPEN, 2, 3, "yes"),
        (IN, OPEN, 3, 3, "This team is full: it has its 3 members"),
        (IN, OPEN, 1, 1, "This team is full"),
        (IN, CLOSED, 2, 3, "Submitting has closed, so the teams stay as they are"),
        (IN, EARLY, 2, 3, "Teams cannot be made yet: team forming has not opened"),
        (TeamStanding(SignUpState.IN, 1), OPEN, 2, 3, "You are in this team"),
        (TeamStanding(SignUpState.IN, 2), OPEN, 2, 3, "You are in another team of this hackathon"),
        (TeamStanding(SignUpState.WAITING), OPEN, 2, 3, "You are on the waitlist"),
        (TeamStanding(), OPEN, 2, 3, "Sign up for the hackathon first"),
    ],
)
def test_who_may_join_a_team(standing, span, size, most, answer):
    assert told(may_join(standing, span, NOON, team_id=1, size=size, most=most)) == answer


@pytest.mark.parametrize(
    ("is_member", "span", "answer"),
    [
        (True, OPEN, "yes"),
        (True, EARLY, "yes"),
        (True, CANCELLED, "yes"),
        (True, CLOSED, "Submitting has closed, so the teams stay as they are"),
        (False, OPEN, "You are not in this team"),
    ],
)
def test_who_may_leave_a_team(is_member, span, answer):
    assert told(may_leave(is_member=is_member, span=span, now=NOON)) == answer


@pytest.mark.parametrize(
    ("is_captain", "is_host", "span", "answer"),
    [
        (True, False, OPEN, "yes"),
        (False, True, OPEN, "yes"),
        (False, False, OPEN, "Only the captain or a host of the hackathon can do that"),
        (True, False, CLOSED, "Submitting has closed, so the teams stay as they are"),
        (False, True, CLOSED, "yes"),
        (True, True, CLOSED, "yes"),
    ],
)
def test_who_may_steer_a_team(is_captain, is_host, span, answer):
    assert told(may_steer(is_captain=is_captain, is_host=is_host, span=span, now=NOON)) == answer


@pytest.mark.parametrize(
    ("is_member", "is_host", "span", "seen"),
    [
        (True, False, OPEN, True),
        (False, True, OPEN, True),
        (False, False, OPEN, False),
        (True, True, CLOSED, False),
        (True, True, EARLY, False),
    ],
)
def test_the_link_is_for_members_and_hosts_while_it_works(is_member, is_host, span, seen):
    assert may_see_link(is_member=is_member, is_host=is_host, span=span, now=NOON) is seen
