"""What one count asks for, and what several metrics read: who counts then, and who is in cohorts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Select, and_, exists, func, or_, select

from learnhub.cohorts.models import Cohort
from learnhub.core.db import db
from learnhub.dashboards.counting import Places
from learnhub.dashboards.metrics.memberships import Member, members
from learnhub.dashboards.models import AwayWeek
from learnhub.dashboards.periods import WEEK, Period
from learnhub.people.models import Kind, Person, UnitStay
from learnhub.programs.models import SignUp


@dataclass(frozen=True)
class Asked:
    """These periods, as of `now`. What more than one metric reads is read once, when the first needs it."""

    periods: Sequence[Period]
    now: datetime

    @cached_property
    def members(self) -> Sequence[Member]:
        """Everyone in cohorts that ended less than a week before the first period began, or later."""
        return [*members(min(period.since for period in self.periods) - WEEK)]

    @cached_property
    def members_places(self) -> Mapping[Period, Places]:
        """The units of who is in a cohort, for each period."""
        who = select(SignUp.person_id).join(Cohort, Cohort.id == SignUp.program_id)
        return {period: places(period, self.now, who) for period in self.periods}


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
