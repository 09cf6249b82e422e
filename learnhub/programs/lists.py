"""Lists of programs for other pages: what happens next, the dates of a series, drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select, union
from sqlalchemy.orm import defer

from learnhub.core.db import db
from learnhub.core.statements import kept, written
from learnhub.people.models import Person
from learnhub.programs import kinds, narrowing, sights
from learnhub.programs.models import (
    Host,
    Program,
    ProgramState,
    SignUp,
    Speaker,
)
from learnhub.programs.queries import READER, Standing, reads, standing_of, standings, with_standing
from learnhub.programs.rosters import PER_PAGE
from learnhub.programs.series_models import Series
from learnhub.programs.sights import BARE

ProgramRows = Select[Program, SignUp | None, bool, bool, bool, int, int, datetime | None, str | None]


class Listed(NamedTuple):
    """A program in a list, and what the person is to it."""

    program: Program
    standing: Standing


def happening(person: Person, now: datetime, *, limit: int = 6) -> list[Listed]:
    """Return what runs or comes next and is published, the nearest first, and all that the person hosts
    or speaks at.

    Drafts of theirs too. Home shows it.
    """
    return _completed(_listed(person, *kept(_happening, now, sight=sights.sight(person), limit=limit)))


def _happening(now: datetime, *, sight: sights.Sight, limit: int) -> ProgramRows:
    terms, order = narrowing.coming(now)
    nearest = select(BARE.id).where(*terms, sights.visible(READER, sight, BARE)).correlate(None)
    nearest = nearest.order_by(*order).limit(written(limit))
    # ids of each, where "or" would have all that comes looked through for hosts and speakers
    wanted = union(
        select(nearest.subquery().c.id),
        select(Host.program_id).where(Host.person_id == READER),
        select(Speaker.program_id).where(Speaker.person_id == READER),
    )
    rows = standings(Program, sight).where(Program.ends_at > now, Program.id.in_(wanted))
    rows = rows.options(defer(Program.story), *kinds.lists())
    return rows.order_by(Program.starts_at, Program.id).limit(PER_PAGE)


def dates_of(person: Person, series: Series, now: datetime, *, over: bool = False, most: int) -> list[Listed]:
    """Return dates of a series: those that run or come, or those that are over, the nearest first."""
    order = Program.starts_at.desc() if over else Program.starts_at
    when = Program.ends_at <= now if over else Program.ends_at > now
    wanted = with_standing(person, Program).where(Program.series_id == series.id, when)
    return _listed(person, wanted.order_by(order, Program.id).limit(most))


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, for its hosts."""

    kind: str
    key: str
    title: str
    starts_at: datetime

    @property
    def url(self) -> str:
        return f"/{self.kind}s/{self.key}"


def drafts(person: Person) -> list[Draft]:
    """Return the drafts that the person hosts."""
    return [Draft(*row) for row in db.session.execute(*kept(_drafts, person.id))]


def _drafts(reader: int) -> Select[str, str, str, datetime]:
    columns = Program.kind, Program.key, Program.title, Program.starts_at
    mine = select(*columns).join(Host, Host.program_id == Program.id).where(Host.person_id == reader)
    wanted = mine.where(Program.state == ProgramState.DRAFT)
    return wanted.order_by(Program.starts_at, Program.id).limit(PER_PAGE)


def _listed(person: Person, wanted: ProgramRows, values: Mapping[str, Any] | None = None) -> list[Listed]:
    rows: Any = db.session.execute(wanted, reads(person) | dict(values or {}))
    return [Listed(program, standing_of(person, *own)) for program, *own in rows]


def _completed(rows: list[Listed]) -> list[Listed]:
    """Return the rows of a statement with `kinds.lists`, with what their kinds need more."""
    concerned = {row.program.id for row in rows if row.standing.is_concerned}
    more = kinds.more({row.program.id: row.program.kind for row in rows}, concerned)
    for row in rows:
        kinds.take_more(row.program, more.get(row.program.id))
    return rows
