"""The steps of one tick, each in a transaction of its own, so that trouble in one leaves the others."""

import logging
from collections.abc import Sequence

from learnhub.core import clock
from learnhub.core.transaction import transaction
from learnhub.notifications import claims, planning

log = logging.getLogger(__name__)
BATCH = 50  # messages over one connection


def plan() -> None:
    """Write what falls due; an error is logged, and what is written already goes out all the same."""
    try:
        with transaction():
            planning.plan(clock.now())
    except Exception:  # whatever is wrong with one plan must not hold back what is written already
        log.exception("planning failed; the next tick tries again")


def reconcile() -> None:
    """Repair the plan."""
    with transaction():
        planning.reconcile(clock.now())


def claim(model: claims.Outgoing) -> list[Sequence[int]]:
    """Sweep, and claim what is due, in batches. Inside the caller's transaction."""
    now = clock.now()
    claims.sweep(now)
    planning.supersede_older(now)
    return claims.batches(claims.claim(model, now), BATCH)
