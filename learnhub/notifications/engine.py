"""The steps of one tick, each in a transaction of its own, so that trouble in one leaves the others."""

import logging
from collections.abc import Sequence

from learnhub.core import clock, heartbeat
from learnhub.core.transaction import transaction
from learnhub.notifications import outages
from learnhub.notifications.planning import reminders
from learnhub.notifications.sending import attempts

log = logging.getLogger(__name__)
BATCH = 50  # messages over one connection


def plan() -> None:
    """Write what falls due; an error is logged, and what is written already goes out all the same."""
    try:
        with transaction():
            reminders.plan(clock.now())
    except Exception:  # whatever is wrong with one plan must not hold back what is written already
        log.exception("planning failed; the next tick tries again")


def ticked() -> None:
    """Note that a tick ran to its end."""
    with transaction():
        heartbeat.beat(outages.TICKED)


def reconcile() -> None:
    """Repair the plan."""
    with transaction():
        reminders.reconcile(clock.now())


def claim(model: attempts.Outgoing) -> list[Sequence[int]]:
    """Sweep, and claim what is due, in batches. Inside the caller's transaction."""
    now = clock.now()
    attempts.sweep(now)
    reminders.supersede_older(now)
    return attempts.batches(attempts.claim(model, now), BATCH)
