"""Whether a mail tells the recipient's calendar something, and what that is."""

from collections.abc import Collection, Sequence
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
_Whose = tuple[int | None, int | None]  # a person, and a program


def situations(rows: Sequence[Reminder]) -> dict[int, Calendar]:
    """Return by id what matters of its recipient's calendar to each message: three statements at most."""
    telling = [row for row in rows if KINDS[row.kind].calendar and row.person_id and row.program_id]
    if not telling:
        return {row.id: Calendar() for row in rows}
    people, programs = ({getattr(row, name) for row in telling} for name in ("person_id", "program_id"))
    invited, standing = invitations.taking_part(people, programs), _standing(people, programs)
    going = _going(people, programs)
    found = {row.id: Calendar() for row in rows}
    for row in telling:
        whose = row.person_id, row.program_id
        waits = bool(going.get(whose, set()) - {row.id})
        found[row.id] = Calendar(invites=whose in invited, stands=whose in standing, waits=waits)
    return found


def _standing(people: Collection[int], programs: Collection[int]) -> Collection[_Whose]:
    """Return whose calendar has which program, by what was mailed last."""
    last: dict[_Whose, str] = {}
    rows = _mailed(people, programs, Delivery.calendar).where(Delivery.state.in_(HANDED_OVER))
    for person_id, program_id, told in db.session.execute(rows.order_by(Delivery.at, Delivery.id)):
        last[person_id, program_id] = told
    return {whose for whose, told in last.items() if told == REQUEST}


def _going(people: Collection[int], programs: Collection[int]) -> dict[_Whose, set[int]]:
    """Return for whose calendar which reminders are being handed to the server.

    What comes after them waits, so that no CANCEL overtakes its REQUEST.
    """
    going: dict[_Whose, set[int]] = {}
    rows = _mailed(people, programs, Reminder.id).where(Reminder.state == State.SENDING)
    for person_id, program_id, id_ in db.session.execute(rows):
        going.setdefault((person_id, program_id), set()).add(id_)
    return going


def stands_soon(person_id: int, program_id: int) -> bool:
    """Whether the program stands in the person's calendar, or may do so in a moment."""
    whose = [person_id], [program_id]
    return bool(_standing(*whose) or _going(*whose))


def carried(row: Reminder, person: Person, now: datetime) -> Invitation:
    """Return the part of a mail that the person's calendar reads: how things stand now."""
    organizer = email.settings().mail_from
    return invitations.of(person, row.program_id or 0, organizer=organizer, now=now)


def _mailed(people: Collection[int], programs: Collection[int], what: Any) -> Select[Any]:
    return (
        select(Reminder.person_id, Reminder.program_id, what)
        .join(Delivery, Delivery.reminder_id == Reminder.id)
        .where(Reminder.person_id.in_(people), Reminder.program_id.in_(programs))
        .where(Delivery.channel == Channel.EMAIL, Delivery.calendar != "")
    )
