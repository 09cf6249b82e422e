"""Whether a mail tells the recipient's calendar something, and what that is."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from learnhub.calendars import invitations
from learnhub.calendars.invitations import Invitation
from learnhub.cohorts import meeting_queries
from learnhub.core.db import db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder, State
from learnhub.notifications.policies import Calendar
from learnhub.notifications.sending.channels import email
from learnhub.notifications.telling.kinds import KINDS
from learnhub.people.models import Person

HANDED_OVER = (DeliveryState.SENT, DeliveryState.UNKNOWN)  # with the server, or so it may be
REQUEST = "REQUEST"
MEETING = "pod-meeting"
_Whose = tuple[int | None, int | None]  # a person, and a program or a meeting
_Coming = Callable[[Collection[int], Collection[int]], Collection[_Whose]]  # of these people, to these


@dataclass(frozen=True, slots=True)
class _Of:
    """What stands in calendars, each with a row of its own: by which column a message names it."""

    column: InstrumentedAttribute[Any]
    which: ColumnElement[bool]


PROGRAMS = _Of(Reminder.program_id, Reminder.subject_kind != MEETING)
MEETINGS = _Of(Reminder.subject_id, Reminder.subject_kind == MEETING)


def situations(rows: Sequence[Reminder]) -> dict[int, Calendar]:
    """Return by id what matters of its recipient's calendar to each message: three statements at most for
    programs, and as many for meetings of pods.
    """
    found = {row.id: Calendar() for row in rows}
    telling = [row for row in rows if KINDS[row.kind].calendar and row.person_id and row.program_id]
    for of, invited in ((PROGRAMS, invitations.taking_part), (MEETINGS, meeting_queries.coming)):
        mine = [row for row in telling if (row.subject_kind == MEETING) is (of is MEETINGS)]
        if mine:
            found |= _situations(mine, of, invited)
    return found


def _situations(rows: Sequence[Reminder], of: _Of, coming: _Coming) -> dict[int, Calendar]:
    people, ids = {row.person_id or 0 for row in rows}, {getattr(row, of.column.key) for row in rows}
    invited, standing, going = coming(people, ids), _standing(people, ids, of), _going(people, ids, of)
    found = {}
    for row in rows:
        whose = row.person_id, getattr(row, of.column.key)
        waits = bool(going.get(whose, set()) - {row.id})
        found[row.id] = Calendar(invites=whose in invited, stands=whose in standing, waits=waits)
    return found


def _standing(people: Collection[int], ids: Collection[int], of: _Of) -> Collection[_Whose]:
    """Return whose calendar has which of them, by what was mailed last."""
    last: dict[_Whose, str] = {}
    rows = _mailed(people, ids, of, Delivery.calendar).where(Delivery.state.in_(HANDED_OVER))
    for person_id, id_, told in db.session.execute(rows.order_by(Delivery.at, Delivery.id)):
        last[person_id, id_] = told
    return {whose for whose, told in last.items() if told == REQUEST}


def _going(people: Collection[int], ids: Collection[int], of: _Of) -> dict[_Whose, set[int]]:
    """Return for whose calendar which reminders are being handed to the server.

    What comes after them waits, so that no CANCEL overtakes its REQUEST.
    """
    going: dict[_Whose, set[int]] = {}
    rows = _mailed(people, ids, of, Reminder.id).where(Reminder.state == State.SENDING)
    for person_id, about, id_ in db.session.execute(rows):
        going.setdefault((person_id, about), set()).add(id_)
    return going


def stands_soon(person_id: int, program_id: int) -> bool:
    """Whether the program stands in the person's calendar, or may do so in a moment."""
    whose = [person_id], [program_id]
    return bool(_standing(*whose, PROGRAMS) or _going(*whose, PROGRAMS))


def carried(row: Reminder, person: Person, now: datetime) -> Invitation:
    """Return the part of a mail that the person's calendar reads: how things stand now."""
    organizer = email.settings().mail_from
    if row.subject_kind == MEETING:
        return invitations.of_meeting(person, row.subject_id, organizer=organizer, now=now)
    return invitations.of(person, row.program_id or 0, organizer=organizer, now=now)


def _mailed(people: Collection[int], ids: Collection[int], of: _Of, what: Any) -> Select[Any]:
    return (
        select(Reminder.person_id, of.column, what)
        .join(Delivery, Delivery.reminder_id == Reminder.id)
        .where(Reminder.person_id.in_(people), of.column.in_(ids), of.which)
        .where(Delivery.channel == Channel.EMAIL, Delivery.calendar != "")
    )
