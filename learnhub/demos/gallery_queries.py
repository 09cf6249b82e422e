"""Reads of the gallery: what was submitted, in an order that favours nobody until the results."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.demos import content
from learnhub.demos.models import Demo, PrizeEntry, Snapshot
from learnhub.demos.queries import prize_names, submitted
from learnhub.files import queries as files
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people.models import Person
from learnhub.teams import member_queries
from learnhub.teams.models import Team

PER_PAGE = 24


class Exhibit(NamedTuple):
    """One demo of the gallery. `picture` is the key of its first."""

    key: str
    title: str
    pitch: str
    picture: str | None
    team: str
    members: tuple[str, ...]
    prizes: tuple[str, ...]


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
    prize_id: int | None = None,
    page: int = 1,
) -> Gallery:
    """Return a page of what was submitted. The caller has asked whether the person may see it.

    Until the results the order is random for each person, and stays the same for them; then by title.
    """
    chosen, asked = kept(_submitted, hackathon.id)
    if search:
        chosen = chosen.where(Demo.title.icontains(search, autoescape=True))
    if prize_id is not None:
        chosen = chosen.join(PrizeEntry, PrizeEntry.demo_id == Demo.id).where(PrizeEntry.prize_id == prize_id)
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
    if not ids:
        return []
    found = {row.id: row for row in db.session.execute(*kept(_with_snapshot, ids))}
    live = [id_ for id_, row in found.items() if row.content is None]  # brought in, or they wait for the job
    pictures = files.first_pictures("demo", live) if live else {}
    prizes = prize_names(live) if live else {}
    members = member_queries.names_of(row.team_id for row in found.values())

    def exhibit(row: Any) -> Exhibit:
        title, pitch, picture, named = row.title, row.pitch, pictures.get(row.id), prizes.get(row.id, [])
        if row.content is not None:
            title, pitch, picture, named = content.glimpse(row.content)
        return Exhibit(row.key, title, pitch, picture, row.name, tuple(members[row.team_id]), tuple(named))

    return [exhibit(found[id_]) for id_ in ids if id_ in found]


def _with_snapshot(ids: list[int]) -> Select[Any]:
    said = Team.name, Demo.title, Demo.pitch, Snapshot.content
    chosen = select(Demo.id, Demo.key, Demo.team_id, *said).join(Demo.team)
    return chosen.outerjoin(Snapshot, Snapshot.demo_id == Demo.id).where(Demo.id.in_(ids))
