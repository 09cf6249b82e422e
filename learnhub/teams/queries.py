"""Reads of teams and members. Each takes who asks, or rows that were asked for before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.statements import kept
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.people.named import Named
from learnhub.programs import queries as programs
from learnhub.programs.models import ProgramState, SignUp, SignUpState
from learnhub.programs.queries import Standing
from learnhub.programs.sights import visible_to
from learnhub.teams import member_queries
from learnhub.teams.models import Membership, Span, Team, TeamStanding

PER_PAGE = 24
LOOKING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """Some teams of a hackathon, with the members of each, longest first."""

    teams: list[Team]
    members: dict[int, list[Named]]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True, slots=True)
class Glance:
    """What every page of a hackathon says about its teams, and which of them is the person's."""

    teams: int
    with_room: int
    my_team_id: int | None
    my_team: str | None  # its key


def span(hackathon: Hackathon) -> Span:
    """Return when the hackathon's teams can change."""
    return Span(hackathon.forming_at, hackathon.due_at, hackathon.state is ProgramState.CANCELLED)


def standing(person: Person, hackathon: Hackathon) -> TeamStanding:
    """Return how a person stands in a hackathon: one SELECT."""
    signup = select(SignUp.state).where(SignUp.program_id == hackathon.id, SignUp.person_id == person.id)
    team = select(Membership.team_id).where(*_current(hackathon.id, person.id))
    row = db.session.execute(select(signup.scalar_subquery(), team.scalar_subquery())).one()
    return TeamStanding(*row)


def find(person: Person, key: str) -> tuple[Team, Standing]:
    """Return a team that is not archived, and what the person is to its hackathon: one SELECT.

    Raises NotFound for what they may not know of.
    """
    return _one(person, Team.key == key)


def find_by_code(person: Person, code: str) -> tuple[Team, Standing]:
    """Return the team whose link carries `code`, and what the person is to its hackathon. Raises NotFound."""
    return _one(person, Team.join_code == code)


def _one(person: Person, which: ColumnElement[bool]) -> tuple[Team, Standing]:
    row = db.session.execute(
        programs.with_standing(person, Hackathon)
        .add_columns(Team)
        .join(Team, Team.hackathon_id == Hackathon.id)
        .where(which, Team.archived_at.is_(None))
        .options(joinedload(Team.captain)),
        programs.reads(person),
    ).one_or_none()
    if row is None:
        raise NotFound
    hackathon, *own, team = row
    set_committed_value(team, "hackathon", hackathon)  # it is here already: not to be asked for again
    return team, programs.standing_of(person, *own)


def ended(person: Person, key: str) -> Team | None:
    """Return a team that has ended, to someone who was in it."""
    was_in = select(Membership.id).where(Membership.team_id == Team.id, Membership.person_id == person.id)
    chosen = select(Team).where(Team.key == key, Team.archived_at.is_not(None), was_in.exists())
    return db.session.scalar(chosen.options(joinedload(Team.hackathon)))


def visible(person: Person, ids: Sequence[int]) -> list[Team]:
    """Return those of the teams that the person may know of, with their hackathons."""
    return [
        *db.session.scalars(
            select(Team)
            .join(Team.hackathon)
            .options(contains_eager(Team.hackathon))
            .where(Team.id.in_(ids), Team.archived_at.is_(None), visible_to(person))
        )
    ]


def current_team(person_id: int, hackathon_id: int) -> Team | None:
    """Return the team that the person is in now."""
    chosen = select(Team).join(Membership, Membership.team_id == Team.id)
    return db.session.scalar(
        chosen.where(*_current(hackathon_id, person_id)).options(joinedload(Team.captain))
    )


def members(team: Team) -> list[Membership]:
    """Return who is in the team now, longest first, each with person and unit."""
    return [
        *db.session.scalars(
            select(Membership)
            .join(Membership.person)
            .options(contains_eager(Membership.person).joinedload(Person.unit))
            .where(Membership.team_id == team.id, Membership.left_at.is_(None))
            .order_by(Membership.joined_at, Membership.id)
        )
    ]


def membership(team: Team, person_id: int) -> Membership | None:
    """Return the person's current membership of this team."""
    return db.session.scalar(
        select(Membership).where(
            Membership.team_id == team.id, Membership.person_id == person_id, Membership.left_at.is_(None)
        )
    )


def captained_by(person_id: int) -> Sequence[Team]:
    """Return the teams whose captain the person is, for what hears that they left."""
    return db.session.scalars(
        select(Team).where(Team.captain_id == person_id, Team.archived_at.is_(None)).order_by(Team.id)
    ).all()


