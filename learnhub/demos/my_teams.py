"""A person's teams, with how far their demos are: for Home."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.demos.models import Demo, DemoState
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState
from learnhub.teams import queries as teams
from learnhub.teams.models import Membership, Team


@dataclass(frozen=True, slots=True)
class MyTeam:
    """A team that a person is in."""

    team: Team
    hackathon: Hackathon
    demo: Demo | None
    members: list[Person]

    @property
    def is_submitted(self) -> bool:
        return self.demo is not None and self.demo.state is DemoState.SUBMITTED


def of(person: Person, now: datetime) -> list[MyTeam]:
    """Return all teams of the person whose hackathon is not over, also once they handed in. Two SELECTs."""
    rows = db.session.execute(
        select(Team, Hackathon, Demo)
        .join(Hackathon, Team.hackathon_id == Hackathon.id)
        .join(Membership, Membership.team_id == Team.id)
        .outerjoin(Demo, Demo.team_id == Team.id)
        .options(joinedload(Demo.saved_by))
        .where(Membership.person_id == person.id, Membership.left_at.is_(None))
        .where(Program.state == ProgramState.PUBLISHED, Program.ends_at > now)
        .order_by(Program.starts_at, Team.id)
    ).all()
    members = teams.people_of([team.id for team, _, _ in rows])
    return [MyTeam(team, hackathon, demo, members.get(team.id, [])) for team, hackathon, demo in rows]
