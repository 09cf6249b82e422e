"""Dues that move, the cohort's and one's own: each keeps what it was before, and until when.

What was in force at any moment is read from that, whatever moved a due since: shifts and their undo, newer
outlines, extensions, pauses, and what was taken back of them.

Beside one's own due goes on what it would be without each extension, moved by pauses as it is itself: whoever
takes one back leaves what would stand had it never been given.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Own:
    """One's own due, and by how many days the last pause moved it."""

    to: datetime | None
    slid: int = 0


def give(row: Progress, to: datetime, now: datetime, *, by_oneself: bool = False) -> None:
    """Give somebody longer. A pause gives no day back of what a facilitator gave: that is theirs."""
    without = Own(row.extended_to, row.slid or 0)
    row.without = [*(row.without or ()), [*_stored(without), by_oneself]]
    extend(row, to, now)
    row.slid = without.slid if by_oneself else 0


def given_last(row: Progress | None) -> tuple[Own, bool] | None:
    """Return what would be without the last extension that stands, and whether they took it themselves."""
    if row is None or not row.without:
        return None
    to, slid, by_oneself = row.without[-1]
    return _own(to, slid), by_oneself


def take_back(row: Progress, now: datetime) -> None:
    """Leave what would stand had the last extension never been given."""
    *rest, (to, slid, _) = row.without
    own, row.without = _own(to, slid), rest
    extend(row, own.to, now)
    row.slid = own.slid


def slide(row: Progress, moved: Callable[[Own], Own], now: datetime) -> None:
    """Let a pause, or its end, move one's own due, and what would be without each extension by itself."""
    row.without = [
        [*_stored(moved(_own(to, slid))), by_oneself] for to, slid, by_oneself in row.without or ()
    ]
    after = moved(Own(row.extended_to, row.slid or 0))
    if after.to != row.extended_to:
        extend(row, after.to, now)
    row.slid = after.slid


def _stored(own: Own) -> tuple[str | None, int]:
    return (own.to.isoformat() if own.to else None), own.slid


def _own(to: str | None, slid: int) -> Own:
    return Own(datetime.fromisoformat(to) if to else None, slid)


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
