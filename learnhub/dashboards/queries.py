"""Every SELECT of the dashboards' pages. Figures that may be said, and things; never a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import CohortDate
from learnhub.core.db import db
from learnhub.core.kinds import CLOSED
from learnhub.core.refs import Card
from learnhub.core.statements import kept
from learnhub.courses.models import OutlineItem
from learnhub.dashboards.models import Figure, FigurePart, PersonWeek, Upkeep
from learnhub.dashboards.periods import Period
from learnhub.demos.models import Demo, DemoState, FollowState, FollowUp
from learnhub.goals.models import Evidence, Goal, GoalState, GoalUpdate, KeyResult, Tie
from learnhub.goals.periods import due_after
from learnhub.people.models import Person, Role, RoleGrant, Unit, UnitPath
from learnhub.programs.models import Program
from learnhub.programs.sights import BARE, Sight, sight, visible, visible_to
from learnhub.teams.models import Team

SILENT = timedelta(days=60)
OFFERED = 100  # units to choose from; the page of each leads to those right below it
Numbers = Sequence[int]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the tree, as far as a dashboard needs it."""

    id: int
    key: str
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure; `numbers` is None where nothing may be said. `has_names`: of what it is made of, some row has
    a name that the reader may know, and not all are among the others.
    """

    metric: str
    starts: date
    ends: date
    unit_id: int
    own: bool
    numbers: Numbers | None
    has_names: bool


def units_around(led: Sequence[int], key: str | None) -> Sequence[UnitRow]:
    """Return units, closed ones too, since past numbers need them: the one with that key (else the first of
    `led`), those right below it and those above it, and of all below those `led` the highest, down to a
    number that one can choose from.
    """
    rows = db.session.execute(*kept(_around, led, key or led[0], by_key=bool(key), most=OFFERED))
    return [UnitRow(*row) for row in rows.all()]  # at once: there are a hundred


def _around(led: list[int], which: Any, *, by_key: bool, most: int) -> Select[int, str, str, int | None]:
    one, path = aliased(Unit), aliased(UnitPath)
    chosen = select(one.id).where((one.key if by_key else one.id) == which).scalar_subquery()
    above = select(UnitPath.ancestor_id).where(UnitPath.descendant_id == chosen)
    of_led = select(path.descendant_id).where(path.ancestor_id.in_(led))
    highest = of_led.order_by(path.depth, path.descendant_id).limit(most)
    some = or_(Unit.id.in_(led), Unit.parent_id == chosen, Unit.id.in_(above), Unit.id.in_(highest))
    return select(Unit.id, Unit.key, Unit.name, Unit.parent_id).where(some).order_by(Unit.name, Unit.id)


def parents() -> dict[int, int | None]:
    """Return the unit above each."""
    return {id_: parent_id for id_, parent_id in db.session.execute(select(Unit.id, Unit.parent_id))}


class FiguresUpkeep(NamedTuple):
    """How the figures are kept, as pages say it; see `models.Upkeep`."""

    refreshed_at: datetime | None
    held_at: datetime | None
    first_week: date | None
    least: int


def upkeep() -> FiguresUpkeep:
    """Return how the figures are kept; nothing is said where nothing was counted yet."""
    found = db.session.execute(*kept(_upkeep)).first()
    return FiguresUpkeep(*found) if found else FiguresUpkeep(None, None, None, 0)


def _upkeep() -> Select[Any]:
    return select(*(getattr(Upkeep, name) for name in FiguresUpkeep._fields))


def led_by(person: Person) -> Sequence[int]:
    """Return the ids of the units that the person leads, those highest in the tree first."""
    return [id_ for id_ in db.session.scalars(*kept(_led, person.id)) if id_ is not None]


def _led(reader: int) -> Select[int | None]:
    depth = select(func.count()).where(UnitPath.descendant_id == RoleGrant.unit_id).scalar_subquery()
    held = RoleGrant.person_id == reader, RoleGrant.role == Role.LEADER
    return select(RoleGrant.unit_id).where(*held).order_by(depth, RoleGrant.id)


def figures(
    person: Person, unit_id: int, below: Sequence[int], period: Period, compared: str, *, as_is: bool
) -> list[FigureRow]:
    """Return all figures of a unit over this period and the one before; of those right below, one metric."""
    values = person.id, unit_id, [*below], compared, period.starts, period.ends, period.before().starts
    rows = db.session.execute(*kept(_figures, *values, as_is=as_is, seen=sight(person)))
    return [FigureRow(*row) for row in rows.all()]


def _figures(
    reader: int,
    unit_id: int,
    below: list[int],
    compared: str,
    starts: date,
    ends: date,
    before: date,
    *,
    as_is: bool,
    seen: Sight,
) -> Select[Any]:
    mine = Figure.unit_id == unit_id
    theirs = and_(Figure.unit_id.in_(below), Figure.metric == compared, Figure.own.is_(False))
    now = and_(Figure.starts == starts, Figure.ends == ends)
    spans = or_(now, and_(Figure.starts == before, Figure.ends == starts))
    columns = Figure.metric, Figure.starts, Figure.ends, Figure.unit_id, Figure.own, Figure.numbers
    same = [
        getattr(FigurePart, name) == getattr(Figure, name) for name in ("unit_id", "metric", "starts", "ends")
    ]
    of = Program.__table__, and_(BARE.id == FigurePart.ref_id, BARE.kind == FigurePart.ref_kind)
    program = and_(BARE.id.is_not(None), visible(reader, seen, BARE))  # admins see every program, and no more
    known = or_(FigurePart.ref_kind.not_in(CLOSED), program)
    names = select(FigurePart.id).outerjoin(*of).where(*same, FigurePart.ref_id > 0, known).correlate(Figure)
    return select(*columns, names.exists()).where(or_(mine, theirs), spans, Figure.as_is.is_(as_is))


def weekly(unit_ids: Sequence[int], metric: str, period: Period) -> dict[int, dict[date, Numbers | None]]:
    """Return the figures of the single weeks of a period: unit → Monday → numbers."""
    found: dict[int, dict[date, Numbers | None]] = {}
    asked = kept(_weekly, [*unit_ids], metric, period.starts, period.ends)
    for unit_id, starts, numbers in db.session.execute(*asked).all():  # at once: there are hundreds
        found.setdefault(unit_id, {})[starts] = numbers
    return found


def _weekly(unit_ids: list[int], metric: str, starts: date, ends: date) -> Select[Any]:
    return select(Figure.unit_id, Figure.starts, Figure.numbers).where(
        Figure.metric == metric,
        Figure.unit_id.in_(unit_ids),
        Figure.own.is_(False),
        Figure.as_is.is_(False),
        Figure.starts >= starts,
        Figure.starts < ends,
    )


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline that counts, of a cohort that may be seen."""

    id: int
    cohort_id: int
    cohort: str
    url: str
    title: str
    starts_at: datetime
    at: datetime


