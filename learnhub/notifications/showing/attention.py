"""How much comes to people: messages of a fortnight, by kind and channel, and whether the budget held."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import CTE, String, and_, column, func, select, values

from learnhub.core.db import db
from learnhub.core.walltime import instant
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.policies import MAILS_A_DAY
from learnhub.notifications.telling.kinds import CRITICAL, KINDS
from learnhub.people.models import Person

FORTNIGHT = timedelta(days=14)
MEDIAN = 6  # mails in a fortnight
WENT = (DeliveryState.SENT, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Alike:
    """How many people got so many mails in all, and what came to one of them on the worst day at most."""

    people: int
    mails: int
    digests_a_day: int
    others_a_day: int


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


def came(now: datetime) -> Sequence[Alike]:
    """Return to how many people how many mails went in the last fortnight, by their own days: two statements.

    What is critical, and what calendars read, counts in all and on no day.
    """
    since = now - FORTNIGHT
    days = _days(db.session.scalars(select(Person.zone).distinct()).all(), since, now)
    digest, alone = Delivery.digest_id.is_not(None), Delivery.digest_id.is_(None)
    counts = and_(alone, Delivery.calendar == "", Reminder.kind.not_in(CRITICAL))
    on_a_day = (
        select(
            Delivery.person_id,
            func.count().label("mails"),
            func.count().filter(digest).label("digests"),
            func.count().filter(counts).label("others"),
        )
        .join(Person, Person.id == Delivery.person_id)
        .join(days, and_(days.c.zone == Person.zone, days.c.starts <= Delivery.at, Delivery.at < days.c.ends))
        .outerjoin(Reminder, Reminder.id == Delivery.reminder_id)
        .where(Delivery.channel == Channel.EMAIL, Delivery.state.in_(WENT), Delivery.at > since)
        .group_by(Delivery.person_id, days.c.starts)
        .subquery()
    )
    to_one = (
        select(
            func.sum(on_a_day.c.mails).label("mails"),
            func.max(on_a_day.c.digests).label("digests"),
            func.max(on_a_day.c.others).label("others"),
        )
        .group_by(on_a_day.c.person_id)
        .subquery()
    )
    found = select(func.count(), to_one.c.mails, func.max(to_one.c.digests), func.max(to_one.c.others))
    rows = db.session.execute(found.group_by(to_one.c.mails))
    return [Alike(people, int(mails), digests, others) for people, mails, digests, others in rows]


def _days(zones: Collection[str], since: datetime, now: datetime) -> CTE:
    """Every day of the fortnight as each of these zones has it, from midnight to midnight."""
    instants = Delivery.at.type
    names = column("zone", String), column("starts", instants), column("ends", instants)
    rows = []
    for zone in zones:
        where = ZoneInfo(zone)
        first, last = since.astimezone(where).date(), now.astimezone(where).date()
        for number in range((last - first).days + 1):
            day = datetime.combine(first, time()) + timedelta(days=number)
            rows.append((zone, instant(day, where), instant(day + timedelta(days=1), where)))
    return values(*names, name="days").data(rows).cte("days")


def budget(found: Collection[Alike], people: int) -> Budget:
    """Return what these mails come to, over so many people: who got none counts too. Pure."""
    got = sum(each.people for each in found)
    numbers = Counter({each.mails: each.people for each in found})
    numbers[0] += max(people - got, 0)
    return Budget(
        people,
        sum(each.people * each.mails for each in found),
        median([*numbers.elements()]) if numbers.total() else 0,
        max((each.mails for each in found), default=0),
        max((each.digests_a_day for each in found), default=0),
        max((each.others_a_day for each in found), default=0),
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
    return budget(came(now), db.session.scalar(here) or 0), by_kind(now)
