"""What is stored of a hackathon that came from Devpost: found again, and written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import delete, func, select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.core.refs import Ref
from learnhub.demos import content
from learnhub.demos.devpost_export import Project
from learnhub.demos.events import DemosImported
from learnhub.demos.models import Demo, DemoState, PrizeEntry, Snapshot, SnapshotRun
from learnhub.hackathons import services as hackathons
from learnhub.hackathons.models import Hackathon, Prize, WindowKind
from learnhub.hackathons.windows import Span
from learnhub.imports.models import ImportRow, RowState
from learnhub.people.models import Person
from learnhub.programs.models import SignUp, SignUpState
from learnhub.teams.models import Membership, Team

SOURCE = "devpost"
TEAM_NAME = 80
STALE = "Some of these demos came in meanwhile. Choose the file again."


@dataclass(frozen=True, slots=True)
class Before:
    """A demo that is here already."""

    id: int
    edited: bool
    content: Mapping[str, Any]
    prizes: frozenset[str]

    def compared(self, project: Project) -> tuple[RowState, str]:
        """Return whether the file has something else, and why that does not count."""
        if project.content == self.content and frozenset(project.prizes) == self.prizes:
            return RowState.SAME, ""
        if self.edited:
            return RowState.SAME, "Edited here since it came in: the file does not change it."
        return RowState.CHANGED, "The file has a newer version."


@dataclass(frozen=True, slots=True)
class Known:
    """The hackathon of an export, where it is here already, and what it holds by name or URL."""

    hackathon: Hackathon | None = None
    demos: Mapping[str, Before] = field(default_factory=dict)
    prizes: Mapping[str, Prize] = field(default_factory=dict)
    team_names: frozenset[str] = frozenset()


class Names:
    """Hands out names of teams, each once: Devpost has none, so a team is called like its demo."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def take(self, title: str, table: str) -> str:
        """Return the title; for one that is taken, with the table where the demo stood, or a number."""
        numbers = (f" ({n})" for n in range(2, 100_000))
        at_table = [f" (table {table[:20]})"] if table else []
        for mark in chain([""], at_table, numbers):
            name = f"{title[: TEAM_NAME - len(mark)].rstrip()}{mark}"
            if name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return name
        raise Conflict("There are too many teams of that name.")


def known(source: str) -> Known:
    """Return what is here of the hackathon that this export is of."""
    hackathon = db.session.scalar(
        select(Hackathon).where(Hackathon.source == SOURCE, Hackathon.source_key == source)
    )
    if hackathon is None:
        return Known()
    demos = db.session.scalars(
        select(Demo).where(Demo.hackathon_id == hackathon.id, Demo.source_url.is_not(None))
    ).all()
    entries = db.session.execute(
        select(PrizeEntry.demo_id, Prize.name)
        .join(PrizeEntry.prize)
        .where(Prize.hackathon_id == hackathon.id)
    ).all()
    prizes = {prize.name: prize for prize in _prizes(hackathon)}
    names = db.session.scalars(select(Team.name).where(Team.hackathon_id == hackathon.id))
    return Known(
        hackathon,
        {
            demo.source_url or "": _before(demo, [name for id_, name in entries if id_ == demo.id])
            for demo in demos
        },
        prizes,
        frozenset(names),
    )


def people(addresses: Iterable[str]) -> dict[str, int]:
    """Return the ids of those addresses that belong to people who are here."""
    wanted = sorted(addresses)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 1000):
        rows = db.session.execute(
            select(Person.email, Person.id).where(
                Person.email.in_(wanted[start : start + 1000]), Person.left_at.is_(None)
            )
        )
        found |= {email: id_ for email, id_ in rows}
    return found


