"""Reads of demos. Each takes who asks, or rows that were asked for before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.demos import content, policies
from learnhub.demos.content import Content
from learnhub.demos.models import Demo, DemoState, FollowUp, PrizeEntry, Snapshot, SnapshotRun
from learnhub.demos.policies import Times
from learnhub.files import queries as files
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon, Prize, Timetable, WindowKind
from learnhub.people.models import Person, Role
from learnhub.programs import queries as programs
from learnhub.programs import sights
from learnhub.programs.models import Host, Program, ProgramState
from learnhub.programs.queries import READER, Standing
from learnhub.programs.sights import Sight, Who
from learnhub.teams.models import Membership, Team

FOLLOWED = (
    joinedload(Demo.follow_up).joinedload(FollowUp.owner),
    joinedload(Demo.follow_up).joinedload(FollowUp.confirmed_by),
)
MOVABLE = timedelta(days=60)  # so long after its end a hackathon's deadline is looked at again


@dataclass(frozen=True, slots=True)
class Seen:
    """A demo as one person sees it: what it says, and what they are to it."""

    demo: Demo
    hackathon: Hackathon
    content: Content
    is_member: bool
    standing: Standing

    @property
    def is_host(self) -> bool:
        return self.standing.is_host


@dataclass(frozen=True, slots=True)
class Counts:
    """How many teams a hackathon has, and how many demos are in."""

    teams: int
    submitted: int


def times(hackathon: Hackathon) -> Times:
    """Return the moments that decide about the hackathon's demos."""
    return times_of(hackathon.timetable, gallery_open=hackathon.gallery_open, state=hackathon.state)


def times_of(table: Timetable, *, gallery_open: bool, state: ProgramState) -> Times:
    """The same of a hackathon that is no object."""
    window = table.opening(WindowKind.SUBMITTING)
    return Times(
        opens_at=window.opens_at if window else None,
        due_at=table.due_at,
        snapshot_at=table.snapshot_at,
        gallery_at=table.gallery_at,
        gallery_open=gallery_open,
        cancelled=state is ProgramState.CANCELLED,
    )


def demo_of(team: Team) -> Demo | None:
    """Return the team's demo, as it is stored now."""
    chosen = select(Demo).where(Demo.team_id == team.id).options(joinedload(Demo.saved_by))
    return db.session.scalar(chosen.execution_options(populate_existing=True))


def content_of(demo: Demo) -> Content:
    """Return what the demo says now, with its pictures and prizes."""
    pictures = files.shown_of(Ref("demo", demo.id))
    return content.of(demo, pictures, prize_names([demo.id]).get(demo.id, []))


def written(team: Team) -> tuple[Demo | None, Content]:
    """Return the team's demo and what it says; nothing yet is an empty content."""
    demo = demo_of(team)
    return demo, content_of(demo) if demo else Content()


def find(person: Person, key: str) -> Seen:
    """Return the demo as the person may see it. Raises NotFound for those who may not know of it."""
    wanted, asked = kept(_found, key, sight=sights.sight(person))
    row = db.session.execute(wanted, asked | programs.reads(person)).one_or_none()
    if row is None:
        raise NotFound
    hackathon, *own, demo, is_member, then = row
    hackathons.opened(hackathon)
    standing = programs.standing_of(person, *own)
    if not _may_see(person, demo, hackathon, is_member, standing.is_host):
        raise NotFound
    stands = then is not None and clock.now() >= hackathon.snapshot_at
    shown = content.kept(then) if stands else content_of(demo)
    return Seen(demo, hackathon, shown, is_member, standing)


def things(person: Person, *wanted: ColumnElement[bool], most: int) -> list[tuple[Demo, bool]]:
    """Return the newest of these demos that the person may see, each with whether they may change it."""
    rows = db.session.execute(
        _seen_by(person.id, sights.sight(person))
        .where(*wanted)
        .order_by(Demo.created_at.desc(), Demo.id.desc())
        .limit(most)
    ).unique()
    admin = person.has(Role.ADMIN)
    return [(row[0], bool(row[2] or row[3]) or admin) for row in rows if _may_see(person, *row)]


def _found(key: str, *, sight: Sight) -> Select[Any]:
    """Select the hackathon with what a Standing is made of, the demo, its membership and what was kept."""
    member, _ = ties(READER)
    return (
        programs.standings(Hackathon, sight)
        .add_columns(Demo, member, Snapshot.content)
        .join(Demo, Demo.hackathon_id == Hackathon.id)
        .join(Demo.team)
        .outerjoin(Snapshot, Snapshot.demo_id == Demo.id)
        .where(Team.archived_at.is_(None), Demo.key == key)
        .options(hackathons.LISTED, contains_eager(Demo.team), joinedload(Demo.follow_up))
    )


def _seen_by(reader: int, sight: Sight) -> Select[Demo, Hackathon, bool, bool]:
    return (
        select(Demo, Hackathon, *ties(reader))
        .join(Demo.team)
        .join(Hackathon, Hackathon.id == Demo.hackathon_id)
        .where(Team.archived_at.is_(None), sights.visible(reader, sight))
        .options(contains_eager(Demo.team), joinedload(Hackathon.windows), *FOLLOWED)
    )


def ties(reader: Who) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether they are in the demo's team, and whether they host its hackathon."""
    member = exists().where(
        Membership.team_id == Demo.team_id, Membership.person_id == reader, Membership.left_at.is_(None)
    )
    return member, exists().where(Host.program_id == Demo.hackathon_id, Host.person_id == reader)


