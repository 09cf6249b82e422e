"""Who may do what in threads and with questions. Facts in, verdict out."""

from datetime import datetime

from learnhub.core.policy import YES, Verdict, no
from learnhub.discussions.models import ASKED_AT_MOST, QuestionState

ONLY_LEADS = "Only its hosts and speakers can do that."
CLOSED = "Questions have closed. Those that were asked stay here, with what was answered."


def may_reply(*, may_write: Verdict, is_binned: bool) -> Verdict:
    """Who may write about the thing, while the thread's beginning is there."""
    if not may_write:
        return may_write
    return no("The beginning of this thread was removed, so it takes no replies.") if is_binned else YES


def may_edit(*, is_author: bool, is_binned: bool) -> Verdict:
    """Who wrote it, while it is there."""
    if not is_author:
        return no("Only who wrote it can change it.")
    return no("It is removed. Put it back first.") if is_binned else YES


def may_remove(*, is_author: bool, is_admin: bool) -> Verdict:
    """Who wrote it, and admins."""
    return YES if is_author or is_admin else no("Only who wrote it and admins can remove it.")


def may_put_back(*, removed_it: bool, is_admin: bool, is_emptied: bool) -> Verdict:
    """Who removed it, and admins, for 30 days: what an admin removed, its author does not put back."""
    if is_emptied:
        return no("Its 30 days are over, and its words are deleted.")
    return YES if removed_it or is_admin else no("Only who removed it and admins can put it back.")


def may_accept(*, asks: bool, is_reply: bool, is_asker: bool, is_admin: bool) -> Verdict:
    """Who asked, and admins, of a reply to a question."""
    if not asks or not is_reply:
        return no("Only a reply to a question can answer it.")
    return YES if is_asker or is_admin else no("Only who asked can say that this answers it.")


def may_ask(*, is_on: bool, closes_at: datetime, now: datetime) -> Verdict:
    """Who may see it, until it closes; votes are the same."""
    if not is_on:
        return no("It does not take place, so nothing is asked.")
    return no(CLOSED) if now >= closes_at else YES


def may_ask_more(*, asked: int) -> Verdict:
    """So many a person, with and without a name."""
    if asked >= ASKED_AT_MOST:
        return no(f"You asked {ASKED_AT_MOST} questions here. That is as many as one person can ask.")
    return YES


def may_vote(*, open_now: Verdict, state: QuestionState) -> Verdict:
    """While questions are asked, for one that waits for its answer."""
    if not open_now:
        return open_now
    return YES if state is QuestionState.OPEN else no("It is answered, so its votes stay as they are.")


def may_be_marked(*, state: QuestionState) -> Verdict:
    """Not what its author took back."""
    return no("Who asked it took it back.") if state is QuestionState.WITHDRAWN else YES


def may_withdraw(*, is_author: bool) -> Verdict:
    """Who asked with their name: of the others nobody knows whose they are."""
    return YES if is_author else no("Only who asked it with their name can take it back.")


def may_lead(*, leads: bool) -> Verdict:
    """Hosts, speakers and admins mark, hide, pin and answer."""
    return YES if leads else no(ONLY_LEADS)
