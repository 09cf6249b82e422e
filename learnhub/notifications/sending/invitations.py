"""Whether a mail tells the recipient's calendar something, and what that is."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from learnhub.calendars import invitations
from learnhub.calendars.invitations import Invitation
from learnhub.core.db import db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder, State
from learnhub.notifications.policies import Calendar
from learnhub.notifications.sending.channels import email
from learnhub.notifications.telling.kinds import KINDS
from learnhub.people.models import Person

HANDED_OVER = (DeliveryState.SENT, DeliveryState.UNKNOWN)  # with the server, or so it may be
REQUEST = "REQUEST"


def situation(row: Reminder) -> Calendar:
    """Return what matters of the recipient's calendar to a message."""
    if not KINDS[row.kind].calendar or row.person_id is None or row.program_id is None:
        return Calendar()
    whose = row.person_id, row.program_id
    waits = is_going(*whose, but=row.id)
    return Calendar(invites=invitations.takes_part(*whose), stands=stands(*whose), waits=waits)


def stands(person_id: int, program_id: int) -> bool:
    """Whether the program stands in the person's calendar by what was mailed last."""
    last = (
        _mailed(person_id, program_id, Delivery.calendar)
        .where(Delivery.state.in_(HANDED_OVER))
        .order_by(Delivery.at.desc(), Delivery.id.desc())
    )
    return bool(db.session.scalar(last.limit(1)) == REQUEST)


def is_going(person_id: int, program_id: int, *, but: int = 0) -> bool:
    """Whether something for that calendar is being handed to the server; `but` is a reminder left out.

    What comes after it waits, so that no CANCEL overtakes its REQUEST.
    """
    going = _mailed(person_id, program_id, Delivery.id).where(Reminder.state == State.SENDING)
    return db.session.scalar(going.where(Reminder.id != but).limit(1)) is not None


def stands_soon(person_id: int, program_id: int) -> bool:
    """Whether the program stands in the person's calendar, or may do so in a moment."""
    return stands(person_id, program_id) or is_going(person_id, program_id)


def carried(row: Reminder, person: Person, now: datetime) -> Invitation:
    """Return the part of a mail that the person's calendar reads: how things stand now."""
    organizer = email.settings().mail_from
    return invitations.of(person, row.program_id or 0, organizer=organizer, now=now)


def _mailed(person_id: int, program_id: int, what: Any) -> Select[Any]:
    return (
        select(what)
        .join(Delivery.reminder)
        .where(Reminder.person_id == person_id, Reminder.program_id == program_id)
        .where(Delivery.channel == Channel.EMAIL, Delivery.calendar != "")
    )
