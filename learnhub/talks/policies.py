"""Who may do what with talks and with what is asked for. Facts in, verdict out."""

from datetime import datetime, timedelta

from learnhub.core.policy import YES, Verdict, no
from learnhub.programs.models import ProgramState
from learnhub.talks.models import RequestState

FEEDBACK_FOR = timedelta(days=30)  # after the end
ROUNDS = {7: (timedelta(days=7), timedelta(days=30)), 30: (timedelta(days=30), timedelta(days=60))}
NO_GUESTS = "Guests see the program that they were invited to."


def may_create(*, is_guest: bool, leads: bool, members_may_talk: bool) -> Verdict:
    """Everyone of the organisation, or program leads and admins alone where it says so."""
    if is_guest:
        return no("Guests take part, they do not host.")
    if leads or members_may_talk:
        return YES
    return no("Program leads make talks here. Offer one under the topics that people ask for.")


def may_ask(*, is_guest: bool) -> Verdict:
    """Everyone of the organisation."""
    return no(NO_GUESTS) if is_guest else YES


def may_vote(*, is_guest: bool, state: RequestState) -> Verdict:
    """Everyone of the organisation, while it is open."""
    if is_guest:
        return no(NO_GUESTS)
    if state is not RequestState.OPEN:
        return no("It is no longer open, so the votes stay as they are.")
    return YES


def may_give(*, is_guest: bool, state: RequestState, is_taken: bool) -> Verdict:
    """Everyone of the organisation, where nobody said so before."""
    if verdict := may_vote(is_guest=is_guest, state=state):
        return no("Somebody gives it already.") if is_taken else YES
    return verdict


def may_give_back(*, is_speaker: bool, is_admin: bool, state: RequestState) -> Verdict:
    """Who said that they give it, and admins, while it is open."""
    if not (is_speaker or is_admin):
        return no("Only who gives it can take that back.")
    return YES if state is RequestState.OPEN else no("It is scheduled. Its hosts can name another speaker.")


def may_close(*, is_asker: bool, is_admin: bool, state: RequestState) -> Verdict:
    """Who asked, and admins, while it is open."""
    if not (is_asker or is_admin):
        return no("Only who asked and admins can close it.")
    return YES if state is RequestState.OPEN else no("It is no longer open.")


def may_edit_request(*, is_asker: bool, is_admin: bool, state: RequestState) -> Verdict:
    """Who asked, and admins, while it is open."""
    if not (is_asker or is_admin):
        return no("Only who asked and admins can change it.")
    return YES if state is RequestState.OPEN else no("It is no longer open, so it stays as people read it.")


def may_give_feedback(
    *,
    state: ProgramState,
    took_part: bool,
    is_one_of_them: bool,
    gave: bool,
    ends_at: datetime,
    now: datetime,
) -> Verdict:
    """Who took part, once, from the end on for a month; not hosts and speakers."""
    if state is not ProgramState.PUBLISHED:
        return no("It did not take place.")
    if is_one_of_them:
        return no("It is yours: others say how it was.")
    if not took_part:
        return no("Feedback comes from those who were there.")
    if gave:
        return no("You gave your feedback. It is kept without your name, so it cannot be changed.")
    if now < ends_at:
        return no("Feedback opens when the talk is over.")
    if now >= ends_at + FEEDBACK_FOR:
        return no("Feedback was open for a month, and has closed.")
    return YES


def round_now(*, ends_at: datetime, now: datetime) -> int | None:
    """Return which of the two questions about change is open: 7, 30, or none."""
    since = now - ends_at
    return next((days for days, (opens, closes) in ROUNDS.items() if opens <= since < closes), None)


def may_say_changed(
    *, state: ProgramState, took_part: bool, is_one_of_them: bool, ends_at: datetime, now: datetime
) -> Verdict:
    """Who took part, from a week after the end on; the answer can be changed while its question is open."""
    if state is not ProgramState.PUBLISHED:
        return no("It did not take place.")
    if is_one_of_them:
        return no("It is yours: others say what it changed.")
    if not took_part:
        return no("It is asked of those who were there.")
    if round_now(ends_at=ends_at, now=now) is None:
        early = now < ends_at + ROUNDS[7][0]
        return no("It is asked a week after the talk." if early else "It was asked for two months.")
    return YES


def may_add_material(*, state: ProgramState, is_guest: bool, runs_it: bool, speaks: bool) -> Verdict:
    """Hosts, admins and speakers of the organisation, of what was not called off."""
    if is_guest or not (runs_it or speaks):
        return no("Only its hosts and speakers can do that.")
    if state is ProgramState.CANCELLED:
        return no("It was cancelled, so there is nothing to show of it.")
    return YES
