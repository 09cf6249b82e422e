"""Messages that go by chat: a delivery row each, taken, sent, marked; tried again as mail is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from learnhub.core import clock
from learnhub.core.db import changed, db, insert, new_key
from learnhub.core.transaction import transaction
from learnhub.notifications import policies
from learnhub.notifications.models import Channel, ChatHook, Delivery, DeliveryState, Reminder
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.policies import Recipient, Situation
from learnhub.notifications.sending import rechecks
from learnhub.notifications.sending.attempts import RETRIES, SENDING_LASTS
from learnhub.notifications.sending.channels import chat
from learnhub.notifications.sending.channels.chat import Post
from learnhub.notifications.sending.channels.smtp import Answer, Outcome
from learnhub.notifications.telling import wording
from learnhub.notifications.telling.kinds import LINKS
from learnhub.programs.models import Program
from learnhub.web import mail
from learnhub.web.addresses import whole

AT_ONCE = 500
NO_HOOK = "The program has no channel any more."
SILENT = "The process ended before the answer came."


def is_for_channel(row: Reminder) -> bool:
    """Whether it is said to nobody but in the channel of its program."""
    return row.person_id is None and row.kind not in LINKS


def ask(row: Reminder, message: Situation, to: Recipient, now: datetime) -> None:
    """Let a message go by chat too, where the person wants that, when it may come; twice asked is once."""
    if policies.may_chat(message, to) and chat.is_set_up():
        at = now if message.kind.critical else to.hours.next_open(now)
        _wait(row, at if at == now else at + jitter(row.person_id or 0), now)


def post(row: Reminder, now: datetime) -> None:
    """Let it go into the channel of its program."""
    _wait(row, now, now)


def _wait(row: Reminder, at: datetime, now: datetime) -> None:
    whose = {"reminder_id": row.id, "person_id": row.person_id}
    state = {"channel": Channel.CHAT, "state": DeliveryState.WAITING, "attempts": 0}
    moments, blank = {"at": at, "created_at": now}, {"reason": "", "calendar": ""}
    row_of = insert(Delivery).values(key=new_key(), **whose, **state, **moments, **blank)
    db.session.execute(row_of.on_conflict_do_nothing(index_elements=["reminder_id", "channel"]))


def due(now: datetime) -> Sequence[int]:
    """Give back what nobody sends any more, and return what is to go, the oldest first."""
    chats = Delivery.channel == Channel.CHAT
    silent = chats, Delivery.state == DeliveryState.SENDING, Delivery.at <= now - SENDING_LASTS
    once = {"state": DeliveryState.WAITING, "attempts": Delivery.attempts + 1, "at": now, "reason": SILENT}
    over = {"state": DeliveryState.UNKNOWN, "at": now, "reason": SILENT}
    db.session.execute(update(Delivery).where(*silent, Delivery.attempts > 0).values(**over))
    db.session.execute(update(Delivery).where(*silent).values(**once))
    waiting = chats, Delivery.state == DeliveryState.WAITING, Delivery.at <= now
    wanted = select(Delivery.id).where(*waiting).order_by(Delivery.at, Delivery.id).limit(AT_ONCE)
    return db.session.scalars(wanted).all()


def deliver(ids: Sequence[int]) -> None:
    """Say these, one after the other."""
    for id_ in ids:
        with transaction():
            said = _begin(id_, clock.now())
        if said is not None:
            answer = chat.send(said)
            with transaction():
                _record(id_, answer, clock.now())


def _begin(id_: int, now: datetime) -> Post | None:
    """Take it, of several who try one, and look again whether it should go."""
    waits = Delivery.id == id_, Delivery.state == DeliveryState.WAITING
    if not changed(update(Delivery).where(*waits).values(state=DeliveryState.SENDING, at=now)):
        return None
    delivery = db.session.get_one(Delivery, id_, populate_existing=True)
    row = db.session.get_one(Reminder, delivery.reminder_id)
    said, reason = _to_channel(row, now) if is_for_channel(row) else _to_person(row, now)
    if said is None:
        delivery.state, delivery.reason = DeliveryState.SKIPPED, reason
    return said


def _to_channel(row: Reminder, now: datetime) -> tuple[Post | None, str]:
    hook = db.session.scalar(select(ChatHook).where(ChatHook.program_id == row.program_id))
    if hook is None:
        return None, NO_HOOK
    program = db.session.get_one(Program, row.program_id)
    words = wording.words(row, wording.tale([row], None), program.tz, now)
    url = whole(words.path)
    return Post(words.subject, "", "Open it", url, hook=hook.address, kind=hook.kind), ""


def _to_person(row: Reminder, now: datetime) -> tuple[Post | None, str]:
    to = rechecks.recipient(row.person, now, server=mail.is_set_up())
    message = rechecks.situation(row, now)
    if ended := policies.refusal(message, to, now):
        return None, ended.reason
    if row.person is None or not (may := policies.may_chat(message, to)):
        return None, may.reason if row.person else ""
    words = wording.words(row, wording.tale([row], row.person_id), row.person.tz, now)
    return Post(words.subject, words.lead, words.button, whole(words.path), email=row.person.email), ""


def _record(id_: int, answer: Answer, now: datetime) -> None:
    delivery = db.session.get_one(Delivery, id_, populate_existing=True)
    delivery.reason, delivery.at = ("" if answer.outcome is Outcome.TAKEN else answer.text[:300]), now
    if answer.outcome is Outcome.TAKEN:
        delivery.state = DeliveryState.SENT
    elif answer.outcome is Outcome.REFUSED or delivery.attempts >= len(RETRIES):
        delivery.state = DeliveryState.DEAD
    else:
        delivery.state, delivery.at = DeliveryState.WAITING, now + RETRIES[delivery.attempts]
        delivery.attempts += 1
