"""How much comes to people: messages of a fortnight, by kind and channel, and whether the budget held."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.policies import MAILS_A_DAY
from learnhub.notifications.telling.kinds import CRITICAL, KINDS
from learnhub.people.models import Person

FORTNIGHT = timedelta(days=14)
MEDIAN = 6  # mails in a fortnight
WENT = (DeliveryState.SENT, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that went: whose, when by their clock, whether a digest, and whether the budget counts it."""

    person_id: int
    day: date
    digest: bool
    counts: bool  # not critical, and not for a calendar


@dataclass(frozen=True, slots=True)
class Row:
    """Messages of one kind, as admins read it: how many went on each channel."""

    kind: str
    inbox: int
    alone: int
    in_digests: int
    chat: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Mails per person in a fortnight, and the most that came to one person on one day."""

    people: int
    mails: int
    median: float
    most: int
    digests_a_day: int
    others_a_day: int

    @property
    def holds(self) -> bool:
        return self.median <= MEDIAN and self.digests_a_day <= 1 and self.others_a_day <= MAILS_A_DAY


def mails(now: datetime) -> list[Mail]:
    """Return the mails of the last fortnight to people."""
    rows = db.session.execute(
        select(
            Delivery.person_id, Person.zone, Delivery.at, Delivery.digest_id, Delivery.calendar, Reminder.kind
        )
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Reminder, Reminder.id == Delivery.reminder_id)
        .where(Delivery.channel == Channel.EMAIL, Delivery.state.in_(WENT), Delivery.at > now - FORTNIGHT)
    )
    return [
        Mail(
            person_id,
            at.astimezone(ZoneInfo(zone)).date(),
            digest_id is not None,
            not calendar and kind not in CRITICAL,
        )
        for person_id, zone, at, digest_id, calendar, kind in rows
        if person_id is not None
    ]


def budget(found: Iterable[Mail], people: int) -> Budget:
    """Return what these mails come to, over so many people: who got none counts too. Pure."""
    sent = list(found)
    each = Counter(mail.person_id for mail in sent)
    numbers = [*each.values(), *([0] * max(people - len(each), 0))]
    digests = Counter((mail.person_id, mail.day) for mail in sent if mail.digest)
    others = Counter((mail.person_id, mail.day) for mail in sent if mail.counts and not mail.digest)
    return Budget(
        people,
        len(sent),
        median(numbers) if numbers else 0,
        max(numbers, default=0),
        max(digests.values(), default=0),
        max(others.values(), default=0),
    )


def by_kind(now: datetime) -> Sequence[Row]:
    """Return what went of each kind, the most first: two statements."""
    since = now - FORTNIGHT
    went = Delivery.state.in_(WENT), Delivery.at > since, Delivery.at <= now
    inbox, mail, chat = (
        func.count().filter(Delivery.channel == each)
        for each in (Channel.IN_APP, Channel.EMAIL, Channel.CHAT)
    )
    alone = db.session.execute(
        select(Reminder.kind, inbox, mail, chat)
        .join(Delivery, Delivery.reminder_id == Reminder.id)
        .where(*went)
        .group_by(Reminder.kind)
    ).all()
    inside = db.session.execute(
        select(Reminder.kind, func.count())
        .join(Digest, Digest.id == Reminder.digest_id)
        .where(Digest.state == State.SENT, Digest.done_at > since, Reminder.state == State.SENT)
        .group_by(Reminder.kind)
    ).all()
    sums: dict[str, Counter[str]] = {}
    for kind, shown, sent, said in alone:
        sums.setdefault(KINDS[kind].to_admins, Counter()).update(inbox=shown, alone=sent, chat=said)
    for kind, number in inside:
        sums.setdefault(KINDS[kind].to_admins, Counter()).update(in_digests=number)
    rows = [
        Row(kind, each["inbox"], each["alone"], each["in_digests"], each["chat"])
        for kind, each in sums.items()
    ]
    return sorted(rows, key=lambda row: -(row.inbox + row.alone + row.chat))


def of_fortnight(now: datetime) -> tuple[Budget, Sequence[Row]]:
    """Return whether the budget held in the last fortnight, and what came by kind."""
    here = select(func.count(Person.id)).where(Person.left_at.is_(None), Person.joined_at.is_not(None))
    return budget(mails(now), db.session.scalar(here) or 0), by_kind(now)
