"""Who may do what in threads and with questions: tables of facts → verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.policy import YES, no
from learnhub.discussions import policies
from learnhub.discussions.models import ASKED_AT_MOST, QuestionState
from tests.support.verdicts import told

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN, WITHDRAWN = QuestionState.OPEN, QuestionState.WITHDRAWN
ASKS = {"is_on": True, "closes_at": NOON + HOUR}
ACCEPTS = {"asks": True, "is_reply": True, "is_asker": True, "is_admin": False}
PUTS_BACK = {"removed_it": True, "is_admin": False, "is_emptied": False}
ANSWERS = "Only a reply to a question can answer it"


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_reply, {"may_write": YES, "is_binned": False}, "yes"),
        (policies.may_reply, {"may_write": no("Not you."), "is_binned": True}, "Not you"),
        (
            policies.may_reply,
            {"may_write": YES, "is_binned": True},
            "The beginning of this thread was removed, so it takes no replies",
        ),
        (policies.may_edit, {"is_author": True, "is_binned": False}, "yes"),
        (policies.may_edit, {"is_author": False, "is_binned": False}, "Only who wrote it can change it"),
        (policies.may_edit, {"is_author": True, "is_binned": True}, "It is removed"),
        (policies.may_remove, {"is_author": True, "is_admin": False}, "yes"),
        (policies.may_remove, {"is_author": False, "is_admin": True}, "yes"),
        (
            policies.may_remove,
            {"is_author": False, "is_admin": False},
            "Only who wrote it and admins can remove it",
        ),
        (policies.may_put_back, PUTS_BACK, "yes"),
        (policies.may_put_back, {**PUTS_BACK, "removed_it": False, "is_admin": True}, "yes"),
        (
            policies.may_put_back,
            {**PUTS_BACK, "removed_it": False},
            "Only who removed it and admins can put it back",
        ),
        (
            policies.may_put_back,
            {**PUTS_BACK, "is_emptied": True},
            "Its 30 days are over, and its words are deleted",
        ),
        (policies.may_accept, ACCEPTS, "yes"),
        (policies.may_accept, {**ACCEPTS, "asks": False}, ANSWERS),
        (policies.may_accept, {**ACCEPTS, "is_reply": False}, ANSWERS),
        (policies.may_accept, {**ACCEPTS, "is_asker": False, "is_admin": True}, "yes"),
        (
            policies.may_accept,
            {**ACCEPTS, "is_asker": False},
            "Only who asked can say that this answers it",
        ),
        (policies.may_ask, {**ASKS, "now": NOON}, "yes"),
        (policies.may_ask, {**ASKS, "now": NOON - 999 * HOUR}, "yes"),
        (policies.may_ask, {**ASKS, "now": NOON + HOUR}, "Questions have closed"),
        (
            policies.may_ask,
            {**ASKS, "now": NOON, "is_on": False},
            "It does not take place, so nothing is asked",
        ),
        (policies.may_ask_more, {"asked": ASKED_AT_MOST - 1}, "yes"),
        (policies.may_ask_more, {"asked": ASKED_AT_MOST}, f"You asked {ASKED_AT_MOST} questions here"),
        (policies.may_vote, {"open_now": YES, "state": OPEN}, "yes"),
        (policies.may_vote, {"open_now": no("Closed."), "state": OPEN}, "Closed"),
        (
            policies.may_vote,
            {"open_now": YES, "state": WITHDRAWN},
            "It is answered, so its votes stay as they are",
        ),
        (policies.may_be_marked, {"state": OPEN}, "yes"),
        (policies.may_be_marked, {"state": WITHDRAWN}, "Who asked it took it back"),
        (policies.may_withdraw, {"is_author": True}, "yes"),
        (
            policies.may_withdraw,
            {"is_author": False},
            "Only who asked it with their name can take it back",
        ),
        (policies.may_lead, {"leads": True}, "yes"),
        (policies.may_lead, {"leads": False}, "Only its hosts and speakers can do that"),
    ],
)
def test_what_is_allowed_in_threads_and_with_questions(policy, facts, answer):
    assert told(policy(**facts)) == answer