def write(options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> Ref:
    """Write the rows, and the hackathon where it is not here. Raises Conflict for what came in meanwhile."""
    source = str(rows[0].data["source"])
    here = known(source)
    if (here.hackathon is None) == (not options):
        raise Conflict(STALE)
    if any(row.state is RowState.NEW and row.data["url"] in here.demos for row in rows):
        raise Conflict(STALE)
    hackathon = here.hackathon or _hackathon(options, source, actor)
    prizes = _add_prizes(hackathon, here.prizes, rows)
    new = [row for row in rows if row.state is RowState.NEW]
    demos = [*_add_demos(hackathon, new), *_change_demos(rows)]
    _enter(demos, prizes)
    _join(hackathon, demos)
    db.session.flush()
    events.publish(DemosImported(hackathon.id))
    return Ref("hackathon", hackathon.id)


def _prizes(hackathon: Hackathon) -> Sequence[Prize]:
    return db.session.scalars(select(Prize).where(Prize.hackathon_id == hackathon.id)).all()


def _before(demo: Demo, prizes: list[str]) -> Before:
    said = {name: getattr(demo, name) for name in _COLUMNS}
    return Before(demo.id, demo.saved_by_id is not None, said, frozenset(prizes))


_COLUMNS = ("title", "pitch", "story", "repository_url", "slides_url", "demo_url", "video_url", "built_with")


def _hackathon(options: Mapping[str, Any], source: str, actor: Person) -> Hackathon:
    run = (options["starts"], options["ends"])
    made = hackathons.create(
        actor,
        text=hackathons.Text(title=options["title"]),
        zone=options["zone"],
        windows=[Span(WindowKind.HACKING, *run), Span(WindowKind.SUBMITTING, *run)],
        quiet=True,
        source=SOURCE,
        source_key=source,
    )
    made.signups_closed = made.gallery_open = True
    made.grace_minutes = 0
    db.session.add(SnapshotRun(hackathon_id=made.id, snapshot_at=made.snapshot_at, taken_at=clock.now()))
    db.session.flush()
    return made


def _add_prizes(
    hackathon: Hackathon, here: Mapping[str, Prize], rows: Sequence[ImportRow]
) -> dict[str, Prize]:
    """Add the prizes that are new, in the order in which demos name them."""
    names = dict.fromkeys(name for row in rows for name in row.data["prizes"])
    new = [name for name in names if name not in here]
    made = [
        Prize(hackathon_id=hackathon.id, name=name, position=place)
        for place, name in enumerate(new, len(here))
    ]
    db.session.add_all(made)
    db.session.flush()
    return {**here, **{prize.name: prize for prize in made}}


def _add_demos(hackathon: Hackathon, rows: Sequence[ImportRow]) -> list[tuple[Demo, ImportRow]]:
    ended = hackathon.ends_at
    teams = [Team(hackathon_id=hackathon.id, name=row.data["team"], created_at=ended) for row in rows]
    db.session.add_all(teams)
    db.session.flush()
    demos = [
        Demo(
            hackathon_id=hackathon.id,
            team_id=team.id,
            state=DemoState.SUBMITTED,
            source_url=row.data["url"],
            saved_at=ended,
            submitted_at=ended,
            **row.data["content"],
        )
        for team, row in zip(teams, rows, strict=True)
    ]
    db.session.add_all(demos)
    db.session.flush()
    for demo, row in zip(demos, rows, strict=True):
        row.ref_kind, row.ref_id = "demo", demo.id
    return list(zip(demos, rows, strict=True))


def _change_demos(rows: Sequence[ImportRow]) -> list[tuple[Demo, ImportRow]]:
    """Write what the file has newer. Raises Conflict where somebody edited the demo meanwhile."""
    by_id = {row.ref_id: row for row in rows if row.state is RowState.CHANGED}
    demos = db.session.scalars(select(Demo).where(Demo.id.in_(by_id))).all()
    for demo in demos:
        if demo.saved_by_id is not None:
            raise Conflict(STALE)
        for name, value in by_id[demo.id].data["content"].items():
            setattr(demo, name, value)
    db.session.execute(delete(PrizeEntry).where(PrizeEntry.demo_id.in_(by_id)))
    db.session.execute(delete(Snapshot).where(Snapshot.demo_id.in_(by_id)))
    return [(demo, by_id[demo.id]) for demo in demos]


def _enter(demos: Sequence[tuple[Demo, ImportRow]], prizes: Mapping[str, Prize]) -> None:
    """Enter the demos for their prizes, and take the snapshot that the gallery shows."""
    now = clock.now()
    for demo, row in demos:
        names = row.data["prizes"]
        kept = content.of(demo, prizes=names).as_dict()
        db.session.add(Snapshot(demo_id=demo.id, taken_at=now, content=kept))
        db.session.add_all(PrizeEntry(demo_id=demo.id, prize_id=prizes[name].id) for name in names)


def _join(hackathon: Hackathon, demos: Sequence[tuple[Demo, ImportRow]]) -> None:
    """Put the members who are here into their teams, each into one, with a place."""
    current = set(
        db.session.scalars(select(Membership.person_id).where(Membership.hackathon_id == hackathon.id))
    )
    line = db.session.scalar(select(func.max(SignUp.line)).where(SignUp.program_id == hackathon.id)) or 0
    teams = {
        team.id: team
        for team in db.session.scalars(select(Team).where(Team.id.in_([demo.team_id for demo, _ in demos])))
    }
    for demo, row in demos:
        team = teams[demo.team_id]
        for person_id in [id_ for id_ in row.data["people"] if id_ not in current]:
            current.add(person_id)
            line += 1
            team.captain_id = team.captain_id or person_id
            team.members_count += 1
            hackathon.places_taken += 1
            db.session.add_all(_member(hackathon, team, person_id, line))


def _member(hackathon: Hackathon, team: Team, person_id: int, line: int) -> tuple[SignUp, Membership]:
    began = hackathon.starts_at
    return (
        SignUp(
            program_id=hackathon.id,
            person_id=person_id,
            state=SignUpState.IN,
            line=line,
            signed_up_at=began,
            changed_at=began,
        ),
        Membership(hackathon_id=hackathon.id, team_id=team.id, person_id=person_id, joined_at=began),
    )
