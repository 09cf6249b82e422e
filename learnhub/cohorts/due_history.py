"""Dues that move, the cohort's and one's own: each keeps what it was before, and until when.

What was in force at any moment is read from that, whatever moved a due since: shifts and their undo, newer
outlines, extensions, pauses, and what was taken back of them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.models import CohortDate, Progress


def move(row: CohortDate, to: datetime | None, now: datetime) -> None:
    """Let a date of the cohort be at that moment, or at none."""
    if row.at is not None and row.at != to and row.step is Step.DEADLINE:
        row.past = _kept(row.past, row.at, now)
    row.at = to


def extend(row: Progress, to: datetime | None, now: datetime) -> None:
    """Let that be somebody's own due, or none; reminding begins anew."""
    row.past = _kept(row.past, row.extended_to, now)
    row.extended_to, row.extended_at, row.due_rev = to, now, (row.due_rev or 0) + 1


def in_force(row: CohortDate, own: Progress | None, then: datetime) -> datetime:
    """Return the due that held for somebody at that moment; of a date that came later, its first."""
    due = _was(row.past, row.at, then)
    assert due is not None  # it has one now, and `move` keeps no time without
    return effective(due, _was(own.past, own.extended_to, then) if own else None)


def _kept(past: Iterable[Any] | None, due: datetime | None, now: datetime) -> list[Any]:
    return [*(past or ()), [now.isoformat(), due.isoformat() if due else None]]


def _was(past: Iterable[Sequence[str]], due: datetime | None, then: datetime) -> datetime | None:
    for until, was in past:  # the earliest first
        if then < datetime.fromisoformat(until):
            return datetime.fromisoformat(was) if was else None
    return due
