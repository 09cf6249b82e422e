"""What a key result's chart draws: the values that were measured, and the straight path to the target."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from learnhub.core.dates import short_day
from learnhub.goals.models import KeyResultKind
from learnhub.goals.progress import Result
from learnhub.goals.story_queries import Told, Update


def trend(goal: Told, result: Result, updates: Sequence[Update]) -> dict[str, Any] | None:
    """The measured values and, beside them, the straight path from the baseline to the target.

    `at` is how many days after the first each lies. None until there are two values to draw a line between.
    """
    if result.kind is not KeyResultKind.METRIC or result.baseline is None or result.target is None:
        return None
    start = datetime.combine(goal.starts_on, time(), UTC)
    points = [(start, result.baseline)]
    points += [
        (row.at, each.value)
        for row in updates
        for each in row.measurements
        if each.key_result_id == result.id and each.value is not None
    ]
    if len(points) < 2:
        return None
    end = datetime.combine(goal.ends_on, time(), UTC)
    path = [_on_path(at, start, end, result.baseline, result.target) for at, _ in points]
    measured: list[float | None] = [float(value) for _, value in points]
    days = [at.date() for at, _ in points]
    if points[-1][0] < end:  # the path goes on to the target, the line ends where we are
        days = [*days, goal.ends_on]
        measured, path = [*measured, None], [*path, result.target]
    return {
        "labels": _labels(days),
        "at": [float((day - days[0]).days) for day in days],
        "measured": measured,
        "path": [round(float(value), 1) for value in path],
    }


def _labels(days: Sequence[date]) -> list[str]:
    """Name the days, with the year at the first and the last, and wherever it changes."""
    before = [None, *days]
    return [
        f"{short_day(day, day)} {day.year}"
        if number in {0, len(days) - 1} or day.year != getattr(before[number], "year", None)
        else short_day(day, day)
        for number, day in enumerate(days)
    ]


def _on_path(at: datetime, start: datetime, end: datetime, baseline: Decimal, target: Decimal) -> Decimal:
    way = (end - start).total_seconds() or 1.0
    gone = min(max((at - start).total_seconds() / way, 0.0), 1.0)
    return baseline + (target - baseline) * Decimal(gone)
