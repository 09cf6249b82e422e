"""Sending one reminder: gate, `sending`, the server, `sent`. No network call inside a transaction."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rq.timeouts import JobTimeoutException
from sqlalchemy import or_, select

from learnhub.core import clock
from learnhub.core.db import db, insert
from learnhub.core.errors import NotFound
from learnhub.core.text import ascii_email
from learnhub.core.transaction import transaction
from learnhub.notifications import policies
from learnhub.notifications.models import (
    Channel,
    ContactPoint,
    Delivery,
    DeliveryState,
    Digest,
    Reminder,
    State,
)
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.policies import Plan, Way
from learnhub.notifications.sending import attempts, bounces, chats, digests, letters, rechecks
from learnhub.notifications.sending.channels import email, in_app
from learnhub.notifications.sending.channels.email import Letter
from learnhub.notifications.sending.channels.smtp import Answer, Line, Outcome
from learnhub.people.models import Person
from learnhub.web import mail

log = logging.getLogger(__name__)
BATCH_LASTS = 60.0  # seconds; what is left is claimed again, well before the queue ends the job


@dataclass(frozen=True, slots=True)
class Draft:
    """What is about to be handed to the server; the row says `sending`."""

    model: attempts.Outgoing
    id: int
    token: str
    delivery_id: int
    attempts: int
    letter: Letter
    rows: tuple[int, ...] = ()  # a digest's reminders


def deliver(model: attempts.Outgoing, ids: Sequence[int]) -> bool:
    """Send a batch over one connection. One that fails does not hold up the others.

    False where it was not brought to its end: the server is away, or time is up.
    """
    begun = time.monotonic()
    prepare = _reminder if model is Reminder else _digest
    with email.line() as line:
        for id_ in ids:
            if time.monotonic() - begun > BATCH_LASTS or not _one(model, id_, prepare, line):
                return False
    return True


def _one(
    model: attempts.Outgoing, id_: int, prepare: Callable[[int, datetime], Draft | None], line: Line | None
) -> bool:
    """Take one through its steps; False where the server is away, so that the rest need not try.

    A job whose time is up leaves the row as a crash does: the lease ends, and the sweep settles it.
    """
    try:
        with transaction():
            draft = prepare(id_, clock.now())
        if draft is None or line is None:
            return True
    except JobTimeoutException:
        raise
    except Exception as error:  # whatever is wrong with one must not hold back the others
        log.exception("%s %s could not be prepared", model.__tablename__, id_)
        with transaction():
            attempts.postpone(model, id_, clock.now(), f"{type(error).__name__}: {error}")
        return True
    answer = _send(draft.letter, line)
    with transaction():
        _record(draft, answer, clock.now())
    return answer.outcome is not Outcome.AWAY


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


def _reminder(id_: int, now: datetime) -> Draft | None:
    """Pass the gate: put it into the inbox, and return the mail if one is to go now."""
    token = attempts.take(Reminder, id_, now)
    if token is None:
        return None
    row = db.session.get_one(Reminder, id_, populate_existing=True)
    if chats.is_for_channel(row):
        _post(row, token, now)
        return None
    _hold(row)
    to = rechecks.recipient(row.person, now, server=mail.is_set_up(), but=row.id)
    message = rechecks.situation(row, now)
    if ended := policies.refusal(message, to, now):
        attempts.settle(Reminder, id_, token, state=ended.state, skip_reason=ended.reason, done_at=now)
        return None
    shown = policies.may_stand_in_inbox(message)
    if shown:
        in_app.deliver(row, now)
    chats.ask(row, message, to, now)
    plan = policies.mail(message, to, now)
    if plan.way is Way.NOW:
        return _draft(row, token, now, carries=policies.carries(message))
    _wait_or_end(row, token, plan, now, shown=bool(shown))
    return None


def _post(row: Reminder, token: str, now: datetime) -> None:
    """Hand what is for the channel of a program over to chat, if it still stands."""
    if reason := rechecks.channel_refusal(row, now):
        attempts.settle(Reminder, row.id, token, state=State.SUPERSEDED, skip_reason=reason, done_at=now)
        return
    chats.post(row, now)
    attempts.settle(Reminder, row.id, token, state=State.SENT, done_at=now)


def _hold(row: Reminder) -> None:
    """Let no other worker weigh a mail to the same person meanwhile: both would be the last of the day."""
    if row.person_id is not None:
        db.session.execute(
            select(Person.id).where(Person.id == row.person_id).with_for_update(key_share=True)
        )


def _wait_or_end(row: Reminder, token: str, plan: Plan, now: datetime, *, shown: bool) -> None:
    reason = plan.reason
    if plan.way is Way.LATER and plan.at is not None:
        at = plan.at + jitter(row.person_id or 0)
        attempts.settle(Reminder, row.id, token, state=State.PENDING, next_at=at, skip_reason=reason)
    elif plan.way is Way.DIGEST and plan.at is not None and row.person is not None:
        digest_id = digests.join(row.person, plan.at, now)
        attempts.settle(Reminder, row.id, token, state=State.BATCHED, digest_id=digest_id, skip_reason=reason)
    else:
        letters.begin(row, DeliveryState.SKIPPED, now, reason)
        state = State.SENT if shown else State.SKIPPED
        attempts.settle(Reminder, row.id, token, state=state, skip_reason=reason, done_at=now)


def _draft(row: Reminder, token: str, now: datetime, *, carries: bool) -> Draft | None:
    delivery = letters.begin(row, DeliveryState.SENDING, now)
    try:
        letter = letters.of_reminder(row, delivery, now, carries=carries)
    except NotFound:
        delivery.state, delivery.reason = DeliveryState.SKIPPED, "The link had ended."
        attempts.settle(
            Reminder, row.id, token, state=State.SKIPPED, skip_reason=delivery.reason, done_at=now
        )
        return None
    return Draft(Reminder, row.id, token, delivery.id, row.attempts, letter)


def _digest(id_: int, now: datetime) -> Draft | None:
    """Read what stands in the day's digest now; an empty one is not sent."""
    token = attempts.take(Digest, id_, now)
    if token is None:
        return None
    row = db.session.get_one(Digest, id_, populate_existing=True)
    to = rechecks.recipient(row.person, now, server=mail.is_set_up())
    wait = digests.must_wait(row, to, now)
    if wait is not None:
        attempts.settle(Digest, id_, token, state=State.PENDING, **wait)
        return None
    going = digests.contents(row, to, now)
    if not going:
        empty = "Nothing was left to say."
        attempts.settle(Digest, id_, token, state=State.SKIPPED, skip_reason=empty, done_at=now)
        return None
    delivery = letters.begin_digest(row, going, now)
    letter = letters.of_digest(row, going, delivery, now)
    return Draft(Digest, id_, token, delivery.id, row.attempts, letter, tuple(each.id for each in going))


