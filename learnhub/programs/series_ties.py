"""A series as what serves a goal: each of its dates to come serves it as well, for the same reason."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, true

from learnhub.core import clock, kinds
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.kinds import PROGRAMS
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.goals import queries as goals
from learnhub.goals import services
from learnhub.goals.tieable import Asked, Served, Thing
from learnhub.people.models import Kind, Person, Role
from learnhub.programs import series_queries
from learnhub.programs.models import Program
from learnhub.programs.series_models import Series, SeriesHost


def served() -> Served:
    """Return how series are found and named where something is tied to a goal."""
    said = kinds.kind("series")
    return Served(said.one, said.many, said.icon, one=_one, some=_some)


def lay(series: Series, program: Program) -> None:
    """Let a new date serve the goals of the series."""
    services.share(ref(series), Ref(program.kind, program.id))


def spread(series: Series) -> None:
    """Let each date to come serve the goals of the series."""
    for program in series_queries.coming(series, clock.now()):
        lay(series, program)


def end(series: Series, goal_id: int) -> None:
    """Let no date to come serve a goal that the series serves no more."""
    dates = [Ref(each.kind, each.id) for each in series_queries.coming(series, clock.now())]
    if dates:
        services.end_share(goal_id, dates)


def dates_of(refs: Collection[Ref]) -> list[tuple[Ref, Ref]]:
    """Return which of these programs are dates of which of these series."""
    series = [each.id for each in refs if each.kind == "series"]
    if not series:
        return []
    held = Program.series_id.in_(series), Program.id.in_([each.id for each in refs if each.kind in PROGRAMS])
    rows = db.session.execute(select(Program.kind, Program.id, Program.series_id).where(*held))
    return [(Ref(kind, id_), Ref("series", of)) for kind, id_, of in rows if of]


def ref(series: Series) -> Ref:
    """Return how others name it."""
    return Ref("series", series.id)


def _one(person: Person, key: str) -> Thing:
    found = _things(person, Series.key == key, most=1)
    if not found:
        raise NotFound
    return found[0]


def _some(person: Person, asked: Asked) -> Sequence[Thing]:
    wanted: list[ColumnElement[bool]] = []
    if asked.words:
        wanted.append(Series.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        wanted += [Series.published_at.is_not(None), ~goals.is_tied("series", Series.id)]
    return _things(person, *wanted, most=asked.most, skip=asked.skip)


def _things(person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
    if person.kind is Kind.GUEST:
        return []
    hosts = select(SeriesHost.id).where(SeriesHost.series_id == Series.id, SeriesHost.person_id == person.id)
    may = true() if person.has(Role.ADMIN) else hosts.exists()
    rows = db.session.execute(
        select(Series.id, Series.key, Series.title, may, func.count().over())
        .where(series_queries.seen_by(person), *wanted)
        .order_by(Series.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [
        Thing(Ref("series", id_), key, title, may=bool(mine), of=of) for id_, key, title, mine, of in rows
    ]
