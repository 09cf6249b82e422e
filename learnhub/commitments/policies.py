"""Who may do what about a commitment, and when whom is reminded. Pure."""

from datetime import date, timedelta

from learnhub.core.policy import YES, Verdict, no

PARTNERS = 2  # with the learner a pod of three
SOON, TODAY, LATE, VERY_LATE = 1, 2, 3, 4  # stages of reminding
STAGES = ((timedelta(days=3), VERY_LATE), (timedelta(days=1), LATE), (timedelta(0), TODAY))
AHEAD = timedelta(days=2)
FRIDAY = 4
NOT_YOURS = "Only who made the commitment does that."
CLOSED = "It is over."


def may_make(*, is_guest: bool) -> Verdict:
    """Everyone of the organisation."""
    return no("Guests take part, they commit elsewhere.") if is_guest else YES


def may_change(*, is_mine: bool, is_open: bool) -> Verdict:
    """Whose it is, as long as it runs."""
    if not is_mine:
        return no(NOT_YOURS)
    return YES if is_open else no(CLOSED)


def may_ask(*, is_self: bool, is_guest: bool, has_left: bool, is_manager: bool, others: int) -> Verdict:
    """Anybody of the organisation but one's managers; two at most."""
    if is_self:
        return no("Name somebody else: nobody holds themselves to it.")
    if is_guest or has_left:
        return no("Name somebody of the organisation.")
    if is_manager:
        return no("They are one of your managers. A partner never is.")
    return YES if others < PARTNERS else no("Two partners are enough.")


def may_read_notes(*, is_mine: bool, is_partner: bool, is_manager: bool) -> Verdict:
    """The row *check-in text* of the matrix: me, and partners who are none of my managers."""
    if is_mine:
        return YES
    if is_manager:
        return no("You are one of their managers, so what they write each week stays hidden from you.")
    return YES if is_partner else no("Only their partners read it.")


def may_confirm(*, is_partner: bool, is_done: bool, confirmed: bool) -> Verdict:
    """A partner who agreed, once it is finished."""
    if not is_partner:
        return no("A partner confirms it.")
    if not is_done:
        return no("It is not finished yet.")
    return no("It is confirmed.") if confirmed else YES


def stage(due: date, today: date) -> int:
    """Return how pressing it is by now: nothing, soon, today, late, or late enough for the partners."""
    for after, number in STAGES:
        if today >= due + after:
            return number
    return SOON if today >= due - AHEAD else 0


def slid(due: date, days: int) -> date:
    """Return the day after a pause of so many days; a pause that ends early brings it back."""
    return due + timedelta(days=days)