def _record(draft: Draft, answer: Answer, now: datetime) -> None:
    """Write what the server answered."""
    if answer.outcome is Outcome.TAKEN:
        state, values = DeliveryState.SENT, {"state": State.SENT, "done_at": now, "skip_reason": ""}
    elif answer.outcome is Outcome.UNKNOWN:
        state, values = DeliveryState.UNKNOWN, attempts.after_silence(now, answer.text)
    elif answer.outcome is Outcome.AWAY:
        state, values = DeliveryState.WAITING, attempts.without_server(draft.model, now, answer.text)
    elif answer.outcome is Outcome.LATER:
        values = attempts.after_refusal(draft.model, draft.attempts, now, answer.text)
        state = DeliveryState.DEAD if values["state"] is State.DEAD else DeliveryState.WAITING
    else:
        state = DeliveryState.DEAD
        values = {"state": State.DEAD, "done_at": now, "skip_reason": answer.text[:300]}
    delivery = db.session.get_one(Delivery, draft.delivery_id, populate_existing=True)
    delivery.state, delivery.reason, delivery.at = state, answer.text[:300], now
    _note(delivery, draft.letter.to, answer, now)
    if attempts.settle(draft.model, draft.id, draft.token, **values) and draft.model is Digest:
        digests.close(draft.id, draft.rows, values["state"], now)


def _note(delivery: Delivery, address: str, answer: Answer, now: datetime) -> None:
    """Remember how the address answered: taken, or refused for good."""
    if delivery.person_id is None or answer.outcome not in (Outcome.TAKEN, Outcome.REFUSED):
        return
    if answer.outcome is Outcome.REFUSED:
        bounces.mark(delivery.person_id, address, answer.text, now)
        return
    values = {"address": address, "verified_at": now, "bounced_at": None, "answer": answer.text[:300]}
    known = insert(ContactPoint).values(person_id=delivery.person_id, channel=Channel.EMAIL, **values)
    # what came back once is confirmed by the person, not by a server that takes everything
    stands = or_(ContactPoint.bounced_at.is_(None), ContactPoint.address != address)
    unique = ["person_id", "channel"]
    db.session.execute(known.on_conflict_do_update(index_elements=unique, set_=values, where=stands))
