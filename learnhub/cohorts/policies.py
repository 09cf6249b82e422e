"""Who may do what in a cohort. Facts in, verdict out."""

from datetime import datetime, timedelta

from learnhub.cohorts.deadlines import DONE, DeadlineState, Mine, Rule, effective, state
from learnhub.cohorts.meeting_models import MeetingState
from learnhub.core.policy import YES, Verdict, no
from learnhub.core.words import count, sentence, spelled
from learnhub.programs.models import ProgramState

NOT_ON_IT = "Only those who are in the cohort do that."
MISTAKEN = timedelta(days=1)  # so long what was done by mistake and cost something can be undone
FACILITATORS = "Only its facilitators see and change how people get on."


def may_create(*, is_guest: bool) -> Verdict:
    """Everyone of the organisation."""
    return no("Guests take part, they do not host.") if is_guest else YES


def may_tick(
    *, is_in: bool, published: ProgramState, due: datetime, mine: Mine, rule: Rule, now: datetime
) -> Verdict:
    """Who is in it, until the deadline closes for them."""
    if not is_in:
        return no(NOT_ON_IT)
    if published is not ProgramState.PUBLISHED:
        return no("It does not run.")
    found = state(due, mine, rule, now)
    if found in DONE:
        return no("It is ticked off already.")
    if found is DeadlineState.WAIVED:
        return no("It is waived: it need not be done.")
    missed = "It was missed. A facilitator can still note it for you."
    return no(missed) if found is DeadlineState.MISSED else YES


def may_take_back(*, is_in: bool, mine: Mine) -> Verdict:
    """Who is in it and has ticked it off."""
    if not is_in:
        return no(NOT_ON_IT)
    return YES if mine.done_at else no("It is not ticked off.")


def may_link(*, is_in: bool, ticked: bool, linked: bool) -> Verdict:
    """Who is in it, to what they ticked off; what was linked once can be changed whatever became of it."""
    if not is_in:
        return no(NOT_ON_IT)
    return YES if ticked or linked else no("Tick it off first; the link goes with it.")


def may_put_back(*, is_by: bool, stands: bool, taken_at: datetime, now: datetime) -> Verdict:
    """Who took a tick back, for a day, as long as nothing else was done about it."""
    if not is_by:
        return no("Who took it back can put it back.")
    if not stands:
        return no("It has changed since, so it stays as it is.")
    if now - taken_at >= MISTAKEN:
        return no("It was taken back more than a day ago, so it stays as it is.")
    return YES


def may_extend_own(
    *,
    is_in: bool,
    own_days: int,
    used: bool,
    due: datetime,
    until: datetime,
    mine: Mine,
    rule: Rule,
    now: datetime,
) -> Verdict:
    """Once for each deadline, where the cohort allows it, before it is done or missed, for what `until` gives
    more time from now on.
    """
    if not is_in:
        return no(NOT_ON_IT)
    if not own_days:
        return no("Extensions come from a facilitator here.")
    if used:
        return no("You have moved this deadline once. Ask a facilitator for more.")
    found = state(due, mine, rule, now)
    if found in DONE or found in {DeadlineState.WAIVED, DeadlineState.MISSED}:
        return no(f"It is {found}.")
    if until <= now:
        return no(f"{count(own_days, 'day')} more would be over by now. Ask a facilitator for longer.")
    return YES


def may_shorten_own(*, mine: Mine, before: datetime | None, now: datetime) -> Verdict:
    """Who took longer, as long as nobody gave them more since, and the due `before` has not passed."""
    if before is None:
        return no("There is nothing of yours to undo.")
    if mine.done_at or mine.waived:
        return no("It need not be done any more.")
    return YES if now < before else no("The date before has passed, so the later one stays.")


def may_take_extension_back(
    *, may_grant: Verdict, mine: Mine, stands: bool, before: datetime, given_at: datetime, now: datetime
) -> Verdict:
    """Facilitators, what `stands` as they gave it, as long as nobody relied on it: until the due `before`
    passes, and where that had passed already for a day.
    """
    if not may_grant:
        return may_grant
    if mine.done_at or mine.waived:
        return no("It need not be done any more, so there is nothing to undo.")
    if not stands:
        return no("It has changed since it was given, so it stays.")
    if given_at < before <= now:
        return no("The date before has passed, so the later one stays.")
    if before <= given_at and now - given_at >= MISTAKEN:
        return no("It was given more than a day ago, and they count on it. It stays.")
    return YES


def may_see_progress(*, is_host: bool) -> Verdict:
    """Facilitators: no admin and no org leader as such."""
    return YES if is_host else no(FACILITATORS)


def may_grant(*, is_host: bool, published: ProgramState) -> Verdict:
    """Facilitators, of a cohort that was not called off."""
    if not is_host:
        return no(FACILITATORS)
    return no("It was cancelled.") if published is ProgramState.CANCELLED else YES


