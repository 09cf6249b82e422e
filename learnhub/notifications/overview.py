"""What admins see of messages: to whom, of what kind, in which state and why; never what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.notifications.channels import email
from learnhub.notifications.models import Reminder, State
from learnhub.people.models import Person, Role
from learnhub.web.frame import Notice

PER_PAGE = 50


def notice(person: Person) -> Notice | None:
    """Tell admins, on every page, that mail cannot be sent."""
    if email.ready() or not person.has(Role.ADMIN):
        return None
    return Notice("No mail server is set up: messages wait, and nothing is lost.", "/admin/delivery")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message."""

    kind: str
    state: State
    reason: str
    to: str
    at: datetime
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Deliveries:
    rows: Sequence[Outgoing]
    total: int
    page: int


SHOWN = {
    "waiting": (State.PENDING, State.CLAIMED, State.BATCHED, State.SENDING),
    "trouble": (State.DEAD, State.UNKNOWN),
    "ended": (State.SKIPPED, State.SUPERSEDED, State.CANCELLED, State.EXPIRED),
    "sent": (State.SENT,),
}


def deliveries(which: str, page: int) -> Deliveries:
    """Return a page of messages: waiting, trouble, ended or sent. Beyond the last it is the last."""
    states = SHOWN.get(which, SHOWN["waiting"])
    rows = db.session.execute(
        select(Reminder, Person.name, Person.email, func.count().over())
        .outerjoin(Person, Person.id == Reminder.person_id)
        .where(Reminder.state.in_(states))
        .order_by(Reminder.next_at.desc(), Reminder.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    if not rows and page > 1:
        count = db.session.scalar(select(func.count(Reminder.id)).where(Reminder.state.in_(states))) or 0
        return deliveries(which, within(page, count, PER_PAGE))
    shown = [
        Outgoing(
            row.kind,
            row.state,
            row.skip_reason,
            f"{name}, {address}" if name else "An address",
            row.fire_at,
            row.next_at,
        )
        for row, name, address, _ in rows
    ]
    return Deliveries(shown, rows[0][3] if rows else 0, page)
