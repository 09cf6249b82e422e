"""Who may do what with a team, and until when."""

from datetime import datetime

from learnhub.core.policy import YES, Verdict, no
from learnhub.programs.models import SignUpState
from learnhub.teams.models import Span, TeamStanding

CLOSED = "Submitting has closed, so the teams stay as they are."
EARLY = "Teams cannot be made yet: team forming has not opened."
CANCELLED = "This hackathon was cancelled."
APPROVAL = "The hosts decide about each sign-up."


def may_make(standing: TeamStanding, span: Span, now: datetime) -> Verdict:
    """Whether they may make a team of their own."""
    if not (open_now := _open(span, now)):
        return open_now
    if standing.team_id is not None:
        return no("You are in a team. Leave it first to make another.")
    return _has_place(standing)


def may_join(
    standing: TeamStanding, span: Span, now: datetime, *, team_id: int, size: int, most: int
) -> Verdict:
    """Whether they may join this team, of `size` members now and `most` at most."""
    if not (open_now := _open(span, now)):
        return open_now
    if standing.team_id == team_id:
        return no("You are in this team.")
    if standing.team_id is not None:
        return no("You are in another team of this hackathon. Leave it first to join this one.")
    if size >= most:
        return no(full(most))
    return _has_place(standing)


def full(most: int) -> str:
    """Say that a team has as many members as it may."""
    return f"This team is full: it has its {most} members." if most > 1 else "This team is full."


def may_leave(*, is_member: bool, span: Span, now: datetime) -> Verdict:
    """Whether they may leave; after the deadline the team is part of what was handed in."""
    if not is_member:
        return no("You are not in this team.")
    return no(CLOSED) if now >= span.due_at else YES


def may_steer(*, is_captain: bool, is_host: bool, span: Span, now: datetime) -> Verdict:
    """Whether they may rename it, renew its link, remove someone or hand over."""
    if not (is_captain or is_host):
        return no("Only the captain or a host of the hackathon can do that.")
    return no(CLOSED) if now >= span.due_at and not is_host else YES


def may_see_link(*, is_member: bool, is_host: bool, span: Span, now: datetime) -> bool:
    """Members pass the link on; hosts help where one got lost."""
    return (is_member or is_host) and bool(_open(span, now))


def _open(span: Span, now: datetime) -> Verdict:
    if span.cancelled:
        return no(CANCELLED)
    if now >= span.due_at:
        return no(CLOSED)
    return no(EARLY) if span.opens_at is not None and now < span.opens_at else YES


def may_sign_up_at_once(*, approves: bool) -> Verdict:
    """By a team's link, unless the hosts decide about sign-ups first."""
    return no(f"{APPROVAL} Sign up for it, and join once they have approved it.") if approves else YES


def _has_place(standing: TeamStanding) -> Verdict:
    if standing.signup is SignUpState.WAITING:
        return no("You are on the waitlist. You can be in a team once you have a place.")
    if standing.signup is SignUpState.AWAITING:
        return no(f"{APPROVAL} You can be in a team once you have a place.")
    return YES if standing.has_place else no("Sign up for the hackathon first.")
