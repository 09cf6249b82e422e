"""Programs as what serves a goal: the same for each kind of them."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import ColumnElement, func, literal, select, true

from learnhub.core import dates, kinds
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.goals.tieable import Asked, Served, Thing, unserving
from learnhub.people.models import Person, Role
from learnhub.programs import series_ties
from learnhub.programs.models import Host, Program, ProgramState
from learnhub.programs.sights import visible_to


def served() -> dict[str, Served]:
    """Return how programs of each kind, and series, are found where something is tied to a goal."""
    return {kind: _served(kind) for kind in kinds.PROGRAMS} | {"series": series_ties.served()}


def _served(kind: str) -> Served:
    said = kinds.kind(kind)
    return Served(said.one, said.many, said.icon, one=partial(_one, kind), some=partial(_some, kind))


def _one(kind: str, person: Person, key: str) -> Thing:
    found = _things(kind, person, Program.key == key, most=1)
    if not found:
        raise NotFound
    return found[0]


def _some(kind: str, person: Person, asked: Asked) -> Sequence[Thing]:
    wanted = [Program.state != ProgramState.CANCELLED]
    if asked.words:
        wanted.append(Program.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        wanted += [Program.state == ProgramState.PUBLISHED, *unserving(kind, Program.id)]
    return _things(kind, person, *wanted, most=asked.most, skip=asked.skip)


def _things(kind: str, person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
    hosts = select(Host.id).where(Host.program_id == Program.id, Host.person_id == person.id).exists()
    may = true() if person.has(Role.ADMIN) else hosts
    rows = db.session.execute(
        select(Program.id, Program.key, Program.title, Program.starts_wall, may, func.count().over())
        .where(Program.kind == literal(kind), visible_to(person), *wanted)
        .order_by(Program.starts_at.desc(), Program.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [
        Thing(
            Ref(kind, id_),
            key,
            title,
            dates.day(starts.date(), starts.date()) + f" {starts.year}",
            bool(mine),
            of,
        )
        for id_, key, title, starts, mine, of in rows
    ]