def deadlines(person: Person, ids: Collection[int], until: datetime) -> list[DeadlineRow]:
    """Return the deadlines up to then of the cohorts that these belong to, as far as one may see those."""
    those = select(CohortDate.cohort_id).where(CohortDate.id.in_(ids))
    rows = db.session.execute(
        select(CohortDate.id, Program.id, Program.title, Program.key, OutlineItem.title, Program.starts_at)
        .add_columns(CohortDate.at)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .join(Program, Program.id == CohortDate.cohort_id)
        .where(CohortDate.cohort_id.in_(those), CohortDate.step == Step.DEADLINE, OutlineItem.counts)
        .where(CohortDate.at < until, visible_to(person))
        .order_by(Program.starts_at, Program.id, CohortDate.at, CohortDate.id)
    )
    return [
        DeadlineRow(id_, cohort_id, cohort, f"/cohorts/{key}", title, starts_at, at)
        for id_, cohort_id, cohort, key, title, starts_at, at in rows
    ]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """An open goal of the unit or below: whether learning serves it, and whether it showed something;
    `is_silent` where it did not, and something has served it for as long.
    """

    id: int
    tied: int
    speaks: bool
    is_silent: bool


def goals(unit_id: int, now: datetime, on: date) -> Sequence[GoalRow]:
    """Return the open goals of a unit and those below it that have begun `on` that day."""
    rows = db.session.execute(*kept(_goals, unit_id, now - SILENT, on))
    return [
        GoalRow(id_, count, bool(speaks), bool(served) and not speaks)
        for id_, count, speaks, served in rows.all()
    ]


