"""Reads of the host view: each team with the state of its demo, and who signed up. For hosts only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.demos.content import Content
from learnhub.demos.models import Demo, DemoState, PersonalData
from learnhub.demos.policies import NAMES, lacks
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person, Unit
from learnhub.programs.models import Host, SignUp, SignUpState
from learnhub.teams.models import Membership, Team

EVERYTHING = [lack.code for lack in lacks(Content())]


class Progress(StrEnum):
    """How far a team is with its demo."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in the host's table. `missing` holds codes of `policies.lacks`.

    `title` is empty until the snapshot, and for what was not submitted: hosts see demos after it.
    """

    key: str
    name: str
    size: int
    captain: str | None
    progress: Progress
    missing: list[str]
    saved_at: datetime | None
    title: str
    unsure: bool

    @property
    def missing_words(self) -> str:
        """ "Everything", "Pitch, data class", or nothing."""
        if self.progress is Progress.NOT_BEGUN:
            return "Everything"
        names = [NAMES[code] for code in self.missing]
        return ", ".join([*names[:1], *(name[0].lower() + name[1:] for name in names[1:])])


@dataclass(frozen=True, slots=True)
class SignUpFigures:
    """How many are in, wait, gave their place back, are in no team; and those who are in by unit."""

    taken: int
    waiting: int
    awaiting: int  # approval
    withdrawn: int
    without_team: int
    hosts: int
    by_unit: list[tuple[str, int]]


def team_rows(hackathon: Hackathon) -> list[TeamRow]:
    """Return every team, those who miss most first: one SELECT of few columns."""
    return teams_of([hackathon]).get(hackathon.id, [])


def teams_of(hackathons: Sequence[Hackathon]) -> dict[int, list[TeamRow]]:
    """Return the same for several hackathons, by their ids."""
    if not hackathons:
        return {}
    captain, ids = aliased(Person), [each.id for each in hackathons]
    wanted = (
        select(
            Team.hackathon_id,
            Team.key,
            Team.name,
            Team.members_count,
            captain.name,
            Demo.state,
            Demo.missing,
            Demo.saved_at,
            Demo.title,
            Demo.personal_data,
        )
        .outerjoin(captain, captain.id == Team.captain_id)
        .outerjoin(Demo, Demo.team_id == Team.id)
        .where(Team.hackathon_id.in_(ids), Team.archived_at.is_(None))
    )
    stands = {each.id: clock.now() >= each.snapshot_at for each in hackathons}
    found: dict[int, list[TeamRow]] = {}
    for of_it, *row in db.session.execute(wanted):
        found.setdefault(of_it, []).append(_team_row(*row, stands=stands[of_it]))
    order = [*Progress]
    for rows in found.values():
        rows.sort(key=lambda row: (order.index(row.progress), -len(row.missing), row.name.casefold()))
    return found


def _team_row(
    key: str,
    name: str,
    size: int,
    captain: str | None,
    state: DemoState | None,
    missing: list[str] | None,
    saved_at: datetime | None,
    title: str | None,
    personal: PersonalData | None,
    *,
    stands: bool,
) -> TeamRow:
    progress = {None: Progress.NOT_BEGUN, DemoState.DRAFT: Progress.DRAFT}.get(state, Progress.SUBMITTED)
    lacking = EVERYTHING if progress is Progress.NOT_BEGUN else missing or []
    submitted, unsure = progress is Progress.SUBMITTED, personal is PersonalData.UNSURE
    known = title if submitted and stands else None
    return TeamRow(
        key, name, size, captain, progress, [] if submitted else lacking, saved_at, known or "", unsure
    )


def figures(hackathon: Hackathon, *, smallest: int) -> SignUpFigures:
    """Return the figures of the sign-ups: two SELECTs. Units of fewer than `smallest` are one line."""
    current = select(Membership.id).where(
        Membership.hackathon_id == hackathon.id,
        Membership.person_id == SignUp.person_id,
        Membership.left_at.is_(None),
    )
    rows = db.session.execute(
        select(SignUp.state, Unit.name, current.exists(), func.count())
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(SignUp.program_id == hackathon.id)
        .group_by(SignUp.state, Unit.name, current.exists())
    ).all()
    taken = [row for row in rows if row[0] is SignUpState.IN]
    units: dict[str, int] = {}
    for _state, name, _in_team, number in taken:
        units[name or "No unit"] = units.get(name or "No unit", 0) + number
    hosts = select(func.count()).select_from(Host).where(Host.program_id == hackathon.id)
    return SignUpFigures(
        taken=sum(row[3] for row in taken),
        waiting=sum(row[3] for row in rows if row[0] is SignUpState.WAITING),
        awaiting=sum(row[3] for row in rows if row[0] is SignUpState.AWAITING),
        withdrawn=sum(row[3] for row in rows if row[0] in {SignUpState.WITHDRAWN, SignUpState.REMOVED}),
        without_team=sum(row[3] for row in taken if not row[2]),
        hosts=db.session.scalar(hosts) or 0,
        by_unit=folded(units, smallest),
    )


def folded(units: dict[str, int], smallest: int) -> list[tuple[str, int]]:
    """Return units by size; those under `smallest` are one line, and a lone small one stays unnamed."""
    named = sorted(
        ((name, number) for name, number in units.items() if number >= smallest),
        key=lambda each: (-each[1], each[0]),
    )
    small = [number for number in units.values() if number < smallest]
    return [*named, *([("Smaller units", sum(small))] if small else [])]
