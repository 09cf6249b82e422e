"""Sending a batch: the gate, `sending`, the server, `sent`. No network call inside a transaction.

What the server answered to one mail, and that the next is about to go, are one commit: at any moment one mail
of a worker is in flight.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from rq.timeouts import JobTimeoutException

from learnhub.core import clock
from learnhub.core.text import ascii_email
from learnhub.core.transaction import transaction
from learnhub.notifications.models import DeliveryState, Digest, Reminder, State
from learnhub.notifications.sending import attempts, bounces, digests, gate, mailings
from learnhub.notifications.sending.channels import email
from learnhub.notifications.sending.channels.email import Letter
from learnhub.notifications.sending.channels.smtp import Answer, Line, Outcome
from learnhub.notifications.sending.drafts import Draft

log = logging.getLogger(__name__)
BATCH_LASTS = 60.0  # seconds; what is left is claimed again, well before the queue ends the job
FRESH = 5.0  # seconds; what passed the gate longer ago passes it anew
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
    with email.line() as line:
        while ids:
            if time.monotonic() > until:
                return False
            drafts, left = _weigh(model, ids, token)
            rest = _send_each(drafts, line, min(until, time.monotonic() + FRESH)) if line else []
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


def _send_each(drafts: Sequence[Draft], line: Line, until: float) -> list[int] | None:
    """Send one after the other; return which have to pass the gate again, None where the server is away.

    A job whose time is up leaves its mail as a crash does: the lease ends, and the sweep settles it.
    """
    done, again = list[tuple[Draft, Answer]](), list[int]()
    for number, draft in enumerate(drafts):
        if number and time.monotonic() > until:
            again += [each.id for each in drafts[number:]]
            break
        begun = _go_on(done, draft)
        done = []
        if not begun:
            again.append(draft.id)
            continue
        answer = _send(draft.letter, line)
        done = [(draft, answer)]
        if answer.outcome is Outcome.AWAY:
            break
    _write(done)
    return None if done and done[0][1].outcome is Outcome.AWAY else again


def _go_on(done: Sequence[tuple[Draft, Answer]], draft: Draft) -> bool:
    """Write what was answered, and that the next is about to go: False where it is not to go any more."""
    try:
        return _write(done, draft)
    except JobTimeoutException:
        raise
    except Exception as error:  # what was answered stands, whatever is wrong with the next
        _write(done)
        _postpone(draft.model, draft.id, error)
        return False


def _write(done: Sequence[tuple[Draft, Answer]], following: Draft | None = None) -> bool:
    with transaction():
        for draft, answer in done:
            _record(draft, answer, clock.now())
        return following is not None and _begin(following, clock.now())


def _begin(draft: Draft, now: datetime) -> bool:
    """Mark it as about to go, unless it, or something in it, was done or called off since the gate."""
    stands = [digests.stand(draft.id, draft.rows)] if draft.model is Digest else []
    if not attempts.begin(draft.model, draft.id, draft.token, now, *stands):
        return False
    calendar = draft.letter.invitation.method if draft.letter.invitation else ""
    mailings.write(draft.mail, DeliveryState.SENDING, now, calendar=calendar)
    return True


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


def _record(draft: Draft, answer: Answer, now: datetime) -> None:
    """Write what the server answered."""
    if answer.outcome is Outcome.TAKEN:
        mailings.answered(draft.mail, DeliveryState.SENT, now, answer.text)
        if attempts.sent(draft.model, draft.id, draft.token, now) and draft.model is Digest:
            digests.close(draft.id, draft.rows, now)
    else:
        state, values = _trouble(draft, answer, now)
        mailings.answered(draft.mail, state, now, answer.text)
        attempts.settle(draft.model, draft.id, draft.token, **values)
    _note(draft, answer, now)


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


def _note(draft: Draft, answer: Answer, now: datetime) -> None:
    """Remember how the address answered: that it takes mail, or refused it for good."""
    if draft.mail.person_id is None:
        return
    if answer.outcome is Outcome.REFUSED:
        bounces.mark(draft.mail.person_id, draft.letter.to, answer.text, now)
    elif answer.outcome is Outcome.TAKEN and not draft.is_proven:
        bounces.prove(draft.mail.person_id, draft.letter.to, answer.text, now)
