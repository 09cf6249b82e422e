"""Who may do what in a cohort: tables of facts → verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.cohorts import policies
from learnhub.cohorts.deadlines import NOTHING, Mine, Rule, Strictness
from learnhub.programs.models import ProgramState
from tests.support.verdicts import told

DUE = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HARD = Rule(Strictness.HARD)
DRAFT, PUBLISHED, CANCELLED = ProgramState.DRAFT, ProgramState.PUBLISHED, ProgramState.CANCELLED
HERS = {"is_in": True, "due": DUE, "mine": NOTHING, "rule": Rule(), "now": DUE}
TICKS = {**HERS, "published": PUBLISHED}
MOVES = {**HERS, "own_days": 3, "used": False, "until": DUE + 3 * DAY}
READS = dict.fromkeys(("is_mine", "is_host", "is_mate", "shares", "manages"), False)
RESTS = {"is_in": True, "state": PUBLISHED, "is_over": False, "rests": False}
PUTS = {"is_by": True, "stands": True, "taken_at": DUE, "now": DUE + HOUR}
DONE = Mine(done_at=DUE, on_time=True)
NOT_IN, HOSTS = "Only those who are in the cohort do that", policies.FACILITATORS.rstrip(".")


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_create, {"is_guest": False}, "yes"),
        (policies.may_create, {"is_guest": True}, "Guests take part, they do not host"),
        (policies.may_tick, TICKS, "yes"),
        (policies.may_tick, {**TICKS, "now": DUE + HOUR}, "yes"),
        (policies.may_tick, {**TICKS, "is_in": False}, NOT_IN),
        (policies.may_tick, {**TICKS, "published": DRAFT}, "It does not run"),
        (policies.may_tick, {**TICKS, "mine": DONE}, "It is ticked off already"),
        (policies.may_tick, {**TICKS, "mine": Mine(waived=True)}, "It is waived: it need not be done"),
        (policies.may_tick, {**TICKS, "rule": HARD, "now": DUE + HOUR}, "It was missed"),
        (policies.may_take_back, {"is_in": True, "mine": DONE}, "yes"),
        (policies.may_take_back, {"is_in": True, "mine": NOTHING}, "It is not ticked off"),
        (policies.may_take_back, {"is_in": False, "mine": DONE}, NOT_IN),
        (policies.may_extend_own, MOVES, "yes"),
        (policies.may_extend_own, {**MOVES, "is_in": False}, NOT_IN),
        (policies.may_extend_own, {**MOVES, "own_days": 0}, "Extensions come from a facilitator here"),
        (policies.may_extend_own, {**MOVES, "used": True}, "You have moved this deadline once"),
        (policies.may_extend_own, {**MOVES, "mine": DONE}, "It is done on time"),
        (policies.may_extend_own, {**MOVES, "mine": Mine(waived=True)}, "It is waived"),
        (policies.may_extend_own, {**MOVES, "rule": HARD, "now": DUE + HOUR}, "It is missed"),
        (
            policies.may_extend_own,
            {**MOVES, "now": DUE + 3 * DAY},
            "3 days more would be over by now",
        ),
        (policies.may_put_back, PUTS, "yes"),
        (policies.may_put_back, {**PUTS, "is_by": False}, "Who took it back can put it back"),
        (policies.may_put_back, {**PUTS, "stands": False}, "It has changed since, so it stays as it is"),
        (
            policies.may_put_back,
            {**PUTS, "now": DUE + DAY},
            "It was taken back more than a day ago, so it stays as it is",
        ),
        (policies.may_link, {"is_in": True, "ticked": True, "linked": False}, "yes"),
        (policies.may_link, {"is_in": True, "ticked": False, "linked": True}, "yes"),
        (
            policies.may_link,
            {"is_in": True, "ticked": False, "linked": False},
            "Tick it off first; the link goes with it",
        ),
        (policies.may_link, {"is_in": False, "ticked": True, "linked": True}, NOT_IN),
        (policies.may_see_progress, {"is_host": True}, "yes"),
        (policies.may_see_progress, {"is_host": False}, HOSTS),
        (policies.may_grant, {"is_host": True, "published": DRAFT}, "yes"),
        (policies.may_grant, {"is_host": True, "published": CANCELLED}, "It was cancelled"),
        (policies.may_grant, {"is_host": False, "published": PUBLISHED}, HOSTS),
        (policies.may_extend_to, {"due": DUE, "mine": NOTHING, "to": DUE + HOUR}, "yes"),
        (
            policies.may_extend_to,
            {"due": DUE, "mine": Mine(extended_to=DUE + HOUR), "to": DUE + HOUR},
            "Choose a moment after the due in force",
        ),
        (policies.may_see_flags, {"is_host": True, "is_manager": False}, "yes"),
        (policies.may_see_flags, {"is_host": False, "is_manager": False}, HOSTS),
        (
            policies.may_see_flags,
            {"is_host": True, "is_manager": True},
            "You are one of their managers, so flags stay hidden from you",
        ),
        (policies.may_check_in, {"is_in": True, "cohort": PUBLISHED, "runs": True}, "yes"),
        (policies.may_check_in, {"is_in": True, "cohort": PUBLISHED, "runs": False}, "It does not run"),
        (policies.may_check_in, {"is_in": False, "cohort": PUBLISHED, "runs": True}, NOT_IN),
        (policies.may_read_check_in, {**READS, "is_mine": True, "manages": True}, "yes"),
        (policies.may_read_check_in, {**READS, "is_mate": True, "shares": True}, "yes"),
        (policies.may_read_check_in, {**READS, "is_mate": True}, "They keep it to themselves"),
        (
            policies.may_read_check_in,
            {**READS, "is_host": True, "manages": True},
            "You are one of their managers, so it stays hidden from you",
        ),
        (policies.may_pause, RESTS, "yes"),
        (policies.may_pause, {**RESTS, "is_in": False}, NOT_IN),
        (policies.may_pause, {**RESTS, "is_over": True}, "It is over"),
        (policies.may_pause, {**RESTS, "state": CANCELLED}, "It is over"),
        (policies.may_pause, {**RESTS, "rests": True}, "You paused it already"),
    ],
)
def test_what_is_allowed_in_a_cohort(policy, facts, answer):
    assert told(policy(**facts)) == answer
