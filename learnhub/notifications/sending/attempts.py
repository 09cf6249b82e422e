"""Who works on what: claims with a lease, and what follows when one ends. Any number of processes may try."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar, cast

from sqlalchemy import ColumnElement, Table, Update, bindparam, case, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from learnhub.core.db import changed, db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.planning import reminders
from learnhub.notifications.telling.kinds import CRITICAL

Outgoing = type[Reminder] | type[Digest]
Row = TypeVar("Row", Reminder, Digest)
Waiting = Mapping[Outgoing, Collection[int]]  # ids that have their job in the queue

CLAIM_LASTS = timedelta(seconds=50)  # a lost queue costs one tick
SENDING_LASTS = timedelta(minutes=5)  # longer than any exchange with a mail server
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
AGAIN = timedelta(minutes=1)  # after an answer that was lost
COPIES = 1
AFTER_ERROR = timedelta(hours=1)
WITHOUT_SERVER = timedelta(minutes=5)  # between two tries while the mail server cannot be reached
FIRST_MINUTES = timedelta(minutes=4)  # a short absence costs a message a minute: a sign-in link lives ten
AT_ONCE = 500  # claimed at a time, of what is pressing and of the rest; more follows as batches are done
PRESSING = Reminder.kind.in_(CRITICAL)


def claim(model: Outgoing, now: datetime, *which: ColumnElement[bool]) -> list[int]:
    """Claim which are due, as far as there is room for such, and return their ids, the oldest first.

    Of reminders for one person and subject the latest alone is claimed. Workers that look at the same moment
    see the same room: for each of them up to `AT_ONCE` more may be claimed.
    """
    held = select(func.count()).where(model.state == State.CLAIMED, *which)
    due = (
        select(model.id)
        .where(model.state == State.PENDING, model.next_at <= now, *which)
        .order_by(model.next_at, model.id)
        .limit(max(AT_ONCE - db.session.scalars(held).one(), 0))
        .with_for_update(skip_locked=True)
    )
    ids = db.session.scalars(due).all()
    if not ids:
        return []
    if model is Reminder:
        reminders.supersede_older(now, Reminder.id.in_(ids))
    claimed = db.session.scalars(
        update(model)
        .where(model.id.in_(ids), model.state == State.PENDING)
        .values(state=State.CLAIMED, claim_token=None, claimed_until=now + CLAIM_LASTS)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
    mine = set(claimed)
    return [id_ for id_ in ids if id_ in mine]


def new_token() -> str:
    """Return by what one worker knows what it has in hand."""
    return secrets.token_hex(16)


def free(model: Outgoing, token: str) -> tuple[ColumnElement[bool], ...]:
    """Say which of the claimed nobody else has in hand."""
    return model.state == State.CLAIMED, or_(model.claim_token.is_(None), model.claim_token == token)


def take(model: type[Row], ids: Collection[int], token: str, now: datetime) -> Sequence[Row]:
    """Take what was claimed in hand, and return it, in that order: of several who try, one gets each."""
    mine = select(model).where(model.id.in_(ids), *free(model, token)).with_for_update(skip_locked=True)
    rows = {row.id: row for row in db.session.scalars(mine.execution_options(populate_existing=True))}
    in_hand = update(model).where(model.id.in_(rows))
    _rows(in_hand.values(claim_token=token, claimed_until=now + CLAIM_LASTS))
    return [rows[id_] for id_ in ids if id_ in rows]


def begin(model: Outgoing, id_: int, token: str, now: datetime, *which: ColumnElement[bool]) -> bool:
    """Mark as about to go what was taken in hand; False where it was called off since, or its lease ended."""
    to = {"to_state": State.SENDING, "to_claimed_until": now + SENDING_LASTS}
    change = _change(model, State.CLAIMED, tuple(name.removeprefix("to_") for name in to))
    return changed(change.where(*which) if which else change, {"of": id_, "by": token, **to}) == 1


def sent(model: Outgoing, id_: int, token: str, now: datetime) -> bool:
    """Write that it was taken; False where the lease has ended and someone else has it."""
    to = {"state": State.SENT, "done_at": now, "skip_reason": "", "late_since": None}
    to |= {"claim_token": None, "claimed_until": None}
    values = {f"to_{name}": value for name, value in to.items()}
    return changed(_change(model, State.SENDING, tuple(to)), {"of": id_, "by": token, **values}) == 1


@cache
def _change(model: Outgoing, held_as: State, names: Sequence[str]) -> Update:
    """Return the statement that changes one that is held, made once: it is asked for with every message."""
    columns = model.__table__.c
    mine = columns.id == bindparam("of"), columns.claim_token == bindparam("by"), columns.state == held_as
    new = {name: bindparam(f"to_{name}", type_=columns[name].type) for name in names}
    return update(cast(Table, model.__table__)).where(*mine).values(new)


def settle(model: Outgoing, id_: int, token: str, **values: object) -> bool:
    """Write what became of it; False where the lease has ended and someone else has it."""
    values.setdefault("late_since", None)
    mine = model.id == id_, model.claim_token == token, model.state.in_([State.CLAIMED, State.SENDING])
    return _rows(update(model).where(*mine).values(claim_token=None, claimed_until=None, **values)) == 1


def after_refusal(model: Outgoing, attempts: int, now: datetime, answer: str) -> dict[str, object]:
    """Return the values of what the server did not take for now: tried again, at the end dead."""
    if attempts >= len(RETRIES):
        return {"state": State.DEAD, "skip_reason": answer[:300], "done_at": now, "attempts": attempts + 1}
    at = now + RETRIES[attempts]
    return {
        "state": State.PENDING,
        "next_at": at,
        "attempts": attempts + 1,
        "skip_reason": answer[:300],
        "late_since": _late_since(model),
    }


def without_server(model: Outgoing, now: datetime, answer: str) -> dict[str, object]:
    """Return the values of what waits for the mail server to come back; that counts as no attempt.

    In the first minutes it is tried each minute, then every five.
    """
    since = _late_since(model)
    at = case(
        (since > literal(now - FIRST_MINUTES, model.next_at.type), literal(now + AGAIN, model.next_at.type)),
        else_=literal(now + WITHOUT_SERVER, model.next_at.type),
    )
    return {"state": State.PENDING, "next_at": at, "skip_reason": answer[:300], "late_since": since}


def _late_since(model: Outgoing) -> ColumnElement[datetime]:
    """When it should have gone: what is tried again keeps the moment of its first try."""
    return func.coalesce(model.late_since, model.next_at, type_=model.next_at.type)


def after_silence(now: datetime, answer: str) -> dict[str, object]:
    """Return the values of what the server may have: tried once more, with the same Message-ID."""
    return {"state": State.UNKNOWN, "next_at": now + AGAIN, "skip_reason": answer[:300], "done_at": now}


def postpone(model: Outgoing, id_: int, now: datetime, error: str) -> None:
    """Push a row that raised an hour ahead, so that it cannot block the rest."""
    row = cast(Reminder | Digest | None, db.session.get(model, id_, populate_existing=True))
    if row is None or row.state is not State.CLAIMED:
        return
    row.state = State.PENDING if row.attempts < len(RETRIES) else State.DEAD
    row.late_since = row.late_since or row.next_at
    row.next_at, row.attempts, row.skip_reason = now + AFTER_ERROR, row.attempts + 1, error[:300]
    row.claim_token, row.claimed_until = None, None


def sweep(now: datetime, waiting: Waiting) -> None:
    """Give back what nobody works on any more, and end what has no time left.

    What is `waiting` in the queue stays claimed however long a slow server lets it wait: it has its job.
    """
    for model in (Reminder, Digest):
        _sweep_leases(model, now, waiting.get(model, ()))
    _rows(
        update(Reminder)
        .where(Reminder.state == State.PENDING, Reminder.expires_at <= now)
        .values(state=State.EXPIRED, skip_reason=_expired(), done_at=now)
    )
    silent = select(Digest.id).where(Digest.state == State.UNKNOWN, Digest.copies >= COPIES)
    _rows(
        update(Reminder)
        .where(Reminder.state == State.BATCHED, Reminder.digest_id.in_(silent))
        .values(state=State.UNKNOWN, copies=COPIES, done_at=now)
    )
    closed = select(Digest.id).where(
        Digest.state.not_in([State.PENDING, State.CLAIMED, State.SENDING, State.UNKNOWN])
    )
    _rows(
        update(Reminder)
        .where(Reminder.state == State.BATCHED, Reminder.digest_id.in_(closed))
        .values(state=State.PENDING, digest_id=None, next_at=now)
    )


def _sweep_leases(model: Outgoing, now: datetime, waiting: Collection[int]) -> None:
    ended = _over(model.claimed_until, now, CLAIM_LASTS)
    _rows(
        update(model)
        .where(model.state == State.CLAIMED, ended, model.id.not_in(waiting))
        .values(state=State.PENDING, claimed_until=None)
    )
    _rows(
        update(model)
        .where(model.state == State.PENDING, model.late_since.is_not(None), model.next_at > now + RETRIES[-1])
        .values(next_at=now)  # tried again by a clock that was ahead
    )
    over = _over(model.claimed_until, now, SENDING_LASTS)
    silent = select(model.id).where(model.state == State.SENDING, over)
    column = Delivery.reminder_id if model is Reminder else Delivery.digest_id
    _rows(
        update(Delivery)
        .where(Delivery.state == DeliveryState.SENDING, Delivery.channel == Channel.EMAIL, column.in_(silent))
        .values(state=DeliveryState.UNKNOWN, at=now)
    )
    _rows(
        update(model)
        .where(model.state == State.SENDING, over)
        .values(state=State.UNKNOWN, next_at=now, claim_token=None, claimed_until=None, done_at=now)
    )
    _rows(
        update(model)
        .where(model.state == State.UNKNOWN, _over(model.next_at, now, AGAIN), model.copies < COPIES)
        .values(state=State.PENDING, copies=model.copies + 1, next_at=now, done_at=None)
    )


def _over(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    now: datetime,
    lasts: timedelta,
) -> ColumnElement[bool]:
    """Whether a wait has ended, or was begun by a clock that was ahead: it is further off than it can be."""
    return or_(moment <= now, moment > now + lasts)


def _expired() -> ColumnElement[str]:
    """Keep the reason for which it waited, if there was one."""
    return case((Reminder.skip_reason == "", "Its time had passed."), else_=Reminder.skip_reason)


def _rows(statement: Update) -> int:
    return changed(statement.execution_options(synchronize_session=False))


def batches(rows: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut ids into batches."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]