def may_mark(*, may_grant: Verdict, own: Verdict | None, waived: bool) -> Verdict:
    """Who may note that something is done: of themselves (`own`) as everybody may, facilitators of others
    what is not waived, also what was missed: it may have been handed in.
    """
    if own is not None:
        return own
    return no("It is waived: it need not be done.") if may_grant and waived else may_grant


def may_extend_to(*, due: datetime, mine: Mine, to: datetime) -> Verdict:
    """An extension never harms: it is later than the due in force."""
    return YES if to > effective(due, mine.extended_to) else no("Choose a moment after the due in force.")


def may_change_session(*, may_edit: Verdict, ends_at: datetime | None, now: datetime) -> Verdict:
    """Who may change the cohort, until the session is over."""
    if not may_edit or ends_at is None:
        return may_edit and no("It is not held.")
    return YES if now < ends_at else no("It is over, so it stays as it was.")


def may_undo_shift(*, may_edit: Verdict, passed: int) -> Verdict:
    """Who may change the cohort, while nothing that was put off would lie in the past: `passed` dates."""
    if not may_edit or not passed:
        return may_edit
    those = sentence(spelled(passed))
    return no(f"{those} of these dates would lie in the past by now. Move what is to come instead.")


def may_see_flags(*, is_host: bool, is_manager: bool) -> Verdict:
    """Facilitators, never those who are the person's managers."""
    if not is_host:
        return no(FACILITATORS)
    return no("You are one of their managers, so flags stay hidden from you.") if is_manager else YES


def may_check_in(*, is_in: bool, cohort: ProgramState, runs: bool) -> Verdict:
    """Who is in it, while it goes on."""
    if not is_in:
        return no(NOT_ON_IT)
    return YES if cohort is ProgramState.PUBLISHED and runs else no("It does not run.")


def may_read_check_in(*, is_mine: bool, is_host: bool, is_mate: bool, shares: bool, manages: bool) -> Verdict:
    """Oneself, the facilitators, and the pod if one agrees; never who manages one."""
    if is_mine:
        return YES
    if manages:
        return no("You are one of their managers, so it stays hidden from you.")
    return YES if is_host or (is_mate and shares) else no("They keep it to themselves.")


def may_see_weeks(*, is_in: bool, is_host: bool) -> Verdict:
    """Who is in it, and its facilitators."""
    return YES if is_in or is_host else no("Those who are in the cohort see its weeks.")


def may_pause(*, is_in: bool, state: ProgramState, is_over: bool, rests: bool) -> Verdict:
    """Who is in it, until it is over, and neither rests nor is about to."""
    if not is_in:
        return no(NOT_ON_IT)
    if state is not ProgramState.PUBLISHED or is_over:
        return no("It is over.")
    return no("You paused it already. End that pause first.") if rests else YES


def may_write_note(*, state: ProgramState, is_over: bool) -> Verdict:
    """To one's pod, while the cohort is to come or goes on."""
    if state is not ProgramState.PUBLISHED:
        return no("It does not run.")
    return no("It is over, so notes to one’s pod have ended.") if is_over else YES


def may_suggest(*, has_pod: bool, state: ProgramState, is_over: bool, stands: bool) -> Verdict:
    """Who has a pod, while the cohort is to come or goes on: one meeting after the other."""
    if not has_pod:
        return no("You are in no pod yet.")
    if state is not ProgramState.PUBLISHED or is_over:
        return no("It is over, or does not run.")
    return no("Your pod has this already. Any of you can move or cancel it.") if stands else YES


def may_say_what_fits(*, is_by: bool, state: MeetingState) -> Verdict:
    """Who was asked, until one is fixed."""
    if is_by:
        return no("You suggested these times.")
    return YES if state is MeetingState.ASKED else no("It is settled already.")


def may_fix(*, is_by: bool, state: MeetingState) -> Verdict:
    """Who suggested it, once; who is of the pod, where they left it."""
    if not is_by:
        return no("Who suggested it fixes the time.")
    return YES if state is MeetingState.ASKED else no("It is settled already.")


def may_cancel_meeting(*, state: MeetingState) -> Verdict:
    """Anybody of the pod."""
    return no("It is cancelled already.") if state is MeetingState.CANCELLED else YES


def may_move_meeting(*, state: MeetingState, is_over: bool) -> Verdict:
    """Anybody of the pod, until it is over."""
    if state is MeetingState.CANCELLED:
        return no("It is cancelled. Suggest another time to meet.")
    return no("It is over. Suggest another time to meet.") if is_over else YES


def may_choose(*, is_in: bool) -> Verdict:
    """Who is in it says what they agree to."""
    return YES if is_in else no(NOT_ON_IT)
