"""Who did something, from the facts of each week: everybody, and org leaders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards import weeks
from learnhub.dashboards.counting import Counted, Places
from learnhub.dashboards.models import AwayWeek, PersonWeek
from learnhub.dashboards.periods import WEEK, Period
from learnhub.dashboards.privacy import NOBODY, people
from learnhub.people.models import Kind, Person, Role, RoleGrant, UnitStay


def eligible(period: Period, now: datetime) -> Select[int, int, int]:
    """Select who counts, with their unit then and today's: active employees at the period's end, not away.

    While the period runs, its end is now.
    """
    at = min(period.until, now)
    away = exists().where(AwayWeek.person_id == Person.id, AwayWeek.week == period.ends - WEEK)
    if now < period.until:
        day = at.astimezone(period.tz).date()
        away_now = and_(
            Person.away_until.is_not(None),
            Person.away_until >= day,
            or_(Person.away_from.is_(None), Person.away_from <= day),
        )
    return (
        select(
            UnitStay.person_id,
            UnitStay.unit_id,
            func.coalesce(Person.unit_id, UnitStay.unit_id).label("today"),
        )
        .join(Person, Person.id == UnitStay.person_id)
        .where(
            UnitStay.since <= at,
            or_(UnitStay.until.is_(None), UnitStay.until > at),
            Person.kind == Kind.EMPLOYEE,
            or_(Person.left_at.is_(None), Person.left_at > at),
            ~away_now if now < period.until else ~away,
        )
    )


def places(period: Period, now: datetime, among: Select[int]) -> Places:
    """Return the units of those who count, of the people that `among` selects."""
    rows = db.session.execute(eligible(period, now).where(UnitStay.person_id.in_(among)))
    return {person_id: (then, today) for person_id, then, today in rows}


def participation(periods: Sequence[Period], now: datetime) -> Mapping[Period, Counted]:
    """Count who did at least one thing, by what they did first, so that the rows sum up."""
    return {period: _participation(period, now) for period in periods}


def _participation(period: Period, now: datetime) -> Counted:
    within = PersonWeek.week >= period.starts, PersonWeek.week < period.ends
    first = (
        select(PersonWeek.person_id, func.min(PersonWeek.week).label("week"))
        .where(*within)
        .group_by(PersonWeek.person_id)
        .subquery()
    )
    did = (
        select(PersonWeek.person_id, PersonWeek.first_kind, PersonWeek.first_id)
        .join(first, and_(first.c.person_id == PersonWeek.person_id, first.c.week == PersonWeek.week))
        .subquery()
    )
    who = eligible(period, now).subquery()
    rows = db.session.execute(
        select(who.c.unit_id, who.c.today, did.c.first_kind, did.c.first_id, func.count())
        .select_from(who)
        .outerjoin(did, did.c.person_id == who.c.person_id)
        .group_by(who.c.unit_id, who.c.today, did.c.first_kind, did.c.first_id)
    )
    found = Counted()
    for then, today, kind, id_, count in rows:
        cell = people(count if kind else 0, count)
        found.units[then, today] = found.units.get((then, today), NOBODY) + cell
        if kind:
            mine = found.parts.setdefault(then, {})
            mine[Ref(kind, id_)] = mine.get(Ref(kind, id_), NOBODY) + cell
    return found


def in_weeks(mondays: Sequence[Period], now: datetime) -> Mapping[Period, Counted]:
    """Count who did at least one thing in each of these single weeks."""
    return {week: _in_week(week, now) for week in mondays}


def _in_week(week: Period, now: datetime) -> Counted:
    who = eligible(week, now).subquery()
    rows = db.session.execute(
        select(who.c.unit_id, func.count(PersonWeek.person_id), func.count())
        .select_from(who)
        .outerjoin(PersonWeek, and_(PersonWeek.person_id == who.c.person_id, PersonWeek.week == week.starts))
        .group_by(who.c.unit_id)
    )
    return Counted({(unit, unit): people(part, whole) for unit, part, whole in rows})


def leaders(periods: Sequence[Period], now: datetime) -> Mapping[Period, Counted]:
    """Count the org leaders who took an active part."""
    return {period: _leaders(period, now) for period in periods}


def _leaders(period: Period, now: datetime) -> Counted:
    leading = select(RoleGrant.person_id).where(RoleGrant.role == Role.LEADER)
    who = eligible(period, now).where(UnitStay.person_id.in_(leading)).subquery()
    did = exists().where(
        PersonWeek.person_id == who.c.person_id,
        PersonWeek.week >= period.starts,
        PersonWeek.week < period.ends,
        PersonWeek.active > 0,
    )
    found = Counted()
    for then, today, active in db.session.execute(select(who.c.unit_id, who.c.today, did)):
        cell = people(int(active), 1)
        found.units[then, today] = found.units.get((then, today), NOBODY) + cell
    return found


def week(monday: Any, tz: Any) -> Period:
    """A single week as a period."""
    return Period("week", "", monday, monday + 7 * weeks.DAY, tz)
