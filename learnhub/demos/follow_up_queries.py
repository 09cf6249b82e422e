"""Reads of what became of demos: of one, of a hackathon, and of a period for dashboards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.demos.models import OPEN_STATES, Demo, DemoState, FollowState, FollowUp, FollowUpChange
from learnhub.demos.queries import submitted
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person, UnitPath
from learnhub.teams.models import Team

SHOWN = 50  # changes of one follow-up


def of_demo(demo_id: int) -> FollowUp | None:
    """Return the demo's follow-up, as it is stored now."""
    wanted = select(FollowUp).where(FollowUp.demo_id == demo_id)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def begun(hackathon_id: int) -> set[int]:
    """Return the ids of the hackathon's demos that have a follow-up."""
    wanted = select(FollowUp.demo_id).join(Demo, Demo.id == FollowUp.demo_id)
    return set(db.session.scalars(wanted.where(Demo.hackathon_id == hackathon_id)))


def history(row: FollowUp) -> Sequence[FollowUpChange]:
    """Return what was said of it, the newest first."""
    return db.session.scalars(
        select(FollowUpChange)
        .where(FollowUpChange.follow_up_id == row.id)
        .options(joinedload(FollowUpChange.by))
        .order_by(FollowUpChange.at.desc(), FollowUpChange.id.desc())
        .limit(SHOWN)
    ).all()


def asked() -> tuple[ColumnElement[bool], ...]:
    """What holds of a follow-up, with its demo and owner joined, about which somebody is to be asked."""
    return (
        FollowUp.state.in_(OPEN_STATES),
        FollowUp.decide_on.is_not(None),
        Demo.state == DemoState.SUBMITTED,
        Person.left_at.is_(None),
    )


def decides(person_id: int, demo_id: int) -> bool:
    """Whether the person is to say what becomes of the demo, and it is open."""
    stands = FollowUp.state.in_(OPEN_STATES), Demo.state == DemoState.SUBMITTED
    mine = FollowUp.demo_id == demo_id, FollowUp.owner_id == person_id
    found = select(FollowUp.id).join(Demo, Demo.id == FollowUp.demo_id).where(*mine, *stands)
    return db.session.scalar(select(found.exists())) or False


