"""Who may do what about somebody who is stuck. Facts in, verdict out."""

from datetime import datetime, timedelta

from learnhub.core.policy import YES, Verdict, no
from learnhub.help.models import ENDED, AskState, RequestState

SOON = timedelta(hours=2)  # so long one looks oneself, if one likes
OVER = "It is over."
NOT_YOURS = "Only who is stuck decides that."


def may_ask(*, is_guest: bool) -> Verdict:
    """Everyone of the organisation; guests ask the hosts who invited them."""
    return no("Guests ask the hosts of their program.") if is_guest else YES


def may_read(*, is_asker: bool, is_manager: bool, is_asked: bool, is_host: bool, is_mate: bool) -> Verdict:
    """Who asked, who was asked, the facilitators and the pod; nobody who manages them, no admin as such."""
    if is_asker:
        return YES
    if is_manager or not (is_asked or is_host or is_mate):
        return no("It is not open to you.")
    return YES


def may_put_off(*, since: datetime, now: datetime) -> Verdict:
    """Under two hours."""
    return YES if now - since < SOON else no("It is over two hours: ask now.")


def may_take(*, is_asker: bool, state: RequestState, taker: str = "") -> Verdict:
    """Anybody who reads it but who asked, once."""
    if is_asker:
        return no("You asked it yourself.")
    if state is RequestState.TAKEN:
        return no(f"{taker or 'Somebody'} looks at it already.")
    return YES if state is RequestState.OPEN else no("It does not wait any more.")


def may_write(*, state: RequestState) -> Verdict:
    """Everyone who reads it, until it is over."""
    if state in ENDED:
        return no(OVER)
    return no("Nobody was asked yet.") if state is RequestState.LATER else YES


def may_pass_on(*, ask: AskState | None, is_taker: bool, state: RequestState) -> Verdict:
    """Who was asked and has not answered."""
    if state not in {RequestState.OPEN, RequestState.TAKEN}:
        return no("It does not wait any more.")
    if state is RequestState.TAKEN and not is_taker:
        return no("Somebody else looks at it.")
    return YES if ask is AskState.ASKED or is_taker else no("You were not asked.")


def may_end(*, is_asker: bool, state: RequestState) -> Verdict:
    """Who asked: it helped, or it is settled."""
    if not is_asker:
        return no(NOT_YOURS)
    return no(OVER) if state in ENDED else YES


def may_ask_again(*, is_asker: bool, state: RequestState) -> Verdict:
    """Who asked: the answers did not help, or it came back, or they looked themselves first."""
    if not is_asker:
        return no(NOT_YOURS)
    waits = state in {RequestState.OPEN, RequestState.TAKEN}
    return no("People are asked already.") if waits else YES


def may_note(*, is_asker: bool, has_answered: bool, agreed: bool, answers: int, has_note: bool) -> Verdict:
    """Who asked; who answered, where who asked agreed to it at asking."""
    if has_note:
        return no("There is a note of it.")
    if not answers:
        return no("Nobody has answered yet.")
    if is_asker:
        return YES
    return YES if agreed and has_answered else no("Who asked keeps it between you.")


def may_see_waiting(*, is_host: bool) -> Verdict:
    """The facilitators: no admin as such."""
    return YES if is_host else no("Only its hosts see who is stuck.")
