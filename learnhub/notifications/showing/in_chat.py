"""What became of messages in chat: for who was to be told, and for admins, never what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from learnhub.core.db import db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder
from learnhub.people.models import Person
from learnhub.programs.models import Program

SHOWN = 50
ALL = tuple(DeliveryState)
STATES: Mapping[str, Sequence[DeliveryState]] = {  # by the tabs of the board
    "waiting": (DeliveryState.WAITING, DeliveryState.SENDING),
    "trouble": (DeliveryState.DEAD, DeliveryState.UNKNOWN),
    "ended": (DeliveryState.SKIPPED,),
    "sent": (DeliveryState.SENT,),
}
WORDS = {
    DeliveryState.WAITING: "Waiting",
    DeliveryState.SENDING: "On its way",
    DeliveryState.SENT: "Sent",
    DeliveryState.SKIPPED: "Not sent",
    DeliveryState.UNKNOWN: "No answer",
    DeliveryState.DEAD: "Failed",
}


@dataclass(frozen=True, slots=True)
class Chat:
    """One message in chat; `id` is for the form alone. Its day is one of UTC."""

    id: int
    kind: str
    to: str
    word: str
    reason: str
    day: date
    path: str  # where the channel is set, if it is one


def listed(which: str, who: str = "") -> Sequence[Chat]:
    """Return the newest in one of the states of the board, by day and name, as `to_admins.deliveries` does.

    `who` is a part of whom, or of which program.
    """
    like = [each.icontains(who, autoescape=True) for each in (Person.name, Person.email, Program.title)]
    rows = db.session.execute(
        select(Delivery, Reminder.kind, Person.name, Program.title, Program.key)
        .join(Reminder, Reminder.id == Delivery.reminder_id)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .outerjoin(Program, Program.id == Reminder.program_id)
        .where(Delivery.channel == Channel.CHAT, Delivery.state.in_(STATES.get(which, ALL)))
        .where(*([or_(*like)] if who else []))
        .order_by(func.date(Delivery.at).desc(), Person.name, Program.title, Reminder.kind, Delivery.id)
        .limit(SHOWN)
    )
    return [
        Chat(
            row.id,
            kind,
            name or f"The channel of {title}",
            WORDS[row.state],
            row.reason,
            row.at.date(),
            "" if name else f"/programs/{key}/reminders#channel-h",
        )
        for row, kind, name, title, key in rows
    ]


def said(found: Delivery | None) -> tuple[str, datetime | None] | None:
    """Return what became of it in chat, a sentence that may end in a moment; None where it was not to go."""
    if found is None:
        return None
    if found.state in (DeliveryState.DEAD, DeliveryState.SKIPPED):
        return f"Not in chat. {found.reason}".strip(), None
    if found.state is DeliveryState.WAITING:
        return f"{found.reason} Next try".strip(), found.at
    if found.state is DeliveryState.UNKNOWN:
        return "Handed to the chat, which gave no answer,", found.at
    return WORDS[found.state] + (" since" if found.state is DeliveryState.SENDING else ""), found.at