def to_decide(person_id: int, until: date, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select the demos about which the person is to decide by that day, the earliest first."""
    return (
        select(*columns)
        .select_from(Demo)
        .join(FollowUp, FollowUp.demo_id == Demo.id)
        .where(FollowUp.owner_id == person_id, FollowUp.state.in_(OPEN_STATES))
        .where(FollowUp.decide_on <= until, Demo.state == DemoState.SUBMITTED)
        .order_by(FollowUp.decide_on, FollowUp.id)
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """One demo as dashboards and hosts count it. `realised` is what was confirmed, 0 before."""

    demo_id: int
    key: str
    title: str
    hackathon_id: int
    ended: datetime  # its hackathon
    state: FollowState
    owner: Person | None
    decide_on: date | None
    days: int | None  # from the end of its hackathon until it was decided
    hours: int  # people × hours
    spent: int
    estimated: int
    realised: int
    said: frozenset[str] = frozenset()  # which of cost, estimated and realised somebody said: 0 may be said


@dataclass(frozen=True, slots=True)
class Survival:
    """What became of demos, in sum: each figure is that of the rows it is made of."""

    demos: int
    pilot: int
    adopted: int
    shelved: int
    days: float | None  # median, of those decided
    hours: int
    spent: int
    estimated: int
    realised: int

    @property
    def survived(self) -> int:
        """How many are in a pilot or adopted."""
        return self.pilot + self.adopted


def of_hackathon(hackathon_id: int) -> Sequence[Followed]:
    """Return what became of each demo of a hackathon."""
    return _followed(*submitted(hackathon_id))


def of_period(since: datetime, until: datetime, unit_id: int | None = None) -> Sequence[Followed]:
    """Return what became of the demos of hackathons that ended then, by now; of whose captains are in a unit
    or below it.

    Demos of teams without a known captain, as of imported hackathons, count for no unit.
    """
    asked = kept(_of_period, since, until, unit_id or 0, narrowed=unit_id is not None)
    return [_one(*row) for row in db.session.execute(*asked)]


def _of_period(
    since: Any, until: Any, unit_id: Any, *, narrowed: bool
) -> Select[int, str, str, int, datetime, FollowUp]:
    then = Hackathon.ends_at >= since, Hackathon.ends_at < until
    inside = _of_unit(unit_id if narrowed else None)
    return _rows(Hackathon.kind == "hackathon", *then, *inside)  # by an index, not among all that ended


def to_be_decided(unit_id: int | None = None) -> Sequence[Followed]:
    """Return the demos of which somebody is to decide by a day, whenever their hackathon was; of a unit as
    `of_period`.
    """
    is_open = FollowUp.state.in_(OPEN_STATES), FollowUp.decide_on.is_not(None)
    return _followed(*is_open, Hackathon.ends_at < clock.now(), *_of_unit(unit_id))


def _of_unit(unit_id: Any) -> list[ColumnElement[bool]]:
    there = Demo.state == DemoState.SUBMITTED, Team.archived_at.is_(None)
    below = select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit_id)
    inside = [Person.unit_id.in_(below)] if unit_id is not None else []
    return [Hackathon.published_at.is_not(None), *there, *inside]


def _followed(*wanted: ColumnElement[bool]) -> Sequence[Followed]:
    return [_one(*row) for row in db.session.execute(_rows(*wanted))]


def _rows(*wanted: ColumnElement[bool]) -> Select[int, str, str, int, datetime, FollowUp]:
    return (
        select(Demo.id, Demo.key, Demo.title, Demo.hackathon_id, Hackathon.ends_at, FollowUp)
        .join(Hackathon, Hackathon.id == Demo.hackathon_id)
        .join(Team, Team.id == Demo.team_id)
        .outerjoin(Person, Person.id == Team.captain_id)
        .outerjoin(FollowUp, FollowUp.demo_id == Demo.id)
        .options(joinedload(FollowUp.owner))
        .where(*wanted)
        .order_by(Demo.id)
    )


def _one(
    id_: int, key: str, title: str, hackathon_id: int, ended: datetime, row: FollowUp | None
) -> Followed:
    about = id_, key, title or "Untitled demo", hackathon_id, ended
    if row is None:
        return Followed(*about, FollowState.DEMOED, None, None, None, 0, 0, 0, 0)
    return Followed(
        *about,
        row.state,
        owner=row.owner,
        decide_on=row.decide_on if row.state in OPEN_STATES else None,
        days=max(0, (row.decided_at - ended).days) if row.decided_at else None,
        hours=(row.people or 0) * (row.hours or 0),
        spent=row.spent or 0,
        estimated=row.estimated or 0,
        realised=(row.realised or 0) if row.confirmed_at else 0,
        said=_said(row),
    )


def _said(row: FollowUp) -> frozenset[str]:
    took = row.spent is not None or (row.people is not None and row.hours is not None)
    realised = row.confirmed_at is not None and row.realised is not None
    each = {"cost": took, "estimated": row.estimated is not None, "realised": realised}
    return frozenset(name for name, is_said in each.items() if is_said)


def survival(rows: Iterable[Followed]) -> Survival:
    """Return the sums of these rows."""
    found = [*rows]
    days = [row.days for row in found if row.days is not None]
    by_state = {state: sum(row.state is state for row in found) for state in FollowState}
    sums = {
        name: sum(getattr(row, name) for row in found) for name in ("hours", "spent", "estimated", "realised")
    }
    return Survival(
        demos=len(found),
        pilot=by_state[FollowState.PILOT],
        adopted=by_state[FollowState.ADOPTED],
        shelved=by_state[FollowState.SHELVED],
        days=median(days) if days else None,
        **sums,
    )


def demo_ids(ids: Sequence[int]) -> Sequence[int]:
    """Return the ids of the demos that these follow-ups are about."""
    return db.session.scalars(select(FollowUp.demo_id).where(FollowUp.id.in_(ids))).all()
