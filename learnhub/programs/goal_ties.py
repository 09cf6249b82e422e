"""Programs as what serves a goal: the same for each kind of them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, true

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

NEWEST = (Program.starts_at.desc(), Program.id.desc())


def served() -> dict[str, Served]:
    """Return how programs of each kind, and series, are found where something is tied to a goal."""
    return {kind: _served(kind) for kind in kinds.PROGRAMS} | {"series": series_ties.served()}


def _served(kind: str) -> Served:
    said = kinds.kind(kind)
    find = partial(_one, kind)
    return Served(said.one, said.many, said.icon, one=find, some=partial(_some, kind), each=_each)


def _one(kind: str, person: Person, key: str) -> Thing:
    found = _things(kind, person, Program.key == key, most=1)
    if not found:
        raise NotFound
    return found[0]


def _some(kind: str, person: Person, asked: Asked) -> Sequence[Thing]:
    return _things(kind, person, *_asked(asked, kind), most=asked.most, skip=asked.skip)


def _asked(asked: Asked, *of: str) -> list[ColumnElement[bool]]:
    """What holds of the programs of these kinds that are asked for."""
    wanted = [Program.state != ProgramState.CANCELLED]
    if asked.words:
        wanted.append(Program.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        alone = [and_(Program.kind == literal(kind), *unserving(kind, Program.id)) for kind in of]
        wanted += [Program.state == ProgramState.PUBLISHED, or_(*alone)]
    return wanted


def _things(kind: str, person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
    rows: Any = db.session.execute(
        select(*_shown(person), func.count().over())
        .where(Program.kind == literal(kind), visible_to(person), *wanted)
        .order_by(*NEWEST)
        .limit(most)
        .offset(skip)
    )
    return [_thing(*row) for row in rows]


def _each(person: Person, asked: Asked) -> dict[str, list[Thing]]:
    """Return the newest of each kind, in one statement: `asked.most` of each."""
    nth = func.row_number().over(partition_by=Program.kind, order_by=NEWEST).label("nth")
    of = func.count().over(partition_by=Program.kind).label("of")
    wanted = select(*_shown(person), of, nth).where(visible_to(person), *_asked(asked, *kinds.PROGRAMS))
    every = wanted.subquery()
    rows: Any = db.session.execute(select(every).where(every.c.nth <= asked.most).order_by(every.c.nth))
    found: dict[str, list[Thing]] = {kind: [] for kind in kinds.PROGRAMS}
    for row in rows:
        found[row.kind].append(_thing(*row[:-1]))
    return found


def _shown(person: Person) -> tuple[Any, ...]:
    hosts = select(Host.id).where(Host.program_id == Program.id, Host.person_id == person.id).exists()
    may = true() if person.has(Role.ADMIN) else hosts
    return Program.kind, Program.id, Program.key, Program.title, Program.starts_wall, may.label("may")


def _thing(kind: str, id_: int, key: str, title: str, starts: datetime, mine: bool, of: int) -> Thing:
    day = dates.day(starts.date(), starts.date()) + f" {starts.year}"
    return Thing(Ref(kind, id_), key, title, day, bool(mine), of)
