"""The rules of series, parts, answers, arrival and speakers, each as a table of facts and reasons."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core.policy import YES, no
from learnhub.programs import policies
from learnhub.programs.models import ProgramState, SignUpState
from learnhub.talks.models import Talk

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT, PUBLISHED, CANCELLED = ProgramState
SOON, OVER = {"ends_at": NOW + HOUR, "now": NOW}, {"ends_at": NOW, "now": NOW}
DOORS = {"opens_at": NOW - HOUR, "closes_at": NOW + HOUR, "now": NOW}
EARLY = DOORS | {"opens_at": NOW + HOUR}
LATE = DOORS | {"closes_at": NOW}
OPEN = {"state": PUBLISHED, "signup": None, "approves": False} | DOORS
OPEN_LIST = {"state": PUBLISHED, "signup": None, "closed_early": False} | DOORS
NOBODY = {"is_host": False, "is_admin": False}
HOST = {"is_host": True, "is_admin": False}


@pytest.mark.parametrize(
    ("rule", "facts", "reason"),
    [
        (policies.may_publish_series, {"runs_it": False, "is_published": False}, "Only its hosts"),
        (policies.may_publish_series, {"runs_it": True, "is_published": True}, "published already"),
        (policies.may_publish_series, {"runs_it": True, "is_published": False}, ""),
        (policies.may_edit_series, {"runs_it": False}, "Only hosts of the series"),
        (policies.may_edit_series, {"runs_it": True}, ""),
        (policies.may_follow, {"is_guest": True, "is_published": True}, "Guests see"),
        (policies.may_follow, {"is_guest": False, "is_published": False}, "once this is published"),
        (policies.may_follow, {"is_guest": False, "is_published": True}, ""),
        (policies.may_leave_series, {"runs_it": True, "hosts": 1}, "at least one host"),
        (policies.may_leave_series, {"runs_it": False, "hosts": 2}, "Only hosts of the series"),
        (policies.may_leave_series, {"runs_it": True, "hosts": 2}, ""),
        (policies.may_leave_hosts, HOST | {"state": DRAFT, "hosts": 2, "of_series": True}, "Take them off"),
        (policies.may_answer, {"state": CANCELLED, **SOON}, "cancelled"),
        (policies.may_answer, {"state": PUBLISHED, **OVER}, "It is over"),
        (policies.may_answer, {"state": PUBLISHED, **SOON}, ""),
        (policies.may_take_part, {"state": DRAFT, "mine": False, "free": 1, **SOON}, "It is a draft"),
        (policies.may_take_part, {"state": CANCELLED, "mine": False, "free": 1, **SOON}, "any more"),
        (policies.may_take_part, {"state": PUBLISHED, "mine": False, "free": 1, **OVER}, "any more"),
        (policies.may_take_part, {"state": PUBLISHED, "mine": True, "free": 1, **SOON}, "You have taken it"),
        (policies.may_take_part, {"state": PUBLISHED, "mine": False, "free": 0, **SOON}, "Others have"),
        (policies.may_take_part, {"state": PUBLISHED, "mine": False, "free": 1, **SOON}, ""),
        (policies.may_give_part_back, {"state": PUBLISHED, "mine": False, **SOON}, "not taken it"),
        (policies.may_give_part_back, {"state": PUBLISHED, "mine": True, **OVER}, "It is over"),
        (policies.may_give_part_back, {"state": CANCELLED, "mine": True, **SOON}, "It is over"),
        (policies.may_give_part_back, {"state": PUBLISHED, "mine": True, **SOON}, ""),
        (policies.may_remove_part, {"taken": 1}, "Somebody has taken it"),
        (policies.may_remove_part, {"taken": 0}, ""),
        (policies.may_arrive, OPEN | {"state": CANCELLED}, "does not take place"),
        (policies.may_arrive, OPEN | {"signup": SignUpState.REMOVED}, "took you off"),
        (policies.may_arrive, OPEN | {"approves": True}, "The hosts decide"),
        (policies.may_arrive, OPEN | {"approves": True, "signup": SignUpState.IN}, ""),
        (policies.may_arrive, OPEN | EARLY, "too early"),
        (policies.may_arrive, OPEN | LATE, "The day is over"),
        (policies.may_arrive, OPEN, ""),
        (policies.may_sign_up, OPEN_LIST | {"signup": SignUpState.AWAITING}, "hosts decide about it"),
        (policies.may_sign_up, OPEN_LIST | {"signup": SignUpState.DECLINED}, "declined your sign-up"),
        (policies.may_sign_up, OPEN_LIST, ""),
        (policies.may_look, {"is_host": True, "is_admin": True}, "You host it"),
        (policies.may_look, NOBODY, "Only its hosts"),
        (policies.may_look, {"is_host": False, "is_admin": True}, ""),
        (policies.may_note_arrival, {"state": PUBLISHED, "runs_it": False, **DOORS}, "Only its hosts"),
        (policies.may_note_arrival, {"state": DRAFT, "runs_it": True, **DOORS}, "nobody comes"),
        (policies.may_note_arrival, {"state": PUBLISHED, "runs_it": True, **EARLY}, "two hours before"),
        (policies.may_note_arrival, {"state": PUBLISHED, "runs_it": True, **LATE}, "settled"),
        (policies.may_note_arrival, {"state": PUBLISHED, "runs_it": True, **DOORS}, ""),
        (policies.may_be_noted, {"signup": SignUpState.WAITING}, ""),
        (policies.may_be_noted, {"signup": SignUpState.WITHDRAWN}, "not on the list any more"),
        (
            policies.may_announce,
            {"state": PUBLISHED, "is_host": False, "quiet": False},
            "Only its hosts write",
        ),
        (policies.may_announce, {"state": PUBLISHED, "is_host": True, "quiet": True}, "came in quietly"),
        (policies.may_announce, {"state": DRAFT, "is_host": True, "quiet": False}, "Only while"),
        (policies.may_announce, {"state": PUBLISHED, "is_host": True, "quiet": False}, ""),
        (policies.where_open, {"may": YES, "is_open": False}, "open to others"),
        (policies.where_open, {"may": YES, "is_open": True}, ""),
        (policies.where_open, {"may": no("Full."), "is_open": False}, "Full."),
        (
            policies.may_take_offer,
            {"state": CANCELLED, "expires_at": None, "now": NOW},
            "does not take place",
        ),
        (
            policies.may_take_offer,
            {"state": PUBLISHED, "expires_at": None, "now": NOW},
            "No place is offered",
        ),
        (policies.may_take_offer, {"state": PUBLISHED, "expires_at": NOW, "now": NOW}, "run out"),
        (policies.may_take_offer, {"state": PUBLISHED, "expires_at": NOW + HOUR, "now": NOW}, ""),
        (policies.may_change_seat, {"state": PUBLISHED, "signup": SignUpState.AWAITING, **SOON}, "decide"),
        (policies.may_change_seat, {"state": PUBLISHED, "signup": SignUpState.IN, **SOON}, ""),
        (policies.may_decide, NOBODY | {"state": PUBLISHED, **SOON}, "Only its hosts decide"),
        (policies.may_decide, HOST | {"state": PUBLISHED, **SOON}, ""),
        (policies.may_be_speaker, {"speakers": policies.SPEAKERS_MOST}, "speakers already"),
        (policies.may_add_speaker, HOST | {"state": DRAFT, "speakers": 1}, ""),
        (policies.may_add_speaker, NOBODY | {"state": DRAFT, "speakers": 1}, "Only its hosts"),
        (policies.may_add_speaker, HOST | {"state": DRAFT, "speakers": 99}, "speakers already"),
    ],
)
def test_what_each_rule_says_of_the_facts(rule, facts, reason):
    verdict = rule(**facts)
    assert (bool(verdict), reason in verdict.reason) == (not reason, True)


def test_sign_up_is_over_at_its_end_or_once_hosts_closed_it():
    for closed, ends, over in ((False, NOW + HOUR, False), (True, NOW + HOUR, True), (False, NOW, True)):
        talk = Talk(signups_closed=closed, ends_at=ends, state=PUBLISHED)
        assert policies.is_sign_up_over(talk, NOW) is over
        assert bool(policies.may_sign_up_for(talk, None, NOW)) is not over
