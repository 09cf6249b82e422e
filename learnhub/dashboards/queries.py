"""Every SELECT of the dashboards. Counts only, never a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select

from learnhub.activity.models import LearningAct
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards.periods import Period
from learnhub.dashboards.suppression import Count
from learnhub.people.models import Kind, Person, Role, RoleGrant, Unit, UnitPath, UnitStay


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the tree, as far as a dashboard needs it."""

    id: int
    key: str
    name: str
    parent_id: int | None


def units() -> Sequence[UnitRow]:
    """Return every unit, closed ones too: past numbers need them."""
    rows = db.session.execute(
        select(Unit.id, Unit.key, Unit.name, Unit.parent_id).order_by(Unit.name, Unit.id)
    )
    return [UnitRow(*row) for row in rows]


def led_by(person: Person) -> Sequence[int]:
    """Return the ids of the units that the person leads, those highest in the tree first."""
    depth = select(func.count()).where(UnitPath.descendant_id == RoleGrant.unit_id).scalar_subquery()
    return [
        unit_id
        for unit_id in db.session.scalars(
            select(RoleGrant.unit_id)
            .where(RoleGrant.person_id == person.id, RoleGrant.role == Role.LEADER)
            .order_by(depth, RoleGrant.id)
        )
        if unit_id is not None
    ]


def _eligible(period: Period, now: datetime) -> Select[int, int]:
    """Select who counts, with their unit: active employees at the period's end who were not away that day.

    While the period runs, its end is now.
    """
    at = min(period.until, now)
    day = at.astimezone(period.tz).date()
    away = and_(Person.away_until >= day, or_(Person.away_from.is_(None), Person.away_from <= day))
    return (
        select(UnitStay.person_id, UnitStay.unit_id)
        .join(Person, Person.id == UnitStay.person_id)
        .where(
            UnitStay.since <= at,
            or_(UnitStay.until.is_(None), UnitStay.until > at),
            Person.kind == Kind.EMPLOYEE,
            or_(Person.left_at.is_(None), Person.left_at > at),
            or_(Person.away_until.is_(None), ~away),
        )
    )


def _in(period: Period) -> ColumnElement[bool]:
    return and_(LearningAct.at >= period.since, LearningAct.at < period.until)


def participation(period: Period, now: datetime) -> dict[int, Count]:
    """Return, for each unit by itself, how many of its eligible people did at least one act in the period."""
    eligible = _eligible(period, now).subquery()
    active = select(LearningAct.person_id).where(_in(period)).distinct().subquery()
    rows = db.session.execute(
        select(eligible.c.unit_id, func.count(active.c.person_id), func.count())
        .select_from(eligible)
        .outerjoin(active, active.c.person_id == eligible.c.person_id)
        .group_by(eligible.c.unit_id)
    )
    return {unit_id: Count(part, whole) for unit_id, part, whole in rows}


def _acts_below(unit_id: int, period: Period, now: datetime) -> Subquery:
    """The acts in the period of those who are eligible in the unit or below, the first of each marked 1."""
    eligible = _eligible(period, now).subquery()
    order = func.row_number().over(
        partition_by=LearningAct.person_id, order_by=(LearningAct.at, LearningAct.within_id, LearningAct.id)
    )
    return (
        select(
            LearningAct.person_id,
            LearningAct.at,
            LearningAct.within_kind,
            LearningAct.within_id,
            order.label("place"),
        )
        .join(eligible, eligible.c.person_id == LearningAct.person_id)
        .join(UnitPath, UnitPath.descendant_id == eligible.c.unit_id)
        .where(UnitPath.ancestor_id == unit_id, _in(period))
        .subquery()
    )


def made_of(unit_id: int, period: Period, now: datetime) -> dict[Ref, int]:
    """Return what the participants did first in the period, with how many: each person once, so it sums."""
    acts = _acts_below(unit_id, period, now)
    rows = db.session.execute(
        select(acts.c.within_kind, acts.c.within_id, func.count())
        .where(acts.c.place == 1)
        .group_by(acts.c.within_kind, acts.c.within_id)
    )
    return {Ref(kind, id_): count for kind, id_, count in rows}


def by_week(unit_id: int, period: Period, now: datetime) -> list[int]:
    """Return, for each week of the period, how many different people did at least one act."""
    acts = _acts_below(unit_id, period, now)
    ends = [datetime.combine(day, time(), period.tz) for day in period.weeks[1:]]
    week = (
        case(*((acts.c.at < end, n) for n, end in enumerate(ends)), else_=len(ends)) if ends else literal(0)
    )
    numbered = select(acts.c.person_id, week.label("week")).subquery()
    rows = db.session.execute(
        select(numbered.c.week, func.count(numbered.c.person_id.distinct())).group_by(numbered.c.week)
    )
    found: dict[int, int] = {number: people for number, people in rows}
    return [found.get(n, 0) for n in range(len(period.weeks))]
