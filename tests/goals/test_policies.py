"""Who may do what to a goal: tables of facts → verdict."""

import pytest

from learnhub.goals import policies
from learnhub.goals.models import GoalState
from tests.support.verdicts import told

OPEN = next(state for state in GoalState if state is not GoalState.CLOSED)
CLOSED = GoalState.CLOSED
MAKES = {"is_guest": False, "leads_the_unit": False, "is_admin": False, "is_lead": False}
EDITS = {"is_owner": False, "leads_the_unit": False, "is_admin": False, "state": OPEN}
TIES = "Only its hosts, and those who can change the goal, can say which goal it serves"


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_create, MAKES, "Goals are made by org leaders, program leads and admins"),
        (policies.may_create, {**MAKES, "leads_the_unit": True}, "yes"),
        (policies.may_create, {**MAKES, "is_admin": True}, "yes"),
        (policies.may_create, {**MAKES, "is_lead": True}, "yes"),
        (
            policies.may_create,
            {**MAKES, "is_lead": True, "is_guest": True},
            "Goals are made by people of the organisation",
        ),
        (
            policies.may_edit,
            EDITS,
            "Only its owner, the org leaders of its unit and admins can change this goal",
        ),
        (policies.may_edit, {**EDITS, "is_owner": True}, "yes"),
        (policies.may_edit, {**EDITS, "leads_the_unit": True}, "yes"),
        (policies.may_edit, {**EDITS, "is_admin": True}, "yes"),
        (policies.may_edit, {**EDITS, "is_owner": True, "state": CLOSED}, "This goal is closed"),
        (policies.may_tie, {"may_edit_the_other": False, "state": OPEN}, TIES),
        (policies.may_tie, {"may_edit_the_other": True, "state": OPEN}, "yes"),
        (
            policies.may_tie,
            {"may_edit_the_other": False, "may_edit_the_goal": True, "state": OPEN},
            "yes",
        ),
        (policies.may_tie, {"may_edit_the_other": True, "state": CLOSED}, "This goal is closed"),
        (policies.may_untie, {"may_edit_the_other": True, "state": OPEN}, "yes"),
        (policies.may_untie, {"may_edit_the_other": False, "state": OPEN}, TIES),
        (policies.may_untie, {"may_edit_the_other": True, "state": CLOSED}, "This goal is closed"),
        (policies.may_serve, {"serves_itself": False, "is_open": True}, "yes"),
        (
            policies.may_serve,
            {"serves_itself": True, "is_open": True},
            "That goal serves this one already",
        ),
        (policies.may_serve, {"serves_itself": False, "is_open": False}, "That goal is closed"),
        (policies.may_remove_result, {"is_measured": False}, "yes"),
        (
            policies.may_remove_result,
            {"is_measured": True},
            "It has been measured, and its history stays",
        ),
    ],
)
def test_what_is_allowed_with_goals(policy, facts, answer):
    assert told(policy(**facts)) == answer
