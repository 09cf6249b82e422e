"""The one mail of a person's day: which reminders join it, and what is left of them when it goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Connection, Table, func, select, update

from learnhub.core.db import db, insert
from learnhub.notifications import policies
from learnhub.notifications.models import DeliveryState, Digest, Reminder, State
from learnhub.notifications.planning.times import jitter
from learnhub.notifications.policies import Recipient, Situation
from learnhub.notifications.sending import attempts, letters, mailings, rechecks, recipients
from learnhub.notifications.sending.drafts import Draft
from learnhub.notifications.sending.mailings import Mailing, Said
from learnhub.people.models import Person

DAILY = "daily"
TRIES = 4
EMPTY = "Nothing was left to say."


def join(
    person: Person, to: Recipient, at: datetime, now: datetime, *, expires_at: datetime | None = None
) -> int:
    """Return the digest that goes at `at`, or on the next day that has none gone yet.

    One of that day that would go later goes at `at`, too: what joins it would be too late then. On the next
    day, too, it goes in time for what expires then.
    """
    for _ in range(TRIES):
        day = at.astimezone(person.tz).date()
        values = {"person_id": person.id, "kind": DAILY, "local_date": day, "created_at": now}
        columns = {"state": State.PENDING, "next_at": at + jitter(person.id), "skip_reason": ""}
        row = insert(Digest).values(**values, **columns, attempts=0, copies=0)
        db.session.execute(row.on_conflict_do_nothing(index_elements=["person_id", "kind", "local_date"]))
        found = db.session.execute(
            select(Digest.id, Digest.state, Digest.next_at).where(
                Digest.person_id == person.id, Digest.kind == DAILY, Digest.local_date == day
            )
        ).one()
        if found.state is State.PENDING:
            if found.next_at > columns["next_at"]:
                waits = Digest.id == found.id, Digest.state == State.PENDING
                db.session.execute(update(Digest).where(*waits).values(next_at=columns["next_at"]))
            return int(found.id)
        at = policies.day_after(at, to, expires_at)
    raise RuntimeError(f"no digest is open for person {person.id}")


def _must_wait(digest: Digest, to: Recipient, now: datetime) -> dict[str, object] | None:
    """Return until when and why it cannot go now; None if it can."""
    if not to.server:
        return {"next_at": now + policies.WITHOUT_SERVER, "skip_reason": policies.NO_SERVER}
    if not to.hours.contain(now):
        at = to.hours.next_open(now) + jitter(digest.person_id)
        return {"next_at": at, "skip_reason": policies.waits(to, now)}
    return None


def weigh(ids: Sequence[int], token: str, now: datetime) -> tuple[list[Draft], list[int]]:
    """Take these in hand; return those that are to go now, with what is still to be said. None is left."""
    rows = attempts.take(Digest, ids, token, now)
    wanted = select(Person).where(Person.id.in_([row.person_id for row in rows]))
    readers = db.session.scalars(wanted).all()
    people, proven = recipients.of(readers, now), recipients.proven(readers)
    inside = _contents(rows, people, now)
    drafts = []
    for row in rows:
        going = inside[row.id]
        if wait := _must_wait(row, people[row.person_id], now):
            attempts.settle(Digest, row.id, token, state=State.PENDING, **wait)
        elif not going:
            attempts.settle(Digest, row.id, token, state=State.SKIPPED, skip_reason=EMPTY, done_at=now)
        else:
            mail = mailings.of_digest(row, going)
            letter, mine = letters.of_digest(row, going, mail, now), tuple(each.id for each in going)
            drafts.append(
                Draft(Digest, row.id, token, row.attempts, mail, letter, row.person_id in proven, mine)
            )
    return drafts, []


def stand(digest_id: int, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether all of these are still to be said in a digest: none was done or called off since."""
    standing = Reminder.id.in_(ids), Reminder.digest_id == digest_id, Reminder.state == State.BATCHED
    return select(func.count(Reminder.id)).where(*standing).scalar_subquery() == len(ids)


def _contents(
    digests: Sequence[Digest], people: Mapping[int | None, Recipient], now: datetime
) -> dict[int, list[Reminder]]:
    """Return what still is to be said, the nearest due first; of those that can go now the others end here,
    each with its reason.
    """
    ready = {each.id: each for each in digests if not _must_wait(each, people[each.person_id], now)}
    batched = Reminder.digest_id.in_(ready), Reminder.state == State.BATCHED
    order = Reminder.due_at.is_(None), Reminder.due_at, Reminder.id
    rows = db.session.scalars(select(Reminder).where(*batched).order_by(*order)).all()
    messages, mails = rechecks.situations(rows, now), mailings.of_reminders(rows)
    found: dict[int, list[Reminder]] = {each.id: [] for each in digests}
    for row in rows:
        if _still(row, messages[row.id], people[row.person_id], mails[row.id], now):
            found[row.digest_id or 0].append(row)
    return found


def close(on: Connection, digest_id: int, ids: Sequence[int], now: datetime) -> None:
    """Mark the reminders that went with a digest; those that joined too late stay for the next."""
    row = Reminder.__table__.c
    went = row.id.in_(ids), row.digest_id == digest_id, row.state == State.BATCHED
    done = {"state": State.SENT, "done_at": now, "skip_reason": ""}
    on.execute(update(cast(Table, Reminder.__table__)).where(*went).values(done))


def _still(row: Reminder, message: Situation, to: Recipient, mail: Mailing, now: datetime) -> bool:
    if ended := policies.refusal(message, to, now):
        row.state, row.skip_reason, row.done_at = ended.state, ended.reason, now
        return False
    may = policies.may_mail(message, to)
    if not may:
        mailings.write(db.session.connection(), now, Said(mail, DeliveryState.SKIPPED, may.reason))
        shown = policies.may_stand_in_inbox(message)
        row.state, row.skip_reason, row.done_at = State.SENT if shown else State.SKIPPED, may.reason, now
    return bool(may)
