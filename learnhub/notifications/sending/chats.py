"""Messages that go by chat: a delivery row each, claimed, taken, sent, marked; tried again as mail is."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from rq.timeouts import JobTimeoutException
from sqlalchemy import case, literal, or_, select, update

from learnhub.core import clock
from learnhub.core.db import changed, db, insert, new_key
from learnhub.core.transaction import transaction
from learnhub.notifications import policies
from learnhub.notifications.models import Channel, ChatHook, Delivery, DeliveryState, Reminder, State
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.policies import Recipient, Situation
from learnhub.notifications.sending import rechecks, recipients
from learnhub.notifications.sending.attempts import AFTER_ERROR, AHEAD, RETRIES, SENDING_LASTS
from learnhub.notifications.sending.channels import chat
from learnhub.notifications.sending.channels.chat import Post
from learnhub.notifications.sending.channels.smtp import Answer, Outcome
from learnhub.notifications.telling import wording
from learnhub.notifications.telling.kinds import KINDS, LINKS
from learnhub.programs.models import Program
from learnhub.web.addresses import whole

log = logging.getLogger(__name__)
AT_ONCE = 500
CLAIM_LASTS = timedelta(minutes=5)  # their queue waits for other sites too
BATCH_LASTS = 120.0  # seconds; what is left is claimed again
IN_CHAT = Delivery.channel == Channel.CHAT
OVER = (State.CANCELLED, State.SUPERSEDED)
BROKEN = "It could not be written. Who runs LearnHub finds why in the log."
NO_HOOK = "The program has no channel any more."
SILENT = "The process ended before the answer came."


def is_for_channel(row: Reminder) -> bool:
    """Whether it is said to nobody but in the channel of its program."""
    return row.person_id is None and row.kind not in LINKS


def ask(row: Reminder, message: Situation, to: Recipient, now: datetime) -> None:
    """Let a message go by chat too, where the person wants that, when it may come; twice asked is once."""
    if policies.may_chat(message, to) and chat.is_set_up():
        start = max(now, row.fire_at) if message.kind.rests else now
        _wait(row, _opens(row, to, start), now)


def post(row: Reminder, now: datetime) -> None:
    """Let it go into the channel of its program."""
    _wait(row, now, now)


def _opens(row: Reminder, to: Recipient, start: datetime) -> datetime:
    """Return when it may come to the person, from a moment on: in their working hours, as mail does."""
    at = start if KINDS[row.kind].critical else to.hours.next_open(start)
    return at if at == start else at + jitter(row.person_id or 0)


def _wait(row: Reminder, at: datetime, now: datetime) -> None:
    whose = {"reminder_id": row.id, "person_id": row.person_id}
    state = {"channel": Channel.CHAT, "state": DeliveryState.WAITING, "attempts": 0}
    moments, blank = {"at": at, "created_at": now}, {"reason": "", "calendar": ""}
    row_of = insert(Delivery).values(key=new_key(), **whose, **state, **moments, **blank)
    db.session.execute(row_of.on_conflict_do_nothing(index_elements=["reminder_id", "channel"]))


def sweep(now: datetime) -> None:
    """Give back what nobody sends any more: once, since it may have been said."""
    silent = IN_CHAT, Delivery.state == DeliveryState.SENDING, Delivery.at <= now - SENDING_LASTS
    tried, again = Delivery.attempts > 0, literal(DeliveryState.WAITING, Delivery.state.type)
    becomes = {
        "state": case((tried, literal(DeliveryState.UNKNOWN, Delivery.state.type)), else_=again),
        "attempts": case((tried, Delivery.attempts), else_=Delivery.attempts + 1),
    }
    given_back = update(Delivery).where(*silent).values(**becomes, at=now, reason=SILENT)
    db.session.execute(given_back.execution_options(synchronize_session=False))


def claim(now: datetime) -> Sequence[int]:
    """Claim what is to go, and return its ids, the oldest first."""
    until = Delivery.claimed_until
    by_wrong_clock = until > now + CLAIM_LASTS + AHEAD
    free = or_(until.is_(None), until <= now, by_wrong_clock)
    waiting = IN_CHAT, Delivery.state == DeliveryState.WAITING, Delivery.at <= now, free
    wanted = select(Delivery.id).where(*waiting).order_by(Delivery.at, Delivery.id).limit(AT_ONCE)
    ids = db.session.scalars(wanted.with_for_update(skip_locked=True)).all()
    if not ids:
        return []
    mine = update(Delivery).where(Delivery.id.in_(ids)).values(claimed_until=now + CLAIM_LASTS)
    db.session.execute(mine.execution_options(synchronize_session=False))
    return ids


def deliver(ids: Sequence[int]) -> None:
    """Say these, one after the other. One that fails does not hold up the others; a place that asks to be
    left alone is asked nothing more."""
    begun, busy = time.monotonic(), dict[str, Answer]()
    for id_ in ids:
        if time.monotonic() - begun > BATCH_LASTS:
            return
        try:
            _one(id_, busy)
        except JobTimeoutException:
            raise
        except Exception:  # whatever is wrong with one must not hold back the others
            log.exception("chat delivery %s could not be said", id_)
            with transaction():
                _record(id_, Answer(Outcome.LATER, BROKEN, AFTER_ERROR), clock.now())


def _one(id_: int, busy: dict[str, Answer]) -> None:
    with transaction():
        said = _begin(id_, clock.now())
    if said is None:
        return
    answer = busy.get(said.hook) or chat.send(said)
    if answer.outcome is Outcome.AWAY:
        busy[said.hook] = answer
    with transaction():
        _record(id_, answer, clock.now())


def _begin(id_: int, now: datetime) -> Post | None:
    """Take it, of several who try one, and look again whether it should go, and at this hour."""
    claimed = Delivery.id == id_, Delivery.state == DeliveryState.WAITING, Delivery.claimed_until.is_not(None)
    taken = update(Delivery).where(*claimed)
    if not changed(taken.values(state=DeliveryState.SENDING, at=now, claimed_until=None)):
        return None
    delivery = db.session.get_one(Delivery, id_, populate_existing=True)
    row = db.session.get_one(Reminder, delivery.reminder_id, populate_existing=True)
    if row.state in OVER:
        delivery.state, delivery.reason = DeliveryState.SKIPPED, row.skip_reason
        return None
    if is_for_channel(row):
        return _to_channel(row, delivery, now)
    return _to_person(row, delivery, now)


def _to_channel(row: Reminder, delivery: Delivery, now: datetime) -> Post | None:
    hook = db.session.scalar(select(ChatHook).where(ChatHook.program_id == row.program_id))
    reason = rechecks.channel_refusal(row, now) or ("" if hook else NO_HOOK)
    if reason or hook is None:
        delivery.state, delivery.reason = DeliveryState.SKIPPED, reason
        return None
    program = db.session.get_one(Program, row.program_id)
    words = wording.words(row, wording.tale([row], None), program.tz, now)
    url = whole(words.path)
    return Post(words.subject, "", "Open it", url, hook=hook.address, kind=hook.kind)


def _to_person(row: Reminder, delivery: Delivery, now: datetime) -> Post | None:
    to = recipients.of([row.person] if row.person else [], now)[row.person_id]
    message = rechecks.situation(row, now)
    ended, may = policies.refusal(message, to, now), policies.may_chat(message, to)
    if row.person is None or ended or not may:
        delivery.state, delivery.reason = DeliveryState.SKIPPED, ended.reason if ended else may.reason
        return None
    if (at := _opens(row, to, now)) > now:
        delivery.state, delivery.at = DeliveryState.WAITING, at
        return None
    words = wording.words(row, wording.tale([row], row.person_id), row.person.tz, now)
    return Post(words.subject, words.lead, words.button, whole(words.path), email=row.person.email)


def _record(id_: int, answer: Answer, now: datetime) -> None:
    """Write what the chat answered: what it puts off counts as no attempt."""
    delivery = db.session.get_one(Delivery, id_, populate_existing=True)
    delivery.reason, delivery.at = ("" if answer.outcome is Outcome.TAKEN else answer.text[:300]), now
    delivery.claimed_until = None
    if answer.outcome is Outcome.TAKEN:
        delivery.state = DeliveryState.SENT
    elif answer.outcome is Outcome.AWAY:
        delivery.state, delivery.at = DeliveryState.WAITING, now + answer.wait
    elif answer.outcome is Outcome.REFUSED or delivery.attempts >= len(RETRIES):
        delivery.state = DeliveryState.DEAD
    else:
        wait = max(answer.wait, RETRIES[delivery.attempts])
        delivery.state, delivery.at = DeliveryState.WAITING, now + wait
        delivery.attempts += 1
