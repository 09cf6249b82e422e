"""Dashboards by mail, for who asked for it and as long as they lead the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import delete, exists, select

from learnhub.core import clock, dates
from learnhub.core.db import db, insert, new_key
from learnhub.core.errors import Invalid
from learnhub.core.refs import Ref
from learnhub.dashboards import pages
from learnhub.dashboards.models import DashboardMail, Every
from learnhub.dashboards.periods import NAMES
from learnhub.notifications import queries as notification_queries
from learnhub.notifications import services as notifications
from learnhub.notifications.models import Category, Channel, Frequency
from learnhub.notifications.planning import notices
from learnhub.people.models import Person, Role, RoleGrant, Unit, UnitPath

FROM = 7  # o’clock on Monday, by their own clock; the engine minds their working hours
SAID = {Every.WEEK: "Every Monday", Every.MONTH: "On the first Monday of a month"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail that somebody gets, in words."""

    key: str
    title: str
    said: str
    next_on: date
    every: Every
    about: tuple[int, str, bool]  # unit, period, by today's units


def show(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """What one can have by mail from here, and what one has. Raises as `pages.show` does."""
    around, found = pages.asked(person, args)
    mine = kept(person)
    about = found.unit.id, found.period.key, found.as_is
    return around | {
        "mails": mine,
        "had": next((mail for mail in mine if mail.about == about), None),
        "address": person.email,
        "stopped": "stopped" in args,
    }


def kept(person: Person) -> Sequence[Kept]:
    """Return what the person gets."""
    rows = db.session.execute(
        select(DashboardMail, Unit.name)
        .join(Unit, Unit.id == DashboardMail.unit_id)
        .where(DashboardMail.person_id == person.id)
        .order_by(Unit.name, DashboardMail.id)
    )
    return [
        Kept(
            row.key,
            titled(row, name),
            SAID[row.every],
            following(row.every, row.last_on),
            row.every,
            (row.unit_id, row.period, row.as_is),
        )
        for row, name in rows
    ]


def titled(row: DashboardMail, unit: str) -> str:
    """ "Northwind Robotics, this quarter"."""
    return f"{unit}, {NAMES[row.period].lower()}{', people where they are today' if row.as_is else ''}"


def keep(actor: Person, args: Mapping[str, str], every: str) -> tuple[str, str]:
    """Mail the dashboard of this address from the next such Monday on; asked for again, it changes how
    often. Return what names it in addresses, and what is said of it.

    Who had switched such mails off has them again. Raises as `show` does, Invalid for another rhythm.
    """
    if every not in [*Every]:
        raise Invalid("Choose every week or every month.", "every")
    around, found = pages.asked(actor, args)
    today = dates.local_date(clock.now(), actor.tz)
    one = {
        "person_id": actor.id,
        "unit_id": found.unit.id,
        "period": found.period.key,
        "as_is": found.as_is,
    }
    about = (one["unit_id"], one["period"], one["as_is"])
    was = next((mail.every for mail in kept(actor) if mail.about == about), None)
    last_on = occasion(Every(every), today)
    values = {"every": Every(every), "last_on": last_on}
    made = {"key": new_key(), "created_at": clock.now()}
    statement = insert(DashboardMail).values(**one, **values, **made)
    db.session.execute(statement.on_conflict_do_update(index_elements=[*one], set_=values))
    was_off = _is_off(actor)
    notifications.choose(actor, Category.DASHBOARDS, Channel.EMAIL, None)
    next_on = dates.day(following(Every(every), last_on), today)
    return urlencode(around["here"]), changed(Every(every), was, next_on, was_off=was_off)


def _is_off(person: Person) -> bool:
    """Whether the person switched such mails off, whatever is kept."""
    mail = Category.DASHBOARDS, Channel.EMAIL
    rows = notification_queries.preferences(person)
    return any((row.category, row.channel) == mail and row.frequency is Frequency.NEVER for row in rows)


def changed(every: Every, was: Every | None, next_on: str, *, was_off: bool) -> str:
    """Say what becomes of it: that it comes, or comes another time than before, or all stays."""
    if was is every and not was_off:
        return "Nothing was changed."
    if was is None or was is every:
        return f"The {'next' if was else 'first'} one comes by mail on {next_on}."
    now, before = SAID[every], SAID[was]
    return f"{now}, no longer {before[0].lower()}{before[1:]}. The next one comes by mail on {next_on}."


def stop(actor: Person, key: str) -> dict[str, Any] | None:
    """Send it no more, and return what asks for it again; None of one that is gone already."""
    mine = DashboardMail.key == key, DashboardMail.person_id == actor.id
    found = db.session.execute(
        select(DashboardMail, Unit.key).join(Unit, Unit.id == DashboardMail.unit_id).where(*mine)
    ).one_or_none()
    if found is None:
        return None
    row, unit = found
    again = {"unit": unit, "period": row.period, "org": "now" if row.as_is else "then", "every": row.every}
    db.session.execute(delete(DashboardMail).where(*mine))
    return again


def occasion(every: Every, today: date) -> date:
    """Return the latest Monday on which it goes, today or before."""
    monday = today - timedelta(days=today.weekday())
    if every is Every.WEEK:
        return monday
    return monday - timedelta(weeks=(monday.day - 1) // 7)


def following(every: Every, last_on: date) -> date:
    """Return the Monday after `last_on` on which it goes next."""
    return next(
        monday
        for weeks in range(1, 6)
        if occasion(every, monday := last_on + timedelta(weeks=weeks)) == monday
    )


def send(now: datetime) -> None:
    """Tell who is to have one today; who leads the unit no more hears once that it ended. A job calls it."""
    for row, person in db.session.execute(
        select(DashboardMail, Person).join(Person, Person.id == DashboardMail.person_id).where(~leads())
    ).all():
        notices.tell("dashboard_ended", person.id, Ref("unit", row.unit_id), rev=row.id)
        db.session.delete(row)
    for row, person in db.session.execute(
        select(DashboardMail, Person).join(Person, Person.id == DashboardMail.person_id).where(leads())
    ).all():
        local = now.astimezone(person.tz) - timedelta(hours=FROM)
        day = occasion(row.every, local.date())
        if row.last_on < day:
            row.last_on = day
            notices.tell("dashboard", person.id, Ref("dashboard-mail", row.id), rev=day.toordinal())


def leads() -> Any:
    """Whether who gets it still leads its unit, or one above, and is here."""
    leading = RoleGrant.person_id == DashboardMail.person_id, RoleGrant.role == Role.LEADER
    return (
        exists()
        .where(*leading, UnitPath.ancestor_id == RoleGrant.unit_id)
        .where(UnitPath.descendant_id == DashboardMail.unit_id)
        .where(Person.left_at.is_(None))
        .correlate(DashboardMail, Person)
    )
