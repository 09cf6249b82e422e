"""Message-IDs made of what a mail is, not of the row that sent it.

A database restored from a backup has forgotten what was sent since. It plans and sends it again, and the copy
bears the Message-ID of the first, so that mail programs know it. Row ids alone would not do: after a restore
they are given to other things. So random keys stand beside them, and the moment for which it was meant.
"""

from collections.abc import Sequence
from hashlib import sha256

from learnhub.core.db import db
from learnhub.notifications.models import Digest, Reminder
from learnhub.programs.models import Program

LENGTH = 40  # hexadecimal digits: 160 bits


def of_reminder(row: Reminder, key: str, *, secret: bool) -> str:
    """Return what stands before the @. Each mail with a `secret` bears another one, of its own `key`, so none
    is a copy.
    """
    return _digits([key] if secret else [_identity(row)])


def of_digest(row: Digest, inside: Sequence[Reminder]) -> str:
    """Return what stands before the @: with other things in it, the digest of a day is another mail."""
    day = f"{row.kind}|{row.person.key}|{row.local_date.isoformat()}"
    return _digits([day, *sorted(map(_identity, inside))])


def _identity(row: Reminder) -> str:
    program = db.session.get(Program, row.program_id) if row.program_id else None
    person, about = row.person.key if row.person else "", program.key if program else ""
    return f"{row.occurrence_key}|{person}|{about}|{row.fire_at.isoformat()}"


def _digits(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]
