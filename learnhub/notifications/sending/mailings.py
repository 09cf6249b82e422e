"""The one delivery by mail of a reminder or a digest: with one Message-ID, for all attempts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, Insert, Select, select

from learnhub.core.db import db, insert, new_key
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder
from learnhub.notifications.sending import message_ids
from learnhub.notifications.sending.channels import email
from learnhub.notifications.telling.kinds import LINKS
from learnhub.people import queries as people


@dataclass(frozen=True, slots=True)
class Mailing:
    """Whose mail it is, under which key its reader finds why it came, and its Message-ID."""

    key: str
    message_id: str
    person_id: int | None
    reminder_id: int | None = None
    digest_id: int | None = None


class Said(NamedTuple):
    """How a mail stands, why, and what it tells calendars."""

    mail: Mailing
    state: DeliveryState
    reason: str = ""
    calendar: str = ""


def of_reminders(rows: Collection[Reminder]) -> dict[int, Mailing]:
    """Return by the reminder's id: those of earlier attempts are read, in one statement."""
    columns = Delivery.reminder_id, Delivery.key, Delivery.message_id
    known = _known(select(*columns).where(Delivery.reminder_id.in_([row.id for row in rows])))
    found, whole = {}, _pattern()
    for row in rows:
        key, message_id = known.get(row.id) or (new_key(), None)
        if message_id is None:
            message_id = whole.format(message_ids.of_reminder(row, key, secret=row.kind in LINKS))
        found[row.id] = Mailing(key, message_id, row.person_id, reminder_id=row.id)
    return found


def of_digest(row: Digest, inside: Sequence[Reminder]) -> Mailing:
    """Return that of a digest with these in it."""
    columns = Delivery.digest_id, Delivery.key, Delivery.message_id
    known = _known(select(*columns).where(Delivery.digest_id == row.id))
    key, message_id = known.get(row.id) or (new_key(), None)
    said = message_id or _pattern().format(message_ids.of_digest(row, inside))
    return Mailing(key, said, row.person_id, digest_id=row.id)


def write(on: Connection, now: datetime, *said: Said) -> None:
    """Write how these stand, all of reminders or all of digests: by one statement."""
    rows = [_row(each) | {"at": now, "created_at": now} for each in said]
    if rows:
        of = "digest_id" if said[0].mail.reminder_id is None else "reminder_id"
        on.execute(_writing(on.dialect.name, of), rows)


def _row(said: Said) -> dict[str, object]:
    mail = said.mail
    whose = {"person_id": mail.person_id, "reminder_id": mail.reminder_id, "digest_id": mail.digest_id}
    one = {"key": mail.key, "message_id": mail.message_id, "channel": Channel.EMAIL, "attempts": 0}
    return whose | one | {"state": said.state, "reason": said.reason[:300], "calendar": said.calendar}


@cache
def _writing(_dialect: str, of: str) -> Insert:
    """Return the statement, made once: it is asked for with every message."""
    row = insert(Delivery.__table__)
    set_ = {name: row.excluded[name] for name in ("state", "reason", "at", "calendar")}
    return row.on_conflict_do_update(index_elements=[of, "channel"], set_=set_)


def _known(wanted: Select[int | None, str, str | None]) -> Mapping[int | None, tuple[str, str | None]]:
    rows = db.session.execute(wanted.where(Delivery.channel == Channel.EMAIL))
    return {of: (key, message_id) for of, key, message_id in rows}


def _pattern() -> str:
    """Return the Message-IDs of this instance, with `{}` for what names one mail."""
    return f"<{people.organisation().instance or 'learnhub'}.{{}}@{email.domain()}>"
