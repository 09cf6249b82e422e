"""Reads of the gallery: what was submitted, in an order that favours nobody until the results."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.demos import content
from learnhub.demos.content import Content
from learnhub.demos.models import Demo, PrizeEntry, Snapshot
from learnhub.demos.queries import prize_names, submitted
from learnhub.files import queries as files
from learnhub.hackathons.models import Hackathon, Prize, WindowKind
from learnhub.people.models import Person
from learnhub.teams import queries as teams
from learnhub.teams.models import Team

PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One demo of the gallery."""

    demo: Demo
    content: Content
    members: list[Person]

    @property
    def team(self) -> Team:
        return self.demo.team


@dataclass(frozen=True, slots=True)
class Gallery:
    """A page of the gallery. `shuffled`: the order is this person's own."""

    exhibits: list[Exhibit]
    total: int
    page: int
    shuffled: bool


def gallery(
    person: Person,
    hackathon: Hackathon,
    now: datetime,
    *,
    search: str = "",
    prize: Prize | None = None,
    page: int = 1,
) -> Gallery:
    """Return a page of what was submitted. The caller has asked whether the person may see it.

    Until the results the order is random for each person, and stays the same for them; then by title.
    """
    chosen, asked = kept(_submitted, hackathon.id)
    if search:
        chosen = chosen.where(Demo.title.icontains(search, autoescape=True))
    if prize is not None:
        chosen = chosen.join(PrizeEntry, PrizeEntry.demo_id == Demo.id).where(PrizeEntry.prize_id == prize.id)
    found = db.session.execute(chosen, asked).all()
    shuffled = is_shuffled(hackathon, now)
    if shuffled:
        found = sorted(found, key=lambda row: order_for(person, hackathon, row.key))
    else:
        found = sorted(found, key=lambda row: (row.title.casefold(), row.id))
    page = min(max(page, 1), max(1, -(-len(found) // PER_PAGE)))
    ids = [row.id for row in found[(page - 1) * PER_PAGE : page * PER_PAGE]]
    return Gallery(_exhibits(ids), len(found), page, shuffled)


def _submitted(hackathon_id: int) -> Select[int, str, str]:
    return select(Demo.id, Demo.key, Demo.title).where(*submitted(hackathon_id))


def is_shuffled(hackathon: Hackathon, now: datetime) -> bool:
    """Whether the results are still to come."""
    window = hackathon.opening(WindowKind.RESULTS)
    return now < (window.opens_at if window else hackathon.ends_at)


def order_for(person: Person, hackathon: Hackathon, key: str) -> str:
    """Return what to sort a demo by: drawn for this person and hackathon, the same each time."""
    return hashlib.sha256(f"{person.key} {hackathon.key} {key}".encode()).hexdigest()


def _exhibits(ids: list[int]) -> list[Exhibit]:
    rows: Iterable[tuple[Demo, Snapshot | None]] = db.session.execute(*kept(_with_snapshot, ids))
    found = {demo.id: (demo, snapshot) for demo, snapshot in rows}
    said = {id_: content.kept(kept.content) for id_, (_, kept) in found.items() if kept is not None}
    said |= _live([demo for demo, kept in found.values() if kept is None])
    members = teams.people_of(demo.team_id for demo, _ in found.values())
    demos = [found[id_][0] for id_ in ids if id_ in found]
    return [Exhibit(demo, said[demo.id], members.get(demo.team_id, [])) for demo in demos]


def _with_snapshot(ids: list[int]) -> Select[Demo, Snapshot]:
    said = select(Demo, Snapshot).outerjoin(Snapshot, Snapshot.demo_id == Demo.id)
    return said.where(Demo.id.in_(ids)).options(joinedload(Demo.team))


def _live(demos: list[Demo]) -> dict[int, Content]:
    """Return what demos without a snapshot say: those that were brought in, or wait for the job."""
    ids = [demo.id for demo in demos]
    if not ids:
        return {}
    shots, prizes = files.pictures_by_owner("demo", ids), prize_names(ids)
    return {demo.id: content.of(demo, shots[demo.id], prizes.get(demo.id, [])) for demo in demos}
