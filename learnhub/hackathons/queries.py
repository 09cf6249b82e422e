"""What is asked of hackathons, windows and prizes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload, lazyload

from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.statements import kept
from learnhub.hackathons.models import Hackathon, Opened, Prize, Window, WindowKind
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.queries import Standing

WINDOWS = joinedload(Hackathon.windows)
LISTED = lazyload(Hackathon.windows)  # `openings` gives them


def find(person: Person, key: str) -> tuple[Hackathon, Standing]:
    """Return the hackathon, to be read, and what the person is to it.

    Raises NotFound for what they may not know of.
    """
    found, standing = programs.find(person, key, Hackathon, LISTED)
    opened(found)
    return found, standing


def opened(hackathon: Hackathon) -> None:
    """Give a hackathon loaded with `LISTED` its windows, of which whoever reads needs the moments alone."""
    hackathon.take_openings(openings([hackathon.id])[hackathon.id])


def openings(ids: Sequence[int], _concerned: Sequence[int] = ()) -> dict[int, tuple[Opened, ...]]:
    """Return the windows of hackathons by id, for `take_openings`."""
    found: dict[int, tuple[Opened, ...]] = dict.fromkeys(ids, ())
    for row in db.session.execute(*kept(_openings, ids)).all():
        found[row[0]] += (row[1:],)
    return found


def _openings(ids: Sequence[int]) -> Select[int, WindowKind, datetime, datetime]:
    columns = (Window.hackathon_id, Window.kind, Window.opens_at, Window.closes_at)
    return select(*columns).where(among(Window.hackathon_id, ids)).order_by(Window.opens_at, Window.id)


def hosted(person: Person, key: str) -> tuple[Hackathon, Standing]:
    """Return a hackathon that the person runs. Raises as `find` does, Forbidden for those who know of it."""
    return programs.hosted(person, key, Hackathon, WINDOWS)


def hackathon(person: Person, key: str) -> Hackathon:
    """Return the hackathon alone. Raises NotFound for what they may not know of."""
    return find(person, key)[0]


def imported(source: str, source_key: str) -> Hackathon | None:
    """Return what was brought in from there before; an import asks, so nothing is hidden."""
    return db.session.scalar(
        select(Hackathon).where(Hackathon.source == source, Hackathon.source_key == source_key)
    )


def prizes(hackathon: Hackathon) -> Sequence[Row[int, str, str, str]]:
    """Return id, key, name and description of its prizes in their order."""
    return db.session.execute(*kept(_prizes, hackathon.id)).all()


def _prizes(hackathon_id: int) -> Select[int, str, str, str]:
    said = select(Prize.id, Prize.key, Prize.name, Prize.description)
    return said.where(Prize.hackathon_id == hackathon_id).order_by(Prize.position, Prize.id)


def prize(hackathon: Hackathon, key: str) -> Prize:
    """Return one of its prizes. Raises NotFound."""
    found = db.session.scalar(select(Prize).where(Prize.hackathon_id == hackathon.id, Prize.key == key))
    if found is None:
        raise NotFound
    return found