def _may_see(person: Person, demo: Demo, hackathon: Hackathon, is_member: bool, is_host: bool) -> bool:
    submitted = demo.state is DemoState.SUBMITTED
    return may_be_seen(
        person, submitted=submitted, times=times(hackathon), is_member=is_member, is_host=is_host
    )


def may_be_seen(person: Person, *, submitted: bool, times: Times, is_member: bool, is_host: bool) -> bool:
    """Whether the person may see a demo that is submitted or not, of a hackathon with these times."""
    return bool(
        policies.may_see(
            is_member=bool(is_member),
            is_host=bool(is_host),
            is_admin=person.has(Role.ADMIN),
            submitted=submitted,
            times=times,
            now=clock.now(),
        )
    )


def prize_names(demo_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of the prizes that each demo is in for."""
    found: dict[int, list[str]] = {}
    for demo_id, name in db.session.execute(*kept(_prize_names, demo_ids)):
        found.setdefault(demo_id, []).append(name)
    return found


def _prize_names(ids: Sequence[int]) -> Select[int, str]:
    named = select(PrizeEntry.demo_id, Prize.name).join(Prize, Prize.id == PrizeEntry.prize_id)
    return named.where(PrizeEntry.demo_id.in_(ids)).order_by(Prize.position, Prize.id)


def count_entered(prize: Prize) -> int:
    """Return how many demos are in for the prize."""
    entries = select(func.count()).select_from(PrizeEntry).where(PrizeEntry.prize_id == prize.id)
    return db.session.scalar(entries) or 0


def entered_prizes(demo: Demo | None) -> list[int]:
    """Return the ids of the prizes that the demo is in for."""
    if demo is None:
        return []
    return [*db.session.scalars(select(PrizeEntry.prize_id).where(PrizeEntry.demo_id == demo.id))]


def counts(hackathon: Hackathon) -> Counts:
    """Return how many teams there are and how many demos are in: one SELECT."""
    return Counts(*db.session.execute(*kept(_counts, hackathon.id)).one())


def _counts(hackathon_id: int) -> Select[int, int]:
    there = select(func.count()).select_from(Team)
    there = there.where(Team.hackathon_id == hackathon_id, Team.archived_at.is_(None))
    demos_in = select(func.count()).select_from(Demo).where(*submitted(hackathon_id))
    return select(there.scalar_subquery(), demos_in.scalar_subquery())


def missing_names(demo: Demo | None) -> list[str]:
    """Return in a word or two each what the demo lacked when it was last saved."""
    codes = demo.missing if demo else [lack.code for lack in policies.lacks(Content())]
    return [policies.NAMES[code] for code in codes if code in policies.NAMES]


def evidence_of(hackathon_id: int) -> list[int]:
    """Return the ids of the demos that count: submitted, by teams that still exist."""
    return [*db.session.scalars(select(Demo.id).where(*submitted(hackathon_id)).order_by(Demo.id))]


def snapshots_due(now: datetime) -> list[Hackathon]:
    """Return the hackathons whose demos are to be kept: due by now, and not kept for that moment."""
    rows: Iterable[tuple[Hackathon, SnapshotRun | None]] = db.session.execute(
        select(Hackathon, SnapshotRun)
        .outerjoin(SnapshotRun, SnapshotRun.hackathon_id == Hackathon.id)
        .where(Program.state == ProgramState.PUBLISHED, Program.quiet.is_(False), Program.starts_at <= now)
        .where(or_(SnapshotRun.hackathon_id.is_(None), Program.ends_at > now - MOVABLE))
    )
    return [
        hackathon
        for hackathon, run in rows
        if hackathon.snapshot_at <= now and (run is None or run.snapshot_at != hackathon.snapshot_at)
    ]


def submitted_demos(hackathon_id: int) -> list[Demo]:
    """Return the demos that stand, with their teams."""
    chosen = select(Demo).where(*submitted(hackathon_id)).options(joinedload(Demo.team))
    return [*db.session.scalars(chosen.order_by(Demo.id))]


def handed_in(hackathon: Hackathon) -> Select[int]:
    """Select the ids of the teams whose demo is submitted."""
    return select(Demo.team_id).join(Demo.team).where(*submitted(hackathon.id))


def snapshots_by_demo(hackathon_id: int) -> Mapping[int, Snapshot]:
    """Return what was kept so far, by demo id."""
    chosen = select(Snapshot).join(Demo, Demo.id == Snapshot.demo_id).where(Demo.hackathon_id == hackathon_id)
    return {snapshot.demo_id: snapshot for snapshot in db.session.scalars(chosen)}


def submitted(hackathon_id: int) -> tuple[ColumnElement[bool], ...]:
    """What makes a demo of this hackathon count, as conditions."""
    archived = exists().where(Team.id == Demo.team_id, Team.archived_at.is_not(None)).correlate(Demo)
    return (Demo.hackathon_id == hackathon_id, Demo.state == DemoState.SUBMITTED, ~archived)


def every(ids: Sequence[int] | None) -> Iterable[tuple[Demo, Hackathon]]:
    """Return these demos of teams that still exist, or all; nobody asks, so nothing is hidden."""
    wanted = (
        select(Demo, Hackathon)
        .join(Demo.team)
        .join(Hackathon, Hackathon.id == Demo.hackathon_id)
        .where(Team.archived_at.is_(None), Demo.id.in_(ids) if ids is not None else true())
        .options(contains_eager(Demo.team))
    )
    return ((demo, hackathon) for demo, hackathon in db.session.execute(wanted))
