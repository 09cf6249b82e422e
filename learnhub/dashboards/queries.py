"""Every SELECT of the dashboards' pages. Figures that may be said, and things; never a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_

from learnhub.cohorts.models import CohortDate
from learnhub.cohorts.planning import Step
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import OutlineItem
from learnhub.dashboards.models import Figure, FigurePart, PersonWeek
from learnhub.dashboards.periods import Period
from learnhub.demos.models import Demo, DemoState, FollowState, FollowUp
from learnhub.goals.models import Evidence, Goal, GoalState, Tie
from learnhub.people.models import Person, Role, RoleGrant, Unit, UnitPath
from learnhub.programs.models import Program
from learnhub.programs.sights import visible_to
from learnhub.teams.models import Team

SILENT = timedelta(days=60)
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
    """A figure; `numbers` is None where nothing may be said."""

    metric: str
    starts: date
    ends: date
    unit_id: int
    own: bool
    numbers: Numbers | None


def units() -> Sequence[UnitRow]:
    """Return every unit, closed ones too: past numbers need them."""
    rows = db.session.execute(
        select(Unit.id, Unit.key, Unit.name, Unit.parent_id).order_by(Unit.name, Unit.id)
    )
    return [UnitRow(*row) for row in rows]


def parents() -> dict[int, int | None]:
    """Return the unit above each."""
    return {id_: parent_id for id_, parent_id in db.session.execute(select(Unit.id, Unit.parent_id))}


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


def figures(
    unit_id: int, below: Collection[int], spans: Collection[Period], compared: Collection[str], *, as_is: bool
) -> list[FigureRow]:
    """Return all figures of a unit over these periods; of those right below it, the `compared` metrics."""
    wanted = [(each.starts, each.ends) for each in spans]
    mine = Figure.unit_id == unit_id
    theirs = and_(Figure.unit_id.in_(below), Figure.metric.in_(compared), Figure.own.is_(False))
    rows = db.session.execute(
        select(Figure.metric, Figure.starts, Figure.ends, Figure.unit_id, Figure.own, Figure.numbers).where(
            or_(mine, theirs), tuple_(Figure.starts, Figure.ends).in_(wanted), Figure.as_is.is_(as_is)
        )
    )
    return [FigureRow(*row) for row in rows]


def weekly(unit_ids: Collection[int], metric: str, period: Period) -> dict[int, dict[date, Numbers | None]]:
    """Return the figures of the single weeks of a period: unit → Monday → numbers."""
    rows = db.session.execute(
        select(Figure.unit_id, Figure.starts, Figure.numbers).where(
            Figure.metric == metric,
            Figure.unit_id.in_(unit_ids),
            Figure.own.is_(False),
            Figure.as_is.is_(False),
            Figure.starts >= period.starts,
            Figure.starts < period.ends,
        )
    )
    found: dict[int, dict[date, Numbers | None]] = {}
    for unit_id, starts, numbers in rows:
        found.setdefault(unit_id, {})[starts] = numbers
    return found


def parts(unit_id: int, metric: str, period: Period) -> dict[Ref | None, Numbers]:
    """Return the rows that a figure is made of; None stands for the others together."""
    rows = db.session.execute(
        select(FigurePart.ref_kind, FigurePart.ref_id, FigurePart.numbers).where(
            FigurePart.unit_id == unit_id,
            FigurePart.metric == metric,
            FigurePart.starts == period.starts,
            FigurePart.ends == period.ends,
        )
    )
    return {Ref(kind, id_) if kind else None: numbers for kind, id_, numbers in rows}


def tied_parts(unit_id: int, metric: str, period: Period, serves: ColumnElement[bool]) -> Sequence[Numbers]:
    """Return the rows of a figure that are cohorts, and serve a goal, which `serves` asks of a program."""
    wanted = [FigurePart.unit_id == unit_id, FigurePart.metric == metric, FigurePart.ref_kind == "cohort"]
    return db.session.scalars(
        select(FigurePart.numbers)
        .join(Program, Program.id == FigurePart.ref_id)
        .where(*wanted, FigurePart.starts == period.starts, FigurePart.ends == period.ends, serves)
    ).all()


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
    """An open goal of the unit or below: whether learning serves it, and whether it showed something."""

    id: int
    tied: int
    speaks: bool


def goals(unit_id: int, now: datetime) -> Sequence[GoalRow]:
    """Return the open goals of a unit and those below it."""
    tied = select(func.count()).where(Tie.goal_id == Goal.id).scalar_subquery()
    speaks = exists().where(Evidence.goal_id == Goal.id, Evidence.at >= now - SILENT)
    rows = db.session.execute(
        select(Goal.id, tied, speaks)
        .join(UnitPath, UnitPath.descendant_id == Goal.unit_id)
        .where(UnitPath.ancestor_id == unit_id, Goal.state == GoalState.OPEN)
        .order_by(Goal.title, Goal.id)
    )
    return [GoalRow(id_, count, bool(speaks)) for id_, count, speaks in rows]


def own_part(person: Person, period: Period) -> tuple[int, int]:
    """Return how many acts the person has in the period, and how many of them are active ones."""
    acts, active = db.session.execute(
        select(func.coalesce(func.sum(PersonWeek.acts), 0), func.coalesce(func.sum(PersonWeek.active), 0))
        .where(PersonWeek.person_id == person.id)
        .where(PersonWeek.week >= period.starts, PersonWeek.week < period.ends)
    ).one()
    return acts, active


def funnel(period: Period) -> dict[str, Select[int]]:
    """Select what became of ideas, of the whole organisation: teams that formed in the period, their demos,
    and how far those have come by now.
    """
    made = Team.created_at >= period.since, Team.created_at < period.until
    teams = select(func.count()).select_from(Team).where(*made)
    begun = select(func.count()).select_from(Demo).join(Team, Team.id == Demo.team_id).where(*made)
    shown = begun.where(Demo.state == DemoState.SUBMITTED)
    followed = shown.join(FollowUp, FollowUp.demo_id == Demo.id)
    tried = followed.where(FollowUp.state.in_((FollowState.PILOT, FollowState.ADOPTED)))
    adopted = followed.where(FollowUp.state == FollowState.ADOPTED)
    return {"teams": teams, "begun": begun, "shown": shown, "tried": tried, "adopted": adopted}


def numbers(counts: Mapping[str, Select[int]]) -> dict[str, int]:
    """Return what each of these comes to, in one statement."""
    columns = [each.scalar_subquery() for each in counts.values()]
    return dict(zip(counts, db.session.execute(select(*columns)).one(), strict=True))
