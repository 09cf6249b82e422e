"""Who may do what in the library: tables of facts → verdict."""

import pytest

from learnhub.library import policies
from tests.support.verdicts import told

INSIDE, BIN = "The library is for people of the organisation", "It is in the bin"
NOBODY = {"is_keeper": False, "is_lead": False, "is_admin": False}
KEEPERS = "Only who keeps it, program leads and admins can"


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_read, {"is_guest": False}, "yes"),
        (policies.may_read, {"is_guest": True}, INSIDE),
        (policies.may_edit, {"is_guest": False, "is_binned": False}, "yes"),
        (policies.may_edit, {"is_guest": True, "is_binned": True}, INSIDE),
        (policies.may_edit, {"is_guest": False, "is_binned": True}, BIN),
        (policies.may_take_back, {"is_author": True, "is_admin": False}, "yes"),
        (policies.may_take_back, {"is_author": False, "is_admin": True}, "yes"),
        (
            policies.may_take_back,
            {"is_author": False, "is_admin": False},
            "Only who wrote it can take it back",
        ),
        (policies.may_change_take_away, {"is_author": True, "is_taken_back": False}, "yes"),
        (
            policies.may_change_take_away,
            {"is_author": False, "is_taken_back": False},
            "Only who wrote it can change it",
        ),
        (policies.may_change_take_away, {"is_author": True, "is_taken_back": True}, "It was taken back"),
        (policies.may_follow, {"is_lead": True, "is_admin": False}, "yes"),
        (policies.may_follow, {"is_lead": False, "is_admin": True}, "yes"),
        (
            policies.may_follow,
            {"is_lead": False, "is_admin": False},
            "Program leads and admins choose what comes in from feeds",
        ),
        (policies.may_hand_over, NOBODY, f"{KEEPERS} say who keeps it right"),
        (policies.may_arrange, {**NOBODY, "is_guest": False}, f"{KEEPERS} change this collection"),
        (policies.may_arrange, {**NOBODY, "is_guest": True, "is_keeper": True}, INSIDE),
        (
            policies.may_bin,
            {**NOBODY, "is_adder": False},
            "Only who keeps or added it, program leads and admins can put it into the bin",
        ),
        (policies.may_bin, {**NOBODY, "is_adder": True}, "yes"),
    ],
)
def test_what_is_allowed_in_the_library(policy, facts, answer):
    assert told(policy(**facts)) == answer


@pytest.mark.parametrize("fact", NOBODY)
def test_keepers_program_leads_and_admins_each_may(fact):
    facts = {**NOBODY, fact: True}
    assert policies.may_hand_over(**facts)
    assert policies.may_arrange(**facts, is_guest=False)
    assert policies.may_bin(**facts, is_adder=False)
