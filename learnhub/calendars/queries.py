"""What is asked for calendars: programs as one person may see them, and their deadlines."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from learnhub.calendars.models import CalendarRevision, CalendarRole
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.demos.models import Demo, DemoState
from learnhub.hackathons.models import Hackathon, Window, WindowKind
from learnhub.people import queries as people
from learnhub.people.models import Person
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.models import Host, Program, ProgramState, SignUp, SignUpState, Speaker
from learnhub.programs.queries import Standing, reads, standing_of, with_standing
from learnhub.programs.sights import visible_to
from learnhub.teams.models import Membership, Team

CANCELLED_KEPT = timedelta(days=30)
PAST_KEPT = timedelta(days=90)
DEADLINES_KEPT = timedelta(days=30)
MOST = 1000  # dates in one feed: twenty a week for a year
SHOWN = 300  # dates on one page
DatedRows = Select[Program, SignUp | None, CalendarRevision | None, CalendarRole | None]


@dataclass(frozen=True, slots=True)
class Dated:
    """A program for a calendar: with its owner's sign-up, and how often it and their role in it changed."""

    program: Program
    signup: SignUp | None = None
    revision: CalendarRevision | None = None
    role: CalendarRole | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a person has something to do in a hackathon that they have a place in."""

    window: Window
    hackathon: Hackathon
    team: Team | None
    revision: CalendarRevision | None

    @property
    def is_demo(self) -> bool:
        """Whether a demo is due; else a team is to be found."""
        return self.window.kind is WindowKind.SUBMITTING

    @property
    def title(self) -> str:
        return f"{'Demo due' if self.is_demo else 'Find a team by now'}: {self.hackathon.title}"

    @property
    def path(self) -> str:
        """Where it is done; of a demo without a team, what it is about."""
        if not self.is_demo:
            return f"{self.hackathon.url}/teams"
        return f"/teams/{self.team.key}/demo" if self.team else self.hackathon.url


def instance() -> str:
    """Return the id of this installation, fixed at its first start."""
    return people.organisation().instance or "learnhub"


def sequence(program_id: int) -> int:
    """Return how often calendars had to follow the program."""
    revision = db.session.get(CalendarRevision, program_id)
    return revision.sequence if revision else 0


def role_rev(person_id: int, program_id: int) -> int:
    """Return how often the person began or ceased to do something in the program."""
    role = db.session.get(CalendarRole, (program_id, person_id))
    return role.rev if role else 0


def own_rev(person_id: int, program_id: int) -> int:
    """Return how often the person came to the program or left it, in whichever way."""
    mine = SignUp.program_id == program_id, SignUp.person_id == person_id
    return role_rev(person_id, program_id) + (db.session.scalar(select(SignUp.rev).where(*mine)) or 0)


def dated(person: Person, now: datetime, *which: ColumnElement[bool]) -> list[Dated]:
    """Return the programs that a feed of the person shows, in order of time: one SELECT, one of windows.

    Those over for 90 days, and cancelled ones after 30, are left out.
    """
    rows = db.session.execute(
        _programs(person)
        .where(Program.ends_at > now - PAST_KEPT)
        .where(
            or_(Program.state == ProgramState.PUBLISHED, Program.cancelled_at > now - CANCELLED_KEPT), *which
        )
        .order_by(Program.starts_at, Program.id)
        .limit(MOST)
    )
    return [Dated(*row) for row in rows]


def concerns(person_id: int | InstrumentedAttribute[int], *states: SignUpState) -> ColumnElement[bool]:
    """Whether the person is in a program (in one of these states), hosts it, speaks or takes a part."""
    ways = (
        select(SignUp.id).where(
            SignUp.program_id == Program.id, SignUp.person_id == person_id, SignUp.state.in_(states)
        ),
        select(Host.id).where(Host.program_id == Program.id, Host.person_id == person_id),
        select(Speaker.id).where(Speaker.program_id == Program.id, Speaker.person_id == person_id),
        select(Part.id)
        .join(PartTaken, PartTaken.part_id == Part.id)
        .where(Part.program_id == Program.id, PartTaken.person_id == person_id),
    )
    return or_(*(way.exists() for way in ways))


def deadlines(person: Person, since: datetime, until: datetime | None = None) -> list[Deadline]:
    """Return what the person has still to do from `since` on: find a team, hand in a demo. One SELECT.

    What is done is left out.
    """
    has_place = and_(SignUp.program_id == Hackathon.id, SignUp.person_id == person.id)
    member = and_(
        Membership.hackathon_id == Hackathon.id,
        Membership.person_id == person.id,
        Membership.left_at.is_(None),
    )
    in_time = [Window.closes_at > since] + ([Window.closes_at < until] if until else [])
    rows = db.session.execute(
        select(Window, Hackathon, Team, CalendarRevision)
        .join(Hackathon, Hackathon.id == Window.hackathon_id)
        .join(SignUp, has_place)
        .outerjoin(Membership, member)
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(Demo, and_(Demo.team_id == Team.id, Demo.state == DemoState.SUBMITTED))
        .outerjoin(CalendarRevision, CalendarRevision.program_id == Hackathon.id)
        .where(Hackathon.state == ProgramState.PUBLISHED, SignUp.state == SignUpState.IN, *in_time)
        .where(
            or_(
                and_(Window.kind == WindowKind.SUBMITTING, Demo.id.is_(None)),
                and_(Window.kind == WindowKind.FORMING, Team.id.is_(None)),
            )
        )
        .order_by(Window.closes_at, Window.id)
        .limit(MOST)
    )
    return [Deadline(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Shown:
    """A program on a page, and what the reader is to it."""

    program: Program
    standing: Standing


def between(
    person: Person, first: datetime, last: datetime, *which: ColumnElement[bool]
) -> tuple[list[Shown], bool]:
    """Return what goes on between two moments, in order of time, and whether there is more than is shown."""
    rows: Any = db.session.execute(
        with_standing(person, Program)
        .where(Program.published_at.is_not(None), Program.starts_at < last, Program.ends_at > first, *which)
        .order_by(Program.starts_at, Program.id)
        .limit(SHOWN + 1),
        reads(person),
    )
    found = [Shown(program, standing_of(person, *own)) for program, *own in rows]
    return found[:SHOWN], len(found) > SHOWN


def program(person: Person, key: str) -> Dated:
    """Return a published program for a calendar. Raises NotFound for what the person may not know of."""
    row = db.session.execute(_programs(person).where(Program.key == key)).one_or_none()
    if row is None:
        raise NotFound
    return Dated(*row)


def _programs(person: Person) -> DatedRows:
    """Select what the person may know of, drafts left out, as `Dated` has it."""
    return with_revisions(person.id).where(visible_to(person), Program.published_at.is_not(None))


def with_revisions(person_id: int) -> DatedRows:
    """Select programs as `Dated` has them, whether or not the person may know of them."""
    mine, role = aliased(SignUp), CalendarRole  # the rules of who sees and is in it ask for sign-ups, too
    return (
        select(Program, mine, CalendarRevision, role)
        .outerjoin(mine, and_(mine.program_id == Program.id, mine.person_id == person_id))
        .outerjoin(CalendarRevision, CalendarRevision.program_id == Program.id)
        .outerjoin(role, and_(role.program_id == Program.id, role.person_id == person_id))
    )
