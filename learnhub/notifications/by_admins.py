"""What admins do with messages that wait or failed: try them again, or end them. Callers are admins."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Update, select, update

from learnhub.core import audit, clock
from learnhub.core.db import changed
from learnhub.core.refs import Ref
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder, State
from learnhub.notifications.planning import notices
from learnhub.people.models import Person

CALLED_OFF = "An admin cancelled it."


def try_again(actor: Person, ids: Collection[int], chats: Collection[int] = ()) -> int:
    """Send anew what failed or had no answer and still has time, also in chat; return how many."""
    now = clock.now()
    stuck = Reminder.id.in_(ids), Reminder.state.in_([State.DEAD, State.UNKNOWN]), Reminder.expires_at > now
    fresh = {"state": State.PENDING, "next_at": now, "attempts": 0, "done_at": None, "late_since": None}
    failed = Delivery.state.in_([DeliveryState.DEAD, DeliveryState.UNKNOWN])
    lasts = Delivery.reminder_id.in_(select(Reminder.id).where(Reminder.expires_at > now))
    said = {"state": DeliveryState.WAITING, "at": now, "attempts": 0, "reason": "", "claimed_until": None}
    return _did(
        actor,
        "messages.retried",
        update(Reminder).where(*stuck).values(**fresh, skip_reason=""),
        update(Delivery).where(*_in_chat(chats), failed, lasts).values(**said),
    )


def call_off(actor: Person, ids: Collection[int], chats: Collection[int] = ()) -> int:
    """End messages that have not gone out, also in chat; return how many."""
    now = clock.now()
    held = Reminder.id.in_(ids), Reminder.state.in_([*notices.OPEN_STATES, State.UNKNOWN, State.DEAD])
    ended = {"state": State.CANCELLED, "skip_reason": CALLED_OFF, "done_at": now}
    notices.end_chats(CALLED_OFF, *held)
    open_ = Delivery.state.in_([DeliveryState.WAITING, DeliveryState.DEAD, DeliveryState.UNKNOWN])
    over = {"state": DeliveryState.SKIPPED, "reason": CALLED_OFF, "at": now, "claimed_until": None}
    return _did(
        actor,
        "messages.cancelled",
        update(Reminder).where(*held).values(**ended),
        update(Delivery).where(*_in_chat(chats), open_).values(**over),
    )


def _in_chat(ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return Delivery.id.in_(ids), Delivery.channel == Channel.CHAT


def _did(actor: Person, act: str, *statements: Update) -> int:
    number = sum(changed(each.execution_options(synchronize_session=False)) for each in statements)
    if number:
        audit.record(actor.id, act, Ref("organisation", 1), after={"messages": number})
    return number
