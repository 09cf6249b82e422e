"""Who may do what with talks and topics: tables of facts → verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.programs.models import ProgramState
from learnhub.talks import policies
from learnhub.talks.models import RequestState
from tests.support.verdicts import told

END = datetime(2026, 12, 3, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OPEN, SCHEDULED = RequestState.OPEN, RequestState.SCHEDULED
DRAFT, PUBLISHED, CANCELLED = ProgramState.DRAFT, ProgramState.PUBLISHED, ProgramState.CANCELLED
MAKES = {"is_guest": False, "leads": False, "members_may_talk": True}
THERE = {"state": PUBLISHED, "took_part": True, "is_one_of_them": False, "ends_at": END}
GAVE = {**THERE, "gave": False, "now": END}
CHANGED = {**THERE, "now": END + 7 * DAY}
SHOWS = {"state": PUBLISHED, "is_guest": False, "runs_it": False, "speaks": True}
GUESTS, ITS_OWN = (
    "Guests see the program that they were invited to",
    "Only its hosts and speakers can do that",
)


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_create, MAKES, "yes"),
        (policies.may_create, {**MAKES, "members_may_talk": False}, "Program leads make talks here"),
        (policies.may_create, {**MAKES, "members_may_talk": False, "leads": True}, "yes"),
        (policies.may_create, {**MAKES, "is_guest": True}, "Guests take part, they do not host"),
        (policies.may_ask, {"is_guest": False}, "yes"),
        (policies.may_ask, {"is_guest": True}, GUESTS),
        (policies.may_vote, {"is_guest": False, "state": OPEN}, "yes"),
        (policies.may_vote, {"is_guest": True, "state": OPEN}, GUESTS),
        (
            policies.may_vote,
            {"is_guest": False, "state": SCHEDULED},
            "It is no longer open, so the votes stay as they are",
        ),
        (policies.may_give, {"is_guest": False, "state": OPEN, "is_taken": False}, "yes"),
        (
            policies.may_give,
            {"is_guest": False, "state": OPEN, "is_taken": True},
            "Somebody gives it already",
        ),
        (policies.may_give, {"is_guest": True, "state": OPEN, "is_taken": False}, GUESTS),
        (policies.may_give_back, {"is_speaker": True, "is_admin": False, "state": OPEN}, "yes"),
        (policies.may_give_back, {"is_speaker": False, "is_admin": True, "state": OPEN}, "yes"),
        (
            policies.may_give_back,
            {"is_speaker": False, "is_admin": False, "state": OPEN},
            "Only who gives it can take that back",
        ),
        (
            policies.may_give_back,
            {"is_speaker": True, "is_admin": False, "state": SCHEDULED},
            "It is scheduled",
        ),
        (policies.may_close, {"is_asker": True, "is_admin": False, "state": OPEN}, "yes"),
        (
            policies.may_close,
            {"is_asker": False, "is_admin": False, "state": OPEN},
            "Only who asked and admins can close it",
        ),
        (
            policies.may_close,
            {"is_asker": False, "is_admin": True, "state": SCHEDULED},
            "It is no longer open",
        ),
        (policies.may_give_feedback, GAVE, "yes"),
        (policies.may_give_feedback, {**GAVE, "now": END + 30 * DAY - SECOND}, "yes"),
        (
            policies.may_give_feedback,
            {**GAVE, "now": END - SECOND},
            "Feedback opens when the talk is over",
        ),
        (
            policies.may_give_feedback,
            {**GAVE, "now": END + 30 * DAY},
            "Feedback was open for a month, and has closed",
        ),
        (policies.may_give_feedback, {**GAVE, "gave": True}, "You gave your feedback"),
        (
            policies.may_give_feedback,
            {**GAVE, "took_part": False},
            "Feedback comes from those who were there",
        ),
        (
            policies.may_give_feedback,
            {**GAVE, "is_one_of_them": True},
            "It is yours: others say how it was",
        ),
        (policies.may_give_feedback, {**GAVE, "state": CANCELLED}, "It did not take place"),
        (policies.may_say_changed, CHANGED, "yes"),
        (policies.may_say_changed, {**CHANGED, "now": END}, "It is asked a week after the talk"),
        (policies.may_say_changed, {**CHANGED, "now": END + 60 * DAY}, "It was asked for two months"),
        (
            policies.may_say_changed,
            {**CHANGED, "took_part": False},
            "It is asked of those who were there",
        ),
        (
            policies.may_say_changed,
            {**CHANGED, "is_one_of_them": True},
            "It is yours: others say what it changed",
        ),
        (policies.may_say_changed, {**CHANGED, "state": DRAFT}, "It did not take place"),
        (policies.may_add_material, SHOWS, "yes"),
        (policies.may_add_material, {**SHOWS, "speaks": False, "runs_it": True}, "yes"),
        (policies.may_add_material, {**SHOWS, "speaks": False}, ITS_OWN),
        (policies.may_add_material, {**SHOWS, "is_guest": True}, ITS_OWN),
        (
            policies.may_add_material,
            {**SHOWS, "state": CANCELLED},
            "It was cancelled, so there is nothing to show of it",
        ),
    ],
)
def test_what_is_allowed_with_talks_and_topics(policy, facts, answer):
    assert told(policy(**facts)) == answer


@pytest.mark.parametrize(
    ("since", "asked"),
    [(7 * DAY - SECOND, None), (7 * DAY, 7), (30 * DAY - SECOND, 7), (30 * DAY, 30), (60 * DAY, None)],
)
def test_what_a_talk_changed_is_asked_after_a_week_and_after_a_month(since, asked):
    assert policies.round_now(ends_at=END, now=END + since) == asked
