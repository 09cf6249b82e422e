"""How far key results and goals have come. Pure arithmetic."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from learnhub.goals.models import Direction, KeyResult, KeyResultKind, Outcome


class Result(NamedTuple):
    """A key result as pages read it; `models.KeyResult` says of each what it is."""

    id: int
    key: str
    kind: KeyResultKind
    title: str
    measure: str
    baseline: Decimal | None
    target: Decimal | None
    current: Decimal | None
    direction: Direction
    weight: int
    reached_at: datetime | None
    outcome: Outcome | None


def is_reached(result: KeyResult | Result) -> bool:
    """Whether a milestone is reached, or a metric has come to its target or past it."""
    if result.kind is KeyResultKind.MILESTONE:
        return result.reached_at is not None
    if result.target is None or result.current is None:
        return False
    rising = result.direction is Direction.UP
    return result.current >= result.target if rising else result.current <= result.target


def share_done(result: KeyResult | Result) -> float | None:
    """Return how far the result is from its baseline to its target, 0 to 1, clamped.

    None while nothing is measured. A baseline that is past the target counts as no way at all: then
    there is only reached and not reached.
    """
    if result.kind is KeyResultKind.MILESTONE or is_reached(result):
        return 1.0 if is_reached(result) else 0.0
    if result.target is None or result.current is None or result.baseline is None:
        return None
    way = result.target - result.baseline
    if way == 0 or (way > 0) is not (result.direction is Direction.UP):
        return 0.0
    share = float((result.current - result.baseline) / way)
    return min(max(0.0, share), 1.0)  # in this order: a way that falls gives -0.0 at its beginning


def outcome_so_far(result: KeyResult | Result) -> Outcome:
    """Return what the measured values say became of it."""
    share = share_done(result)
    if share is None or share == 0:
        return Outcome.MISSED
    return Outcome.REACHED if share == 1 else Outcome.PARTLY


def roll_up(parts: Iterable[tuple[int, float | None]]) -> float | None:
    """Return the mean of shares by their weights; parts of which nothing is known, or of no weight, stay out.

    None where none is known.
    """
    known = [(weight, share) for weight, share in parts if share is not None and weight > 0]
    total = sum(weight for weight, _ in known)
    if not total:
        return None
    return min(max(sum(weight * share for weight, share in known) / total, 0.0), 1.0)


def own_share(results: Iterable[Result]) -> float | None:
    """Return how far a goal has come by its own key results."""
    return roll_up((result.weight, share_done(result)) for result in results)
