"""Sending a batch: the gate, `sending`, the server, `sent`. No network call inside a transaction.

What the server answered to one mail, and that the next is about to go, are one commit: at any moment one mail
of a worker is in flight.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from rq.timeouts import JobTimeoutException
from sqlalchemy import Connection

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.text import ascii_email
from learnhub.core.transaction import short, transaction
from learnhub.notifications.models import DeliveryState, Digest, Reminder, State
from learnhub.notifications.sending import attempts, bounces, digests, gate, mailings
from learnhub.notifications.sending.bounces import Taker
from learnhub.notifications.sending.channels import email
from learnhub.notifications.sending.channels.email import Letter
from learnhub.notifications.sending.channels.smtp import Answer, Line, Outcome
from learnhub.notifications.sending.drafts import Draft
from learnhub.notifications.sending.mailings import Said

log = logging.getLogger(__name__)
BATCH_LASTS = 60.0  # seconds; what is left is claimed again, well before the queue ends the job
FRESH = 5.0  # seconds; what passed the gate longer ago passes it anew
Taken = tuple[Draft, Answer]  # one that the server took, and what it said
Weighed = tuple[list[Draft], list[int]]
WEIGH: dict[attempts.Outgoing, Callable[[Sequence[int], str, datetime], Weighed]] = {
    Reminder: gate.weigh,
    Digest: digests.weigh,
}


def deliver(model: attempts.Outgoing, ids: Sequence[int]) -> bool:
    """Send a batch over one connection. One that fails does not hold up the others.

    False where it was not brought to its end: the server is away, or time is up.
    """
    token, until = attempts.new_token(), time.monotonic() + BATCH_LASTS
    with email.line() as line, db.engine.connect() as connection:
        while ids:
            if time.monotonic() > until:
                return False
            drafts, left = _weigh(model, ids, token)
            fresh = min(until, time.monotonic() + FRESH)
            rest = _send_each(drafts, line, connection, fresh) if line else []
            if rest is None:
                return False
            ids = [*rest, *left]
    return True


def _weigh(model: attempts.Outgoing, ids: Sequence[int], token: str) -> Weighed:
    """Let these pass the gate. Where one raises, half of them does, and so on, until it stands alone."""
    try:
        with transaction():
            return WEIGH[model](ids, token, clock.now())
    except JobTimeoutException:
        raise
    except Exception as error:  # whatever is wrong with one must not hold back the others
        if half := len(ids) // 2:
            drafts, left = _weigh(model, ids[:half], token)
            return drafts, [*left, *ids[half:]]
        _postpone(model, ids[0], error)
        return [], []


def _postpone(model: attempts.Outgoing, id_: int, error: Exception) -> None:
    log.exception("%s %s could not be prepared", model.__tablename__, id_)
    with transaction():
        attempts.postpone(model, id_, clock.now(), f"{type(error).__name__}: {error}")


def _send_each(drafts: Sequence[Draft], line: Line, connection: Connection, until: float) -> list[int] | None:
    """Send one after the other; return which have to pass the gate again, None where the server is away.

    A job whose time is up leaves its mail as a crash does: the lease ends, and the sweep settles it.
    """
    taken: Taken | None = None
    again, takers, away = list[int](), list[Taker](), False
    for number, draft in enumerate(drafts):
        if number and time.monotonic() > until:
            again += [each.id for each in drafts[number:]]
            break
        begun = _go_on(connection, taken, draft)
        taken = None
        if not begun:
            again.append(draft.id)
            continue
        answer = _send(draft.letter, line)
        if answer.outcome is Outcome.TAKEN:
            taken = draft, answer
            takers += _taker(draft, answer)
        else:
            _settle(draft, answer)
        if answer.outcome is Outcome.AWAY:
            away = True
            break
    if taken:
        _end(connection, taken)
    if takers:
        _prove(connection, takers)
    return None if away else again


def _end(connection: Connection, taken: Taken) -> None:
    """Write that the last one was taken, on a new connection where the old one was lost meanwhile."""
    try:
        _write(connection, taken)
    except JobTimeoutException:
        raise
    except Exception:  # the server has it: what is not written is sent again
        log.exception("%s %s could not be ended at once", taken[0].model.__tablename__, taken[0].id)
        _write(connection, taken)


def _prove(connection: Connection, takers: Sequence[Taker]) -> None:
    """Write which addresses took mail: once for many, since it can be lost and comes back with the next."""
    try:
        with short(connection):
            bounces.prove(connection, sorted(takers), clock.now())
    except JobTimeoutException:
        raise
    except Exception:  # the mails are out, and said to be
        log.exception("that %s addresses took mail could not be kept", len(takers))


def _go_on(connection: Connection, taken: Taken | None, following: Draft) -> bool:
    """Write that one was taken, and that the next is about to go: False where it is not to go any more."""
    try:
        return _write(connection, taken, following)
    except JobTimeoutException:
        raise
    except Exception:  # what was taken stands, whatever is wrong with the next
        log.exception("%s %s could not be begun at once", following.model.__tablename__, following.id)
        _write(connection, taken)
    try:
        return _write(connection, None, following)  # it was the connection
    except JobTimeoutException:
        raise
    except Exception as error:  # whatever is wrong with one must not hold back the others
        _postpone(following.model, following.id, error)
        return False


def _write(connection: Connection, taken: Taken | None, following: Draft | None = None) -> bool:
    """Write that one was taken, and whether the next is about to go, which is returned."""
    with short(connection):
        now, said = clock.now(), list[Said]()
        if taken:
            draft, answer = taken
            said.append(Said(draft.mail, DeliveryState.SENT, answer.text, draft.calendar))
            if attempts.sent(connection, draft.model, draft.id, draft.token, now) and draft.rows:
                digests.close(connection, draft.id, draft.rows, now)
        if begun := following is not None and _begin(connection, following, now):
            said.append(Said(following.mail, DeliveryState.SENDING, calendar=following.calendar))
        mailings.write(connection, now, *said)
    return begun


def _begin(on: Connection, draft: Draft, now: datetime) -> bool:
    """Mark it as about to go, unless it, or something in it, was done or called off since the gate."""
    stands = [digests.stand(draft.id, draft.rows)] if draft.rows else []
    return attempts.begin(on, draft.model, draft.id, draft.token, now, *stands)


def _send(letter: Letter, line: Line) -> Answer:
    """Hand one letter to the server; one of which no mail can be made is the end of it, and of no other."""
    try:
        message, to = email.compose(letter), ascii_email(letter.to)
        return line.send(message, sender=email.settings().mail_from, to=to)
    except JobTimeoutException:
        raise
    except Exception as error:  # whatever is wrong with one must not hold back the others
        log.exception("%s could not be sent", letter.message_id)
        return Answer(Outcome.UNSENDABLE, f"{type(error).__name__}: {error}")


def _settle(draft: Draft, answer: Answer) -> None:
    """Write what becomes of a mail that was not taken."""
    with transaction():
        now = clock.now()
        state, values = _trouble(draft, answer, now)
        attempts.settle(draft.model, draft.id, draft.token, **values)
        said = Said(draft.mail, state, answer.text, draft.calendar)
        mailings.write(db.session.connection(), now, said)
        if answer.outcome is Outcome.REFUSED and draft.mail.person_id is not None:
            bounces.mark(draft.mail.person_id, draft.letter.to, answer.text, now)


def _trouble(draft: Draft, answer: Answer, now: datetime) -> tuple[DeliveryState, dict[str, object]]:
    """Return what becomes of a mail that was not taken."""
    if answer.outcome is Outcome.UNKNOWN:
        return DeliveryState.UNKNOWN, attempts.after_silence(now, answer.text)
    if answer.outcome is Outcome.AWAY:
        return DeliveryState.WAITING, attempts.without_server(draft.model, now, answer.text)
    if answer.outcome is Outcome.LATER:
        values = attempts.after_refusal(draft.model, draft.attempts, now, answer.text)
        return DeliveryState.DEAD if values["state"] is State.DEAD else DeliveryState.WAITING, values
    return DeliveryState.DEAD, {"state": State.DEAD, "done_at": now, "skip_reason": answer.text[:300]}


def _taker(draft: Draft, answer: Answer) -> list[Taker]:
    """Return the address where it took its first mail."""
    person_id = draft.mail.person_id
    return [] if person_id is None or draft.is_proven else [Taker(person_id, draft.letter.to, answer.text)]
