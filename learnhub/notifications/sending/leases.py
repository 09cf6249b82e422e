"""What follows when a lease or a time ends: each tick asks once whether any did, by statements made once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    Update,
    bindparam,
    case,
    or_,
    select,
    update,
)

from learnhub.core.db import UtcDateTime, db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.sending.attempts import (
    AGAIN,
    AHEAD,
    CLAIM_LASTS,
    COPIES,
    RETRIES,
    SENDING_LASTS,
    Outgoing,
    Waiting,
)

REMINDERS, DIGESTS, DELIVERIES = (cast(Table, each.__table__) for each in (Reminder, Digest, Delivery))
LASTS = {"claim": CLAIM_LASTS, "sending": SENDING_LASTS, "again": AGAIN, "retries": RETRIES[-1]}
IN_HAND = (State.PENDING, State.CLAIMED, State.SENDING, State.UNKNOWN)


class Ended(NamedTuple):
    """Rows of which something has ended, and what becomes of them; `first` is done before they change."""

    table: Table
    which: tuple[ColumnElement[bool], ...]
    becomes: Mapping[str, object]
    first: tuple[Update, ...] = ()


def sweep(now: datetime, waiting: Waiting) -> None:
    """Give back what nobody works on any more, and end what has no time left.

    What is `waiting` in the queue stays claimed however long a slow server lets it wait: it has its job.
    """
    values: dict[str, Any] = {"now": now} | {
        f"{name}_ends": now + lasts + AHEAD for name, lasts in LASTS.items()
    }
    values |= {f"queued_{model.__tablename__}": [*waiting.get(model, ())] for model in (Reminder, Digest)}
    is_any, changes = _sweep()
    if db.session.scalar(is_any, values):
        for change in changes:
            db.session.execute(change, values)


@cache
def _sweep() -> tuple[Select[bool], Sequence[Update]]:
    """Return what asks whether anything has ended, which is seldom so, and what changes all that has."""
    ended = [*_of(Reminder), *_of(Digest), *_of_reminders()]
    changes: list[Update] = []
    for each in ended:
        changes += [*each.first, update(each.table).where(*each.which).values(each.becomes)]
    return select(or_(*(select(each.table.c.id).where(*each.which).exists() for each in ended))), changes


def _of(model: Outgoing) -> list[Ended]:
    table = cast(Table, model.__table__)
    row, now = table.c, _moment("now")
    queued = bindparam(f"queued_{model.__tablename__}", expanding=True, type_=row.id.type)
    silent = row.state == State.SENDING, _over(row.claimed_until, "sending")
    theirs = DELIVERIES.c.reminder_id if model is Reminder else DELIVERIES.c.digest_id
    by_mail = DELIVERIES.c.state == DeliveryState.SENDING, DELIVERIES.c.channel == Channel.EMAIL
    unanswered = update(DELIVERIES).where(*by_mail, theirs.in_(select(row.id).where(*silent)))
    by_wrong_clock = row.late_since.is_not(None), row.next_at > _moment("retries_ends")  # that was ahead
    once_more = _over(row.next_at, "again"), row.copies < COPIES
    nobody: dict[str, object] = {"claim_token": None, "claimed_until": None}
    return [
        Ended(
            table,
            (row.state == State.CLAIMED, _over(row.claimed_until, "claim"), row.id.not_in(queued)),
            {"state": State.PENDING, "claimed_until": None},
        ),
        Ended(table, (row.state == State.PENDING, *by_wrong_clock), {"next_at": now}),
        Ended(
            table,
            silent,
            {"state": State.UNKNOWN, "next_at": now, "done_at": now} | nobody,
            first=(unanswered.values(state=DeliveryState.UNKNOWN, at=now),),
        ),
        Ended(
            table,
            (row.state == State.UNKNOWN, *once_more),
            {"state": State.PENDING, "copies": row.copies + 1, "next_at": now, "done_at": None},
        ),
    ]


def _of_reminders() -> list[Ended]:
    """Return those whose time is over, and those whose digest is."""
    row, digest, now = REMINDERS.c, DIGESTS.c, _moment("now")
    kept = case((row.skip_reason == "", "Its time had passed."), else_=row.skip_reason)  # why it waited
    its_digest = select(digest.id).where(digest.id == row.digest_id).correlate(REMINDERS)
    silent = its_digest.where(digest.state == State.UNKNOWN, digest.copies >= COPIES).exists()
    closed = its_digest.where(digest.state.not_in(IN_HAND)).exists()
    return [
        Ended(
            REMINDERS,
            (row.state == State.PENDING, row.expires_at <= now),
            {"state": State.EXPIRED, "skip_reason": kept, "done_at": now},
        ),
        Ended(
            REMINDERS,
            (row.state == State.BATCHED, silent),
            {"state": State.UNKNOWN, "copies": COPIES, "done_at": now},
        ),
        Ended(
            REMINDERS,
            (row.state == State.BATCHED, closed),
            {"state": State.PENDING, "digest_id": None, "next_at": now},
        ),
    ]


def _over(moment: ColumnElement[datetime | None], lasts: str) -> ColumnElement[bool]:
    """Whether a wait has ended, or was begun by a clock that was ahead: it is further off than it can be.

    A little further off is one that another began since `now` was read, or by a clock a few seconds ahead.
    """
    return or_(moment <= _moment("now"), moment > _moment(f"{lasts}_ends"))


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UtcDateTime())
