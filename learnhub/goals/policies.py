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


def may_tie(*, may_edit_the_other: bool, state: GoalState) -> Verdict:
    """Who may edit a program may say which goal it serves."""
    if not may_edit_the_other:
        return no("Only its hosts can say which goal it serves.")
    if state is GoalState.CLOSED:
        return no("This goal is closed. Choose one that is open.")
    return YES
