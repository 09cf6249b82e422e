"""Who says what becomes of a demo, who confirms its worth, and what it took: facts in, words out."""

import pytest

from learnhub.demos import follow_up_policies as policies

SAYS = {"stands": True, "is_owner": False, "is_member": False, "runs_it": False}
WORTH = {"realised": 100, "confirmed": False, "owns_goal": True, "is_member": False}


@pytest.mark.parametrize(
    ("rule", "facts", "reason"),
    [
        (policies.may_say, SAYS | {"stands": False, "is_owner": True}, "once submitting has closed"),
        (policies.may_say, SAYS, "Its owner, its team and the hosts"),
        (policies.may_say, SAYS | {"is_owner": True}, ""),
        (policies.may_say, SAYS | {"is_member": True}, ""),
        (policies.may_say, SAYS | {"runs_it": True}, ""),
        (policies.may_confirm, WORTH | {"realised": None}, "Nobody has said"),
        (policies.may_confirm, WORTH | {"confirmed": True}, "It is confirmed"),
        (policies.may_confirm, WORTH | {"is_member": True}, "of their own demo"),
        (policies.may_confirm, WORTH | {"owns_goal": False}, "The owner of a goal"),
        (policies.may_confirm, WORTH, ""),
    ],
)
def test_who_says_it_and_who_confirms_it(rule, facts, reason):
    verdict = rule(**facts)
    assert (bool(verdict), reason in verdict.reason) == (not reason, True)


def test_a_demo_costs_the_hours_of_all_and_what_was_spent():
    assert policies.cost(3, 20, 500, 80) == policies.Cost(60, 4_800, 500)
    assert policies.cost(3, 20, 500, 80).total == 5_300
    assert policies.cost(None, 20, None, 80).total == 0