def longest_member_id(team: Team) -> int | None:
    """Return who is in the team longest, of those who have not left the organisation: the next captain."""
    return db.session.scalar(
        select(Membership.person_id)
        .join(Membership.person)
        .where(Membership.team_id == team.id, Membership.left_at.is_(None), Person.left_at.is_(None))
        .order_by(Membership.joined_at, Membership.id)
        .limit(1)
    )


def teams_page(
    hackathon: Hackathon,
    *,
    page: int = 1,
    search: str = "",
    with_room: bool = False,
    known_total: int | None = None,
) -> TeamsPage:
    """Return a page of teams by name; `search` looks into names and ideas.

    `known_total` spares a SELECT where the caller knows how many teams there are in all.
    """
    chosen = [*_teams(hackathon.id)]
    if search:
        chosen.append(
            or_(Team.name.icontains(search, autoescape=True), Team.idea.icontains(search, autoescape=True))
        )
    if with_room:
        chosen.append(Team.members_count < hackathon.team_most)
    total = None if search or with_room else known_total
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(Team).where(*chosen)) or 0
    page = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    rows = select(Team).where(*chosen).order_by(func.lower(Team.name), Team.id)
    teams = [*db.session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE))]
    return TeamsPage(teams, member_queries.people_of(team.id for team in teams), total, page)


def glance(person: Person, hackathon: Hackathon) -> Glance:
    """Return how many teams there are, how many have room, and the person's: one SELECT."""
    asked = kept(_glance, hackathon.id, person.id, hackathon.team_most)
    return Glance(*db.session.execute(*asked).one())


def _glance(hackathon_id: int, person_id: int, most: int) -> Select[int, int, int, str]:
    room = func.count(case((Team.members_count < most, Team.id)))
    counted = select(func.count(Team.id).label("teams"), room.label("room"))
    counted_teams = counted.where(*_teams(hackathon_id)).subquery()
    mine = select(Membership.team_id).where(*_current(hackathon_id, person_id)).subquery()
    row = select(counted_teams.c.teams, counted_teams.c.room, Team.id, Team.key)
    return row.select_from(counted_teams).outerjoin(mine, true()).outerjoin(Team, Team.id == mine.c.team_id)


def count_alone(hackathon: Hackathon) -> int:
    """Return how many have a place and no team."""
    return db.session.scalar(*kept(_count_alone, hackathon.id)) or 0


def _count_alone(hackathon_id: int) -> Select[int]:
    return select(func.count()).select_from(SignUp).where(*_without_team(hackathon_id))


def looking(hackathon: Hackathon) -> list[Person]:
    """Return who has a place, no team, and said that they look for one; the first fifty by name."""
    return [person for person, _ in _alone(hackathon, SignUp.looking)]


def alone(hackathon: Hackathon) -> list[tuple[Person, bool]]:
    """Return who has a place and no team, and whether they said that they look for one. For hosts."""
    return _alone(hackathon)


def _alone(hackathon: Hackathon, *chosen: SQLColumnExpression[bool]) -> list[tuple[Person, bool]]:
    rows = (
        select(Person, SignUp.looking)
        .join(SignUp, SignUp.person_id == Person.id)
        .where(*_without_team(hackathon.id), *chosen)
        .options(joinedload(Person.unit))
        .order_by(Person.name, Person.id)
        .limit(LOOKING_SHOWN)
    )
    return [(person, looks) for person, looks in db.session.execute(rows)]


def members_now(hackathon: Hackathon, *which: ColumnElement[bool]) -> Select[int]:
    """Select the ids of those who are in a team of it now."""
    mine = Membership.hackathon_id == hackathon.id, Membership.left_at.is_(None)
    return select(Membership.person_id).where(*mine, *which)


def named(hackathon: Hackathon) -> Sequence[tuple[int, str, str]]:
    """Return (id, key, name) of its teams, by name."""
    wanted = select(Team.id, Team.key, Team.name).where(*_teams(hackathon.id))
    rows = db.session.execute(wanted.order_by(func.lower(Team.name), Team.id))
    return [(id_, key, name) for id_, key, name in rows]


def _teams(hackathon_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Team.hackathon_id == hackathon_id, Team.archived_at.is_(None))


def _without_team(hackathon_id: int) -> tuple[ColumnElement[bool], ...]:
    current = select(Membership.id).where(
        Membership.hackathon_id == hackathon_id,
        Membership.person_id == SignUp.person_id,
        Membership.left_at.is_(None),
    )
    return (SignUp.program_id == hackathon_id, SignUp.state == SignUpState.IN, ~current.exists())


def _current(hackathon_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Membership.hackathon_id == hackathon_id,
        Membership.person_id == person_id,
        Membership.left_at.is_(None),
    )
