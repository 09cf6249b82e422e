"""The steps of one tick, each in a transaction of its own, so that trouble in one leaves the others."""

import logging
from collections.abc import Sequence

from flask import current_app

from learnhub.core import clock, heartbeat
from learnhub.core.fetch import Ask, Unreachable, fetch
from learnhub.core.queue import Job, later
from learnhub.core.transaction import apart, one_by_one, transaction
from learnhub.notifications import outages
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import reminders
from learnhub.notifications.sending import attempts, chats, leases

log = logging.getLogger(__name__)
SHORTLY = Ask(most=1000, seconds=10, pause=5)
BATCH = 50  # messages over one connection


def plan() -> None:
    """Write what falls due; an error is logged, and what is written already goes out all the same."""
    expanded = apart(reminders.expand_waiting, clock.now())
    if one_by_one(_coming, _plan) and expanded:
        apart(heartbeat.beat, reminders.PLANNED)


def _plan(program_id: int) -> None:
    reminders.plan(program_id, clock.now())


def _reconcile(program_id: int) -> None:
    reminders.reconcile(program_id, clock.now())


def _coming() -> Sequence[int]:
    """Return the programs of which something may still be told."""
    return reminders.coming_ids(clock.now())


def ticked(then: Job) -> None:
    """Note that a tick ran to its end; where there is a dead man's switch, ask for `then` as well."""
    with transaction():
        heartbeat.beat(outages.TICKED)
        if _switch():
            later(then)


def claim_chats() -> list[Sequence[int]]:
    """Claim what is to be said in chat now, in batches. Inside the caller's transaction."""
    now = clock.now()
    chats.sweep(now)
    return attempts.batches(chats.claim(now), BATCH)


def call_home() -> None:
    """Tell the dead man's switch that a tick ran to its end; that it cannot be reached is logged."""
    try:
        fetch(_switch(), SHORTLY)
    except Unreachable:
        log.warning("the dead man's switch could not be reached")


def _switch() -> str:
    url: str = current_app.config["SETTINGS"].heartbeat_url
    return url


def reconcile() -> None:
    """Repair the plan."""
    if one_by_one(_coming, _reconcile):
        apart(heartbeat.beat, reminders.RECONCILED)


def sweep(waiting: attempts.Waiting) -> None:
    """Give back and end what is over, and leave the latest of several. Inside the caller's transaction."""
    now = clock.now()
    leases.sweep(now, waiting)
    reminders.supersede_older(now)


def claim_pressing() -> list[Sequence[int]]:
    """Claim what is critical, however much else is claimed, in batches. Inside the caller's transaction."""
    return attempts.batches(attempts.claim(Reminder, clock.now(), pressing=True), BATCH)


def claim(model: attempts.Outgoing) -> list[Sequence[int]]:
    """Claim what else is due, as far as there is room, in batches. Inside the caller's transaction."""
    pressing = False if model is Reminder else None
    return attempts.batches(attempts.claim(model, clock.now(), pressing=pressing), BATCH)
