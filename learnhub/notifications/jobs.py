"""The engine's work. Each job may run twice, late, or not at all: the rows say what is to be done."""

from learnhub.core.queue import Job, first, later, slow, waiting
from learnhub.core.transaction import transaction
from learnhub.notifications import engine
from learnhub.notifications.models import Digest, Reminder
from learnhub.notifications.sending import attempts, chats, delivery


def tick() -> None:
    """Plan, sweep, claim and queue."""
    engine.plan()
    dispatch()
    dispatch_chats()
    engine.ticked(call_home)


@slow
@first
def call_home() -> None:
    """Tell the dead man's switch."""
    engine.call_home()


@first
def dispatch() -> None:
    """Sweep, claim what is due, and queue it in batches."""
    queued = _queued()
    with transaction():
        engine.sweep(queued)
        _claim_reminders()
        _claim(Digest, deliver_digests)


def _queued() -> attempts.Waiting:
    return {Reminder: waiting(deliver_pressing, deliver), Digest: waiting(deliver_digests)}


def _claim_reminders() -> None:
    for ids in engine.claim_pressing():
        later(deliver_pressing, *ids)
    _claim(Reminder, deliver)


def _claim(model: attempts.Outgoing, job: Job) -> None:
    for ids in engine.claim(model):
        later(job, *ids)


def dispatch_chats() -> None:
    """Claim what is to be said in chat, and queue it in batches."""
    with transaction():
        for ids in engine.claim_chats():
            later(deliver_chats, *ids)


@slow
@first
def deliver_chats(*ids: int) -> None:
    """Say these in chat."""
    chats.deliver(ids)


@first
def deliver_pressing(*ids: int) -> None:
    """Send these reminders before all that waits: somebody stands at the door for a sign-in link."""
    deliver(*ids)


def deliver(*ids: int) -> None:
    """Send these reminders, and go on with what else is due."""
    if delivery.deliver(Reminder, ids):
        with transaction():
            _claim_reminders()


def deliver_digests(*ids: int) -> None:
    """Send these digests, and go on with what else is due."""
    if delivery.deliver(Digest, ids):
        with transaction():
            _claim(Digest, deliver_digests)


def reconcile() -> None:
    """Compare what is planned with what should be, and repair it."""
    engine.reconcile()
