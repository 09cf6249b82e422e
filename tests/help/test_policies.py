"""Who may do what about somebody who is stuck: tables of facts → verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.help import policies
from learnhub.help.models import AskState, RequestState
from tests.support.verdicts import told

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
LATER, OPEN, TAKEN, ANSWERED, SOLVED, WITHDRAWN = RequestState
READS = {"is_asker": False, "is_manager": False, "is_asked": False, "is_host": False, "is_mate": False}
NOTES = {"is_asker": True, "has_answered": False, "agreed": False, "answers": 1, "has_note": False}
HIDDEN, NO_MORE = "It is not open to you", "It does not wait any more"


@pytest.mark.parametrize(
    ("over", "answer"),
    [
        ({}, HIDDEN),
        ({"is_asked": True}, "yes"),
        ({"is_host": True}, "yes"),
        ({"is_mate": True}, "yes"),
        ({"is_host": True, "is_manager": True}, HIDDEN),
        ({"is_mate": True, "is_asked": True, "is_manager": True}, HIDDEN),
        ({"is_asker": True, "is_manager": True}, "yes"),
    ],
)
def test_nobody_who_manages_them_reads_that_someone_is_stuck(over, answer):
    assert told(policies.may_read(**READS | over)) == answer


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_ask, {"is_guest": False}, "yes"),
        (policies.may_ask, {"is_guest": True}, "Guests ask the hosts of their program"),
        (policies.may_put_off, {"since": NOON, "now": NOON + timedelta(minutes=119)}, "yes"),
        (policies.may_put_off, {"since": NOON, "now": NOON + policies.SOON}, "It is over two hours: ask now"),
        (policies.may_see_waiting, {"is_host": True}, "yes"),
        (policies.may_see_waiting, {"is_host": False}, "Only its hosts see who is stuck"),
        (policies.may_take, {"is_asker": True, "state": OPEN}, "You asked it yourself"),
        (policies.may_take, {"is_asker": False, "state": OPEN}, "yes"),
        (policies.may_take, {"is_asker": False, "state": TAKEN}, "Somebody looks at it already"),
        (
            policies.may_take,
            {"is_asker": False, "state": TAKEN, "taker": "Bob"},
            "Bob looks at it already",
        ),
        (policies.may_take, {"is_asker": False, "state": SOLVED}, NO_MORE),
        (policies.may_write, {"state": TAKEN}, "yes"),
        (policies.may_write, {"state": LATER}, "Nobody was asked yet"),
        (policies.may_write, {"state": WITHDRAWN}, "It is over"),
        (policies.may_pass_on, {"ask": AskState.ASKED, "is_taker": False, "state": OPEN}, "yes"),
        (policies.may_pass_on, {"ask": None, "is_taker": False, "state": OPEN}, "You were not asked"),
        (
            policies.may_pass_on,
            {"ask": AskState.PASSED, "is_taker": False, "state": OPEN},
            "You were not asked",
        ),
        (
            policies.may_pass_on,
            {"ask": AskState.ASKED, "is_taker": False, "state": TAKEN},
            "Somebody else looks at it",
        ),
        (policies.may_pass_on, {"ask": None, "is_taker": True, "state": TAKEN}, "yes"),
        (policies.may_pass_on, {"ask": AskState.ASKED, "is_taker": False, "state": ANSWERED}, NO_MORE),
        (policies.may_end, {"is_asker": True, "state": ANSWERED}, "yes"),
        (policies.may_end, {"is_asker": True, "state": SOLVED}, "It is over"),
        (policies.may_end, {"is_asker": False, "state": OPEN}, "Only who is stuck decides that"),
        (policies.may_ask_again, {"is_asker": True, "state": ANSWERED}, "yes"),
        (policies.may_ask_again, {"is_asker": True, "state": LATER}, "yes"),
        (policies.may_ask_again, {"is_asker": True, "state": TAKEN}, "People are asked already"),
        (policies.may_ask_again, {"is_asker": False, "state": LATER}, "Only who is stuck decides that"),
        (policies.may_note, NOTES, "yes"),
        (policies.may_note, {**NOTES, "has_note": True}, "There is a note of it"),
        (policies.may_note, {**NOTES, "answers": 0}, "Nobody has answered yet"),
        (
            policies.may_note,
            {**NOTES, "is_asker": False, "has_answered": True},
            "Who asked keeps it between you",
        ),
        (policies.may_note, {**NOTES, "is_asker": False, "agreed": True}, "Who asked keeps it between you"),
        (policies.may_note, {**NOTES, "is_asker": False, "agreed": True, "has_answered": True}, "yes"),
    ],
)
def test_what_is_allowed_about_somebody_who_is_stuck(policy, facts, answer):
    assert told(policy(**facts)) == answer
