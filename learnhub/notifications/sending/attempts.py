"""Who works on what: claims with a lease, and what follows when one ends. Any number of processes may try."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from learnhub.core.db import changed, db
from learnhub.notifications.models import Digest, Reminder, State
from learnhub.notifications.planning import reminders
from learnhub.notifications.telling.kinds import CRITICAL

Outgoing = type[Reminder] | type[Digest]
Row = TypeVar("Row", Reminder, Digest)
Waiting = Mapping[Outgoing, Collection[int]]  # ids that have their job in the queue

CLAIM_LASTS = timedelta(seconds=50)  # a lost queue costs one tick
SENDING_LASTS = timedelta(minutes=5)  # longer than any exchange with a mail server
AHEAD = timedelta(minutes=5)  # so far no clock of another machine is, nor the end of a wait for a lock
RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
AGAIN = timedelta(minutes=1)  # after an answer that was lost
COPIES = 1
AFTER_ERROR = timedelta(hours=1)
WITHOUT_SERVER = timedelta(minutes=5)  # between two tries while the mail server cannot be reached
FIRST_MINUTES = timedelta(minutes=4)  # a short absence costs a message a minute: a sign-in link lives ten
AT_ONCE = 500  # claimed at a time, of what is pressing and of the rest; more follows as batches are done


def claim(model: Outgoing, now: datetime, *, pressing: bool | None = None) -> list[int]:
    """Claim which are due, as far as there is room for such, and return their ids, the oldest first.

    Of reminders for one person and subject the latest alone is claimed. Workers that look at the same moment
    see the same room: for each of them up to `AT_ONCE` more may be claimed.
    """
    due, claimed = _claim(model, pressing)
    ids = db.session.scalars(due, {"now": now, "most": AT_ONCE}).all()
    if not ids:
        return []
    if model is Reminder:
        reminders.supersede_older(now, ids)
    mine = set(db.session.scalars(claimed, {"due": ids, "until": now + CLAIM_LASTS}))
    return [id_ for id_ in ids if id_ in mine]


@cache
def _claim(model: Outgoing, pressing: bool | None) -> tuple[Select[int], ReturningUpdate[int]]:
    """Return what reads which are due, and what claims them, made once: each tick asks for them."""
    table = cast(Table, model.__table__)
    row = table.c
    which = [] if pressing is None else [row.kind.in_(CRITICAL) if pressing else row.kind.not_in(CRITICAL)]
    most, moment = bindparam("most", type_=Integer()), bindparam("now", type_=row.next_at.type)
    held = select(row.id).where(row.state == State.CLAIMED, *which).limit(most).subquery()
    room = most - select(func.count()).select_from(held).scalar_subquery()
    due = select(row.id).where(row.state == State.PENDING, row.next_at <= moment, *which)
    mine = row.id.in_(bindparam("due", expanding=True)), row.state == State.PENDING
    until = bindparam("until", type_=row.claimed_until.type)
    new = {"state": State.CLAIMED, "claim_token": None, "claimed_until": until}
    first = due.order_by(row.next_at, row.id).limit(room).with_for_update(skip_locked=True)
    return first, update(table).where(*mine).values(new).returning(row.id)


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


def begin(
    on: Connection, model: Outgoing, id_: int, token: str, now: datetime, *which: ColumnElement[bool]
) -> bool:
    """Mark as about to go what was taken in hand; False where it was called off since, or its lease ended."""
    to = {"to_state": State.SENDING, "to_claimed_until": now + SENDING_LASTS}
    return _change(on, model, State.CLAIMED, {"of": id_, "by": token, **to}, *which)


def sent(on: Connection, model: Outgoing, id_: int, token: str, now: datetime) -> bool:
    """Write that it was taken; False where the lease has ended and someone else has it."""
    to = {"to_state": State.SENT, "to_done_at": now, "to_skip_reason": "", "to_late_since": None}
    to |= {"to_claim_token": None, "to_claimed_until": None}
    return _change(on, model, State.SENDING, {"of": id_, "by": token, **to})


def _change(
    on: Connection, model: Outgoing, held_as: State, given: Mapping[str, object], *which: ColumnElement[bool]
) -> bool:
    change = _changing(model, held_as, tuple(given))
    return on.execute(change.where(*which) if which else change, given).rowcount == 1


@cache
def _changing(model: Outgoing, held_as: State, names: Sequence[str]) -> Update:
    """Return the statement that changes one that is held, made once: it is asked for with every message."""
    columns = model.__table__.c
    mine = columns.id == bindparam("of"), columns.claim_token == bindparam("by"), columns.state == held_as
    to = [name.removeprefix("to_") for name in names if name.startswith("to_")]
    new = {name: bindparam(f"to_{name}", type_=columns[name].type) for name in to}
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


def _rows(statement: Update) -> int:
    return changed(statement.execution_options(synchronize_session=False))


def batches(rows: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut ids into batches."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]
