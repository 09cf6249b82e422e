"""Who may do what to a goal."""

from learnhub.core.policy import YES, Verdict, no
from learnhub.goals.models import GoalState


def may_create(*, is_guest: bool, leads_the_unit: bool, is_admin: bool, is_lead: bool) -> Verdict:
    """Org leaders for their units, program leads and admins."""
    if is_guest:
        return no("Goals are made by people of the organisation.")
    if leads_the_unit or is_admin or is_lead:
        return YES
    return no("Goals are made by org leaders, program leads and admins. Ask one of them.")


def may_edit(*, is_owner: bool, leads_the_unit: bool, is_admin: bool, state: GoalState) -> Verdict:
    """The owner, the leaders of its unit and admins, while it is open."""
    if not (is_owner or leads_the_unit or is_admin):
        return no("Only its owner, the org leaders of its unit and admins can change this goal.")
    if state is GoalState.CLOSED:
        return no("This goal is closed. Its history stays as it is.")
    return YES


def may_tie(*, may_edit_the_other: bool, may_edit_the_goal: bool = False, state: GoalState) -> Verdict:
    """Who may edit a thing may say which goal it serves, and who may edit a goal what serves it."""
    if not (may_edit_the_other or may_edit_the_goal):
        return no("Only its hosts, and those who can change the goal, can say which goal it serves.")
    if state is GoalState.CLOSED:
        return no("This goal is closed. Choose one that is open.")
    return YES


def may_untie(*, may_edit_the_other: bool, state: GoalState) -> Verdict:
    """Who may tie may untie, while the goal is open."""
    if state is GoalState.CLOSED:
        return no("This goal is closed. What served it stays on its page.")
    return may_tie(may_edit_the_other=may_edit_the_other, state=state)


def may_serve(*, serves_itself: bool, is_open: bool) -> Verdict:
    """Goals form a tree: it has no circles, and nothing is hung below what is closed."""
    if serves_itself:
        return no("That goal serves this one already. Choose another.")
    return YES if is_open else no("That goal is closed. Choose one that is open.")


def may_remove_result(*, is_measured: bool) -> Verdict:
    """What was measured stays; a key result can still be given no weight."""
    if is_measured:
        return no("It has been measured, and its history stays. With weight 0 it counts no more.")
    return YES