def _goals(unit_id: int, since: datetime, on: date) -> Select[int, int, bool, bool]:
    tied = select(func.count()).where(Tie.goal_id == Goal.id).scalar_subquery()
    speaks = exists().where(Evidence.goal_id == Goal.id, Evidence.at > since)
    served = exists().where(Tie.goal_id == Goal.id, Tie.created_at <= since)
    return (
        select(Goal.id, tied, speaks, served)
        .join(UnitPath, UnitPath.descendant_id == Goal.unit_id)
        .where(UnitPath.ancestor_id == unit_id, Goal.state == GoalState.OPEN, Goal.starts_on <= on)
        .order_by(Goal.title, Goal.id)
    )


def updates_due(unit_id: int, on: date, zone: ZoneInfo) -> list[tuple[Card, date]]:
    """Return the open goals of a unit and those below it that run `on` that day and are measured: each with
    the day on which an update is due.
    """
    last = select(func.max(GoalUpdate.at)).where(GoalUpdate.goal_id == Goal.id).scalar_subquery()
    runs = Goal.state == GoalState.OPEN, Goal.starts_on <= on, Goal.ends_on >= on
    rows = db.session.execute(
        select(Goal.title, Goal.key, last, Goal.starts_on, Goal.created_at, Goal.ends_on)
        .join(UnitPath, UnitPath.descendant_id == Goal.unit_id)
        .where(UnitPath.ancestor_id == unit_id, *runs, exists().where(KeyResult.goal_id == Goal.id))
        .order_by(Goal.id)
    )
    return [
        (
            Card(title, f"/goals/{key}"),
            due_after(at, starts_on=first, created_at=made, ends_on=ends, zone=zone),
        )
        for title, key, at, first, made, ends in rows
    ]


def own_part(person: Person, period: Period) -> tuple[int, int]:
    """Return how many acts the person has in the period, and how many of them are active ones."""
    acts, active = db.session.execute(*kept(_own_part, person.id, period.starts, period.ends)).one()
    return acts, active


def _own_part(reader: int, starts: date, ends: date) -> Select[int, int]:
    acts, active = (func.coalesce(func.sum(each), 0) for each in (PersonWeek.acts, PersonWeek.active))
    mine = PersonWeek.person_id == reader, PersonWeek.week >= starts, PersonWeek.week < ends
    return select(acts, active).where(*mine)


def funnel(since: Any, until: Any) -> Select[int, int, int, int, int]:
    """Select what became of ideas, of the whole organisation: teams that formed in the period, their demos,
    and how far those have come by now. A team has one demo, and that one follow-up.
    """
    shown = Demo.state == DemoState.SUBMITTED
    tried = FollowUp.state.in_((FollowState.PILOT, FollowState.ADOPTED))
    return (
        select(
            func.count().label("teams"),
            func.count(Demo.id).label("begun"),
            func.count(Demo.id).filter(shown).label("shown"),
            func.count(Demo.id).filter(shown, tried).label("tried"),
            func.count(Demo.id).filter(shown, FollowUp.state == FollowState.ADOPTED).label("adopted"),
        )
        .select_from(Team)
        .outerjoin(Demo, Demo.team_id == Team.id)
        .outerjoin(FollowUp, FollowUp.demo_id == Demo.id)
        .where(Team.created_at >= since, Team.created_at < until)
    )
