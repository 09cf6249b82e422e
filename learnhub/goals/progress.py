"""How far a key result has come. Pure arithmetic."""

from collections.abc import Iterable
from decimal import Decimal

from learnhub.goals.models import KeyResult, KeyResultKind


def share_done(result: KeyResult) -> float | None:
    """Return how far the result is from its baseline to its target, 0 to 1, clamped; None where unknown.

    A metric may rise or fall: only the way from baseline to target counts.
    """
    if result.kind is KeyResultKind.MILESTONE:
        return 1.0 if result.reached_at else 0.0
    if result.baseline is None or result.target is None or result.current is None:
        return None
    way = result.target - result.baseline
    if way == 0:
        return 1.0 if result.current == result.target else 0.0
    return float(min(max((result.current - result.baseline) / way, Decimal(0)), Decimal(1)))


def mean_share(results: Iterable[KeyResult]) -> float | None:
    """Return the mean over the results whose progress is known; None where none is."""
    known = [share for result in results if (share := share_done(result)) is not None]
    return sum(known) / len(known) if known else None
