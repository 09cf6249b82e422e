from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from learnhub.goals.models import Direction, Goal, GoalState, KeyResult, KeyResultKind, Outcome
from learnhub.goals.sentences import drafted, headline, number, proof


def goal(*results: KeyResult, state: GoalState = GoalState.OPEN) -> Goal:
    day = date(2026, 12, 31)
    return Goal(title="Fewer stops", state=state, starts_on=day, ends_on=day, key_results=list(results))


def stops(
    current: int | None,
    *,
    baseline: int = 91,
    target: int = 45,
    weight: int = 1,
    outcome: Outcome | None = None,
) -> KeyResult:
    return KeyResult(
        kind=KeyResultKind.METRIC,
        title="Line stops",
        measure="a month",
        baseline=Decimal(baseline),
        target=Decimal(target),
        current=None if current is None else Decimal(current),
        direction=Direction.DOWN,
        weight=weight,
        outcome=outcome,
    )


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (goal(), "Nothing measures it yet."),
        (goal(stops(91)), "Line stops: 91 a month. The goal is 45."),
        (goal(stops(64)), "Line stops fell from 91 to 64 a month. The goal is 45."),
        (goal(stops(99)), "Line stops rose from 91 to 99 a month. The goal is 45."),
        (goal(stops(44)), "Line stops reached 44 a month. The goal was 45."),
        (goal(stops(None)), "Line stops: nothing measured yet. The goal is 45 a month."),
        (goal(stops(99, weight=0), stops(64)), "Line stops fell from 91 to 64 a month. The goal is 45."),
        (goal(state=GoalState.CLOSED), "Closed."),
        (goal(stops(64), state=GoalState.CLOSED), "Not reached."),
        (goal(stops(64, outcome=Outcome.PARTLY), state=GoalState.CLOSED), "Partly reached."),
        (
            goal(stops(45, outcome=Outcome.REACHED), stops(64), state=GoalState.CLOSED),
            "One of two key results reached.",
        ),
        (
            goal(KeyResult(kind=KeyResultKind.MILESTONE, title="Pilot", weight=1)),
            "Pilot: not reached yet.",
        ),
        (
            goal(
                KeyResult(
                    kind=KeyResultKind.MILESTONE,
                    title="Pilot",
                    weight=1,
                    reached_at=datetime(2026, 11, 1, tzinfo=UTC),
                )
            ),
            "Pilot: reached.",
        ),
    ],
)
def test_the_title_says_where_the_goal_stands(of, says):
    assert headline(of.state, of.key_results) == says


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("45.0000", "45"),
        ("4.5000", "4.5"),
        ("0", "0"),
        ("-3", "-3"),
        ("9999", "9999"),
        ("12300", "12\u202f300"),
    ],
)
def test_numbers_are_written_plainly(value, written):
    assert number(Decimal(value)) == written


@pytest.mark.parametrize(
    ("kinds", "titles", "first", "text"),
    [
        ({}, [], False, ""),
        ({"demo": 1}, ["Pads"], False, "Since the last update, 1 demo: “Pads”."),
        ({"demo": 2, "take-away": 1}, [], False, "Since the last update, 2 demos and 1 take-away."),
        ({"talk": 1, "demo": 1}, ["A", "B"], True, "So far, 1 talk and 1 demo: “A” and “B”."),
    ],
)
def test_what_came_in_begins_the_next_update(kinds, titles, first, text):
    assert drafted(kinds, titles, is_first=first) == text


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, "No evidence yet"),
        (datetime(2026, 12, 3, 8, tzinfo=UTC), "Evidence today"),
        (datetime(2026, 11, 30, 8, tzinfo=UTC), "Evidence 3 days ago"),
        (datetime(2026, 9, 17, 8, tzinfo=UTC), "No evidence since 17 Sep"),
        (datetime(2023, 6, 2, 8, tzinfo=UTC), "No evidence since 2 Jun 2023"),
    ],
)
def test_the_last_evidence_is_told_in_days_and_then_by_its_date(last, said):
    assert proof(last, date(2026, 12, 3), UTC) == said
