"""Mail that came back later: reports of a mail provider, signed, of this moment, and taken once.

`X-LearnHub-Timestamp` is a number of seconds since 1970, and `X-LearnHub-Signature` is `sha256=` and the
HMAC-SHA256, in hexadecimal digits, of that number, a full stop and the body.
"""

import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, Insert, delete, or_, select

from learnhub.core.db import changed, db, insert
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.text import normal_email, one_line
from learnhub.notifications.models import BounceReport, Channel, ContactPoint
from learnhub.people.models import Person

LASTS = timedelta(minutes=5)  # either way: clocks differ
MOST = 1000  # addresses in one report
REFUSED = "This report is not signed by your mail provider, or is not of this moment."


class Taker(NamedTuple):
    """An address that took a mail, and what its server said."""

    person_id: int
    address: str
    answer: str


def check(secret: str, stamp: str, signature: str, body: bytes, now: datetime) -> str:
    """Return what tells this report from others. Raises Forbidden where it is not signed, or not of now."""
    wanted = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    given = signature.removeprefix("sha256=")
    fresh = stamp.isascii() and stamp.isdigit() and len(stamp) < 12
    fresh = fresh and abs(int(stamp) - now.timestamp()) <= LASTS.total_seconds()
    if not fresh or not hmac.compare_digest(wanted.encode(), given.encode()):
        raise Forbidden(REFUSED)
    return sha256(wanted.encode()).hexdigest()


def read(body: bytes) -> list[tuple[str, str]]:
    """Return (address, answer) of what came back for good. Raises Invalid for what is no report."""
    try:
        said = json.loads(body)
        rows = said["bounces"]
        found = [(normal_email(row["email"]), one_line(row.get("reason", ""))[:300]) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Invalid('Send {"bounces": [{"email": "…", "reason": "…"}]}.') from error
    if len(found) > MOST:
        raise Invalid(f"Report at most {MOST} addresses at once. Nothing of this was taken.")
    return found


def take(digest: str, bounces: Sequence[tuple[str, str]], now: datetime) -> int:
    """Mark these addresses; return how many are of people here. The same report again marks none."""
    db.session.execute(delete(BounceReport).where(BounceReport.at < now - 3 * LASTS))
    row = insert(BounceReport).values(digest=digest, at=now)
    if not changed(row.on_conflict_do_nothing(index_elements=["digest"])):
        return 0
    said = dict(bounces)
    people = db.session.execute(select(Person.id, Person.email).where(Person.email.in_(said))).all()
    for id_, address in people:
        mark(id_, address, said[address] or "The mail provider says that it came back.", now)
    return len(people)


def mark(person_id: int, address: str, answer: str, now: datetime) -> None:
    """Remember that an address takes no mail."""
    values = {"address": address, "verified_at": None, "bounced_at": now, "answer": answer[:300]}
    known = insert(ContactPoint).values(person_id=person_id, channel=Channel.EMAIL, **values)
    db.session.execute(known.on_conflict_do_update(index_elements=["person_id", "channel"], set_=values))


def prove(on: Connection, takers: Sequence[Taker], now: datetime) -> None:
    """Remember that these addresses take mail. In one order for all workers, who else wait for each other."""
    took = {"channel": Channel.EMAIL, "verified_at": now, "bounced_at": None}
    rows = [each._asdict() | took | {"answer": each.answer[:300]} for each in takers]
    if rows:
        on.execute(_proving(on.dialect.name), rows)


@cache
def _proving(_dialect: str) -> Insert:
    """Return the statement, made once: it is asked for with every batch of first messages."""
    point = insert(ContactPoint.__table__)
    took = {name: point.excluded[name] for name in ("address", "verified_at", "bounced_at", "answer")}
    # what came back once is confirmed by the person, not by a server that takes everything
    stands = or_(ContactPoint.bounced_at.is_(None), ContactPoint.address != point.excluded.address)
    return point.on_conflict_do_update(index_elements=["person_id", "channel"], set_=took, where=stands)
