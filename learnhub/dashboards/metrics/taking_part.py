"""Who did something, from the facts of each week: everybody, and org leaders."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards import weeks
from learnhub.dashboards.counting import Counted
from learnhub.dashboards.metrics.asked import Asked, eligible
from learnhub.dashboards.models import PersonWeek
from learnhub.dashboards.periods import Period
from learnhub.dashboards.privacy import NOBODY, Cell, people
from learnhub.people.models import Role, RoleGrant, UnitStay


def participation(asked: Asked) -> Mapping[Period, Counted]:
    """Count who did at least one thing, by what they did first, so that the rows sum up."""
    return {period: _participation(period, asked.now) for period in asked.periods}


def _participation(period: Period, now: datetime) -> Counted:
    who = eligible(period, now).subquery()
    each = aliased(PersonWeek)
    first = (  # by the primary key: one look a person, however many weeks a period has
        select(func.min(each.week))
        .where(each.person_id == who.c.person_id, each.week >= period.starts, each.week < period.ends)
        .scalar_subquery()
    )
    did = and_(PersonWeek.person_id == who.c.person_id, PersonWeek.week == first)
    rows = db.session.execute(
        select(who.c.unit_id, who.c.today, PersonWeek.first_kind, PersonWeek.first_id, func.count())
        .select_from(who)
        .outerjoin(PersonWeek, did)
        .group_by(who.c.unit_id, who.c.today, PersonWeek.first_kind, PersonWeek.first_id)
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


def leaders(asked: Asked) -> Mapping[Period, Counted]:
    """Count the org leaders who took an active part."""
    return {period: _leaders(period, asked.now) for period in asked.periods}


def _leaders(period: Period, now: datetime) -> Counted:
    leading = select(RoleGrant.person_id).where(RoleGrant.role == Role.LEADER)
    who = eligible(period, now).where(UnitStay.person_id.in_(leading)).subquery()
    within = PersonWeek.week >= period.starts, PersonWeek.week < period.ends
    acts = (
        select(func.coalesce(func.sum(PersonWeek.active), -1))
        .where(PersonWeek.person_id == who.c.person_id, *within)
        .scalar_subquery()
    )
    found = Counted()
    for then, today, active in db.session.execute(select(who.c.unit_id, who.c.today, acts)):
        sides = active > 0, active <= 0, active == 0, active < 0
        cell = Cell((int(active > 0), 1, int(active == 0)), tuple(map(int, sides)), 1)
        found.units[then, today] = found.units.get((then, today), NOBODY) + cell
    return found


def week(monday: Any, tz: Any) -> Period:
    """A single week as a period."""
    return Period("week", "", monday, monday + 7 * weeks.DAY, tz)
