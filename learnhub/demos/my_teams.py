"""A person's teams, with how far their demos are: for Home, and for a hackathon's overview."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.demos import content, policies, queries
from learnhub.demos.content import Content
from learnhub.demos.models import Demo, DemoState
from learnhub.demos.policies import Lack, Times
from learnhub.files import queries as files
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.people.named import Named
from learnhub.programs.dated import Source, columns
from learnhub.programs.models import Program, ProgramState
from learnhub.teams import member_queries
from learnhub.teams.models import Membership, Team


@dataclass(frozen=True, slots=True)
class TeamBlock:
    """A person's team and demo in one hackathon, for its overview. A demo has `saver_id` and `saver`, too."""

    key: str
    name: str
    members: list[Named]
    demo: Row[Any] | None
    times: Times
    lacks: list[Lack]  # of a draft that can still be changed

    @property
    def is_submitted(self) -> bool:
        return self.demo is not None and self.demo.state is DemoState.SUBMITTED


@dataclass(frozen=True, slots=True)
class MyTeam:
    """A team that a person is in."""

    team: Team
    hackathon: Hackathon
    demo: Demo | None
    members: list[Named]

    @property
    def is_submitted(self) -> bool:
        return self.demo is not None and self.demo.state is DemoState.SUBMITTED


def press(lacks: Collection[object], times: Times, now: datetime) -> str:
    """Return what a member of a team presses next, in the same words on Home and on the hackathon's page."""
    is_ready = not lacks and policies.may_submit(is_member=True, times=times, now=now)
    return "Submit demo" if is_ready else "Write the demo"


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "now": now}


def _in_one(*, reader: int, now: datetime) -> Select[Any]:
    mine = select(*columns(key=Team.key)).join(Membership, Membership.team_id == Team.id)
    mine = mine.join(Program, Program.id == Team.hackathon_id)
    return mine.where(*_current(reader, now)).order_by(Team.id)


def _read(row: Any, _person: Person, _now: datetime) -> str:
    key: str = row.key
    return key


# Whether `of` finds any: few are in a team, and Home asks for this with what is due.
IN_TEAMS = Source(_asked, _in_one, _read)


def of(person: Person, now: datetime) -> list[MyTeam]:
    """Return all teams of the person whose hackathon is not over, also once they handed in. Two SELECTs."""
    rows = db.session.execute(*kept(_teams, person.id, now)).all()
    members = member_queries.people_of([team.id for team, _, _ in rows])
    return [MyTeam(team, hackathon, demo, members.get(team.id, [])) for team, hackathon, demo in rows]


def _teams(person_id: int, now: datetime) -> Select[Team, Hackathon, Demo]:
    return (
        select(Team, Hackathon, Demo)
        .join(Hackathon, Team.hackathon_id == Hackathon.id)
        .join(Membership, Membership.team_id == Team.id)
        .outerjoin(Demo, Demo.team_id == Team.id)
        .options(joinedload(Demo.saved_by))
        .where(*_current(person_id, now))
        .order_by(Program.starts_at, Team.id)
    )


def _current(person_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    mine = Membership.person_id == person_id, Membership.left_at.is_(None)
    return *mine, Program.state == ProgramState.PUBLISHED, Program.ends_at > now


def in_one(person: Person, hackathon: Hackathon, now: datetime) -> TeamBlock | None:
    """Return the person's team and demo in this hackathon; None without a team."""
    row = db.session.execute(*kept(_mine_there, hackathon.id, person.id)).one_or_none()
    if row is None:
        return None
    times = queries.times(hackathon)
    is_open = row.state is not DemoState.SUBMITTED and now < times.snapshot_at
    members = member_queries.people_of([row.team_id])[row.team_id]
    demo = row if row.id is not None else None
    return TeamBlock(row.team_key, row.team, members, demo, times, _lacks(demo) if is_open else [])


def _lacks(demo: Row[Any] | None) -> list[Lack]:
    said = content.of(demo, files.shown_of(Ref("demo", demo.id))) if demo else Content()
    return policies.lacks(said)


def _mine_there(hackathon_id: int, person_id: int) -> Select[Any]:
    of_team = Team.id.label("team_id"), Team.key.label("team_key"), Team.name.label("team")
    of_demo = [getattr(Demo, name) for name in ("id", "state", "saved_at", *content.WRITTEN)]
    return (
        select(*of_team, *of_demo, Person.id.label("saver_id"), Person.name.label("saver"))
        .select_from(Team)
        .join(Membership, Membership.team_id == Team.id)
        .outerjoin(Demo, Demo.team_id == Team.id)
        .outerjoin(Person, Person.id == Demo.saved_by_id)
        .where(Membership.hackathon_id == hackathon_id, Membership.person_id == person_id)
        .where(Membership.left_at.is_(None))
    )
