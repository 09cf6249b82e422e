"""From rows to letters: secrets are minted and words chosen here, when the message is about to go."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from learnhub.core import dates
from learnhub.core.db import db, new_key
from learnhub.core.words import counted
from learnhub.notifications.models import (
    Category,
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    Reminder,
)
from learnhub.notifications.sending import invitations, message_ids, unsubscribing
from learnhub.notifications.sending.channels import email
from learnhub.notifications.sending.channels.email import Item, Letter
from learnhub.notifications.telling import wording
from learnhub.notifications.telling.calendar_wording import CANNOT_COME
from learnhub.notifications.telling.kinds import CATEGORY_LABELS, KINDS, LINKS
from learnhub.people import links
from learnhub.people.models import Organisation, Person
from learnhub.web.addresses import whole


class _Footer(TypedDict, total=False):
    why_url: str
    settings_url: str
    unsubscribe_url: str


def begin(row: Reminder, state: DeliveryState, now: datetime, reason: str = "") -> Delivery:
    """Return the reminder's delivery by mail, now in `state`: one, with one Message-ID, for all attempts."""
    found = db.session.query(Delivery).filter_by(channel=Channel.EMAIL, reminder_id=row.id).one_or_none()
    if found is None:
        found = Delivery(key=new_key(), channel=Channel.EMAIL, reminder_id=row.id, created_at=now)
        found.message_id = _message_id(message_ids.of_reminder(row, found, secret=row.kind in LINKS))
    return _put(found, row, state, now, reason)


def begin_digest(row: Digest, inside: Sequence[Reminder], now: datetime) -> Delivery:
    """Return the digest's delivery, about to go: one, with one Message-ID, for all attempts."""
    found = db.session.query(Delivery).filter_by(channel=Channel.EMAIL, digest_id=row.id).one_or_none()
    if found is None:
        found = Delivery(key=new_key(), channel=Channel.EMAIL, digest_id=row.id, created_at=now)
        found.message_id = _message_id(message_ids.of_digest(row, inside))
    return _put(found, row, DeliveryState.SENDING, now)


def _message_id(name: str) -> str:
    return f"<{_organisation().instance}.{name}@{email.domain()}>"


def _put(
    found: Delivery, row: Reminder | Digest, state: DeliveryState, now: datetime, reason: str = ""
) -> Delivery:
    found.person_id, found.state, found.reason, found.at = row.person_id, state, reason[:300], now
    db.session.add(found)
    db.session.flush()
    return found


def of_reminder(row: Reminder, delivery: Delivery, now: datetime, *, carries: bool = False) -> Letter:
    """Return the letter of one reminder; with `carries` calendars read it as well.

    Raises NotFound where its link has ended.
    """
    kind = KINDS[row.kind]
    house = _organisation()
    zone = row.person.tz if row.person else house.tz
    words = wording.words(row, wording.tale([row], row.person_id, letter=True), zone, now)
    to, url = (row.person.email if row.person else "", whole(words.path))
    if row.kind in LINKS:
        outgoing = links.outgoing(row.subject_id)
        to, url = outgoing.email or to, outgoing.url
    invitation = invitations.carried(row, row.person, now) if carries and row.person else None
    delivery.calendar = invitation.method if invitation else ""
    can_leave = invitation is not None and invitation.leave_url
    return Letter(
        message_id=delivery.message_id or "",
        to_name=row.person.name if row.person else "",
        to=to,
        subject=words.subject,
        house=house.name,
        lead=words.lead.removesuffix(CANNOT_COME).strip() if can_leave else words.lead,
        invitation=invitation,
        button=words.button,
        url=url,
        zone=str(zone),
        category=kind.category.value,
        label=CATEGORY_LABELS.get(kind.category, ("Account", ""))[0],
        **_footer(row.person, kind.category, delivery),
    )


def of_digest(digest: Digest, rows: Sequence[Reminder], delivery: Delivery, now: datetime) -> Letter:
    """Return the one letter of a person's day."""
    person, house = digest.person, _organisation()
    about = wording.tale(rows, person.id, letter=True)
    said = [wording.words(row, about, person.tz, now) for row in rows]
    items = [Item(words.subject, words.lead, whole(words.path)) for words in said]
    day = dates.day(digest.local_date, now.astimezone(person.tz).date())
    first = said[0].subject
    return Letter(
        message_id=delivery.message_id or "",
        to_name=person.name,
        to=person.email,
        subject=first if len(said) == 1 else f"{day}: {first}, and {counted(len(said) - 1, 'other thing')}",
        house=house.name,
        lead=said[0].lead if len(said) == 1 else f"What is new and what is next, as of {day}.",
        button=said[0].button if len(said) == 1 else "Open the inbox",
        url=whole(said[0].path if len(said) == 1 else "/inbox"),
        zone=str(person.tz),
        category=Category.DIGEST.value,
        label=CATEGORY_LABELS[Category.DIGEST][0],
        items=items if len(items) > 1 else (),
        **_footer(person, Category.DIGEST, delivery),
    )


def _footer(person: Person | None, category: Category, delivery: Delivery) -> _Footer:
    if person is None or category is Category.ACCOUNT:
        return {}
    token = unsubscribing.token(person.key, category)
    return {
        "why_url": whole(f"/inbox/{delivery.key}/why"),
        "settings_url": whole("/settings/notifications"),
        "unsubscribe_url": whole(f"/unsubscribe/{token}"),
    }


def _organisation() -> Organisation:
    return db.session.get(Organisation, 1) or Organisation(id=1, name="", zone="UTC", instance="learnhub")
