from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from learnhub.goals.models import Goal, GoalState, KeyResult, KeyResultKind
from learnhub.goals.sentences import headline, number


def goal(*results: KeyResult, state: GoalState = GoalState.OPEN) -> Goal:
    day = date(2026, 12, 31)
    return Goal(title="Fewer stops", state=state, starts_on=day, ends_on=day, key_results=list(results))


def stops(current: int | None, *, baseline: int = 91, target: int = 45) -> KeyResult:
    return KeyResult(
        kind=KeyResultKind.METRIC,
        title="Line stops",
        measure="a month",
        baseline=Decimal(baseline),
        target=Decimal(target),
        current=None if current is None else Decimal(current),
    )


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (goal(), "Fewer stops: no measure yet."),
        (goal(stops(91)), "Line stops is at 91 a month. The goal is 45."),
        (goal(stops(64)), "Line stops fell from 91 to 64 a month. The goal is 45."),
        (goal(stops(99)), "Line stops rose from 91 to 99 a month. The goal is 45."),
        (goal(stops(44)), "Line stops reached 44 a month. The goal was 45."),
        (goal(stops(64), state=GoalState.CLOSED), "Fewer stops: closed."),
        (
            goal(KeyResult(kind=KeyResultKind.MILESTONE, title="Pilot")),
            "Pilot: not reached yet.",
        ),
        (
            goal(
                KeyResult(
                    kind=KeyResultKind.MILESTONE, title="Pilot", reached_at=datetime(2026, 11, 1, tzinfo=UTC)
                )
            ),
            "Pilot: reached.",
        ),
    ],
)
def test_the_title_says_where_the_goal_stands(of, says):
    assert headline(of) == says


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
