"""The one mail of a person's day: which reminders join it, and what is left of them when it goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from learnhub.core.db import db, insert
from learnhub.notifications import policies
from learnhub.notifications.models import DeliveryState, Digest, Reminder, State
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.policies import Recipient
from learnhub.notifications.sending import letters, rechecks
from learnhub.people.models import Person

DAILY = "daily"
TRIES = 4


def join(person: Person, at: datetime, now: datetime) -> int:
    """Return the digest that goes at `at`, or on the next day that has none gone yet."""
    hours = rechecks.hours(person)
    for _ in range(TRIES):
        day = at.astimezone(person.tz).date()
        values = {"person_id": person.id, "kind": DAILY, "local_date": day, "created_at": now}
        columns = {"state": State.PENDING, "next_at": at + jitter(person.id), "skip_reason": ""}
        row = insert(Digest).values(**values, **columns, attempts=0, copies=0)
        db.session.execute(row.on_conflict_do_nothing(index_elements=["person_id", "kind", "local_date"]))
        found = db.session.execute(
            select(Digest.id, Digest.state).where(
                Digest.person_id == person.id, Digest.kind == DAILY, Digest.local_date == day
            )
        ).one()
        if found.state is State.PENDING:
            return int(found.id)
        at = hours.next_start(at + timedelta(days=1))
    raise RuntimeError(f"no digest is open for person {person.id}")


def must_wait(digest: Digest, to: Recipient, now: datetime) -> dict[str, object] | None:
    """Return until when and why it cannot go now; None if it can."""
    if not to.server:
        return {"next_at": now + policies.WITHOUT_SERVER, "skip_reason": policies.NO_SERVER}
    if not to.hours.contain(now):
        at = to.hours.next_open(now) + jitter(digest.person_id)
        return {"next_at": at, "skip_reason": policies.waits(to, now)}
    return None


def contents(digest: Digest, to: Recipient, now: datetime) -> list[Reminder]:
    """Return what still is to be said, the nearest due first; the others end here, each with its reason."""
    rows = db.session.scalars(
        select(Reminder)
        .where(Reminder.digest_id == digest.id, Reminder.state == State.BATCHED)
        .order_by(Reminder.due_at.is_(None), Reminder.due_at, Reminder.id)
    ).all()
    return [row for row in rows if _still(row, to, now)]


def close(digest_id: int, ids: Sequence[int], state: object, now: datetime) -> None:
    """Mark the reminders that went with a digest; those that joined too late stay for the next."""
    if state is State.SENT:
        db.session.execute(
            update(Reminder)
            .where(Reminder.id.in_(ids), Reminder.digest_id == digest_id, Reminder.state == State.BATCHED)
            .values(state=State.SENT, done_at=now, skip_reason="")
            .execution_options(synchronize_session=False)
        )


def _still(row: Reminder, to: Recipient, now: datetime) -> bool:
    message = rechecks.situation(row, now)
    if ended := policies.refusal(message, to, now):
        row.state, row.skip_reason, row.done_at = ended.state, ended.reason, now
        return False
    may = policies.may_mail(message, to)
    if not may:
        letters.begin(row, DeliveryState.SKIPPED, now, may.reason)
        shown = policies.may_stand_in_inbox(message)
        row.state, row.skip_reason, row.done_at = State.SENT if shown else State.SKIPPED, may.reason, now
    return bool(may)
