"""What people do with the messages of their inbox: read, snooze, mute; and how each of that is taken back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from learnhub.core import clock, dates
from learnhub.core.db import changed, db
from learnhub.core.errors import NotFound
from learnhub.notifications import policies, queries, services
from learnhub.notifications.models import Channel, Delivery, Mute, Reminder, State
from learnhub.notifications.planning import notices
from learnhub.notifications.policies import Snooze
from learnhub.notifications.sending import recipients
from learnhub.people.models import Person
from learnhub.programs.models import Program

SNOOZED = "The person snoozed it."


def mark_read(actor: Person, delivery: Delivery) -> None:
    """Mark one message as read. Raises NotFound for somebody else's."""
    if delivery.person_id != actor.id:
        raise NotFound
    delivery.read_at = delivery.read_at or clock.now()
    db.session.flush()


def mark_all_read(actor: Person) -> datetime:
    """Mark the whole inbox as read, but what is snoozed; return the moment, by which it is taken back."""
    now = clock.now()
    mine = Delivery.person_id == actor.id, Delivery.channel == Channel.IN_APP, Delivery.at <= now
    db.session.execute(update(Delivery).where(*mine, Delivery.read_at.is_(None)).values(read_at=now))
    return now


def read(actor: Person, keys: Collection[str]) -> tuple[int, datetime]:
    """Mark these messages of the actor's as read; return how many they are, and the moment."""
    found, now = queries.chosen(actor, keys), clock.now()
    for each in found:
        each.read_at = each.read_at or now
    db.session.flush()
    return len(found), now


def unread(actor: Person, said: str) -> int:
    """Let what the actor marked as read at that moment (ISO, with its zone) be new again; return how many."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return 0
    if at.tzinfo is None or not dates.is_near(at.date()):
        return 0
    mine = Delivery.person_id == actor.id, Delivery.channel == Channel.IN_APP, Delivery.read_at == at
    return changed(update(Delivery).where(*mine).values(read_at=None))


def snooze(actor: Person, keys: Collection[str], how: Snooze) -> list[str]:
    """Take these messages out of the actor's inbox for a while, with the mail that they wait for.

    They are back, and new again, before they are due. Returns the keys of those that went.
    """
    now, hours, went = clock.now(), recipients.hours(actor), list[str]()
    for each in queries.chosen(actor, keys):
        about = each.reminder
        expires_at = policies.expires(now, about.due_at, about.expires_at) if about else None
        at = policies.back_at(how, hours, expires_at, now)
        if at is not None:
            each.at, each.read_at = at, None
            went.append(each.key)
            mail = Reminder.id == each.reminder_id, Reminder.state.in_([State.PENDING, State.BATCHED])
            later = {"state": State.PENDING, "digest_id": None, "next_at": at, "skip_reason": SNOOZED}
            db.session.execute(update(Reminder).where(*mail).values(**later))
            notices.put_off_chats(at, Delivery.reminder_id == each.reminder_id)
    db.session.flush()
    return went


def wake(actor: Person, keys: Collection[str]) -> int:
    """Let these stand in the inbox again where they stood, if they are snoozed still; return how many.

    The mail and the chat that they wait for go when they may from now on.
    """
    now = clock.now()
    found = [each for each in queries.chosen(actor, keys) if each.at > now]
    for each in found:
        each.at = each.created_at
        mail = Reminder.id == each.reminder_id, Reminder.skip_reason == SNOOZED
        waits = *mail, Reminder.state == State.PENDING
        db.session.execute(update(Reminder).where(*waits).values(next_at=now, skip_reason=""))
        notices.bring_back_chats(now, Delivery.reminder_id == each.reminder_id)
    db.session.flush()
    return len(found)


def mute_those(actor: Person, keys: Collection[str]) -> list[str]:
    """Send the actor nothing more of the programs that these messages are about; return the keys of those
    of which they heard until now.
    """
    told = {each.reminder.program_id for each in queries.chosen(actor, keys) if each.reminder} - {None}
    found = db.session.scalars(select(Program).where(Program.id.in_(told)).order_by(Program.id)).all()
    heard = [each.key for each in found if queries.mute(actor, each) is None]
    for program in found:
        services.mute(actor, program)
    return heard


def unmute_those(actor: Person, keys: Collection[str]) -> int:
    """Let the actor hear of these programs again; return how many they are."""
    mine = select(Program).join(Mute, Mute.program_id == Program.id).where(Mute.person_id == actor.id)
    found = db.session.scalars(mine.where(Program.key.in_(keys))).all()
    for program in found:
        services.unmute(actor, program)
    return len(found)
