"""What of people matters to any mail to them, read for all of them at once."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select

from learnhub.core.db import db
from learnhub.core.walltime import instant
from learnhub.notifications.models import (
    Category,
    Channel,
    ChannelPreference,
    ContactPoint,
    Delivery,
    DeliveryState,
    Frequency,
    Reminder,
)
from learnhub.notifications.planning.times import Hours
from learnhub.notifications.policies import Recipient
from learnhub.notifications.telling.kinds import CRITICAL
from learnhub.people import quiet
from learnhub.people.hours import Quiet
from learnhub.people.models import Person
from learnhub.people.queries import is_away
from learnhub.web import mail

ON_THE_WAY = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)
NOBODY_YET = Hours("UTC", time(), time(), "")  # an address that has no person


def hours(person: Person) -> Hours:
    """Return when mail may come to the person."""
    return _hours(person, quiet.of(person))


def of(
    people: Collection[Person], now: datetime, *, but: Collection[int] = ()
) -> Mapping[int | None, Recipient]:
    """Return by id what matters of these people, and under None of an address that has no person: four
    statements, however many they are.

    `but` are the reminders at hand: a first copy of one does not count against it.
    """
    server, ids = mail.is_set_up(), [person.id for person in people]
    never = Frequency.NEVER
    nobody = Recipient(True, False, NOBODY_YET, bounced=False, mails_today=0, digest=never, server=server)
    found: dict[int | None, Recipient] = {None: nobody}
    if not ids:
        return found
    peace, digests = quiet.of_each(ids), _digests(ids)
    bounced = _points(people, ContactPoint.bounced_at.is_not(None))
    mails = _mails_today(people, now, but)
    for person in people:
        found[person.id] = Recipient(
            active=person.left_at is None,
            away=is_away(person, now),
            hours=_hours(person, peace.get(person.id, ())),
            bounced=person.id in bounced,
            mails_today=mails[person.id],
            digest=digests[person.id][0] if person.id in digests else Frequency.DAILY,
            server=server,
            digest_at=digests[person.id][1] if person.id in digests else None,
        )
    return found


def _hours(person: Person, peace: tuple[Quiet, ...]) -> Hours:
    return Hours(person.zone, person.work_starts, person.work_ends, person.work_days, peace)


def proven(people: Collection[Person]) -> Collection[int]:
    """Return the ids of those whose address took mail before, and has refused none since."""
    took = ContactPoint.bounced_at.is_(None), ContactPoint.verified_at.is_not(None)
    return _points(people, *took)


def _points(people: Collection[Person], *which: ColumnElement[bool]) -> Collection[int]:
    """Return the ids of those whose addresses have answered thus."""
    theirs = ContactPoint.person_id == Person.id, ContactPoint.address == Person.email
    points = select(ContactPoint.person_id).join(Person, and_(*theirs))
    of = ContactPoint.channel == Channel.EMAIL, Person.id.in_([each.id for each in people])
    return set(db.session.scalars(points.where(*of, *which)))


def _digests(ids: Collection[int]) -> dict[int, tuple[Frequency, time | None]]:
    """Return how often and at what time they want a digest, who chose it."""
    about = ChannelPreference.category == Category.DIGEST, ChannelPreference.channel == Channel.EMAIL
    chosen = select(ChannelPreference.person_id, ChannelPreference.frequency, ChannelPreference.at)
    rows = db.session.execute(chosen.where(ChannelPreference.person_id.in_(ids), *about))
    return {person_id: (frequency, at) for person_id, frequency, at in rows}


def _mails_today(people: Collection[Person], now: datetime, but: Collection[int]) -> dict[int, int]:
    """Count the mails of their day, without the digest, what is critical, and what calendars read."""
    midnights = {tz: _midnight(now, tz) for tz in {person.tz for person in people}}
    since = {person.id: midnights[person.tz] for person in people}
    rows = db.session.execute(
        select(Delivery.person_id, Delivery.at)
        .join(Delivery.reminder)
        .where(
            Delivery.person_id.in_(since),
            Delivery.channel == Channel.EMAIL,
            Delivery.state.in_(ON_THE_WAY),
            Delivery.at >= min(since.values()),
            Reminder.kind.not_in(CRITICAL),
            Delivery.calendar == "",
            Reminder.id.not_in(but),
        )
    )
    found = dict.fromkeys(since, 0)
    for person_id, at in rows:
        if person_id is not None:
            found[person_id] += at >= since[person_id]
    return found


def _midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return instant(datetime.combine(now.astimezone(zone).date(), time()), zone)
