"""Series for whoever names or finds one: cards, and documents for the one search."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlalchemy.orm import aliased

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Card, Ref, Stage
from learnhub.core.walltime import wall
from learnhub.people.models import Kind, Person
from learnhub.programs import kinds, openness_rows, series_pages, series_queries, series_rules
from learnhub.programs.models import Program, ProgramState, Speaker
from learnhub.programs.series_models import Series, SeriesFollower, SeriesHost
from learnhub.search.audiences import ADMIN, EVERYONE
from learnhub.search.documents import Document


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of those series that the person may know of, with the next date of each."""
    if person.kind is Kind.GUEST:
        return {}
    dates, now = _dates(ids), clock.now()
    rows = db.session.execute(
        select(Series, dates.c.next, dates.c.starts, dates.c.ends, dates.c.last)
        .outerjoin(dates, dates.c.series_id == Series.id)
        .where(Series.id.in_(ids), series_queries.seen_by(person))
    )
    return {
        each.id: Card(
            each.title,
            each.url,
            _state(each, next_ is not None),
            next_,
            _stage(each, starts, ends, last, now),
        )
        for each, next_, starts, ends, last in rows
    }


def _dates(ids: Sequence[int]) -> Subquery:
    """Of the dates of each: the next, when the first began and ended, and when the last is over."""
    is_out, now = Program.state == ProgramState.PUBLISHED, clock.now()
    return (
        select(
            Program.series_id,
            func.min(Program.starts_at).filter(is_out, Program.ends_at > now).label("next"),
            func.min(Program.starts_at).filter(is_out).label("starts"),
            func.min(Program.ends_at).filter(is_out).label("ends"),
            func.max(Program.ends_at).filter(Program.state != ProgramState.CANCELLED).label("last"),
        )
        .where(Program.series_id.in_(ids))
        .group_by(Program.series_id)
        .subquery()
    )


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give series to be found, by who runs them too: once published by all, before by their hosts.

    Where one carries on another, the later is found.
    """
    later = aliased(Series)
    carried = select(later.id).where(later.after_id == Series.id)
    wanted = select(Series).where(~carried.exists())
    named = select(SeriesHost.series_id, Person.id, Person.name).join(SeriesHost.person)
    if ids is not None:
        wanted, named = wanted.where(Series.id.in_(ids)), named.where(SeriesHost.series_id.in_(ids))
    follow = _followers(wanted)
    hosts: dict[int, dict[int, str]] = {}
    for series_id, person_id, name in db.session.execute(named.order_by(SeriesHost.id)):
        hosts.setdefault(series_id, {})[person_id] = name
    for each in db.session.scalars(wanted):
        theirs = hosts.get(each.id, {})
        parts = (each.summary, series_pages.in_words(each), ", ".join(theirs.values()), each.story)
        always = {ADMIN, *(f"person:{id_}" for id_ in theirs)}
        yield Document(
            Ref("series", each.id),
            title=each.title,
            body="\n\n".join(part for part in parts if part),
            audience=frozenset(always | (_audience(each, follow[each.id]) if each.published_at else set())),
            updated_at=each.published_at or each.created_at,
        )


def is_its_own() -> ColumnElement[bool]:
    """Whether a program says what its series does not; else the series is found, once for all its dates."""
    theirs = select(SeriesHost.person_id).where(SeriesHost.series_id == Program.series_id)
    others = or_(Speaker.person_id.is_(None), Speaker.person_id.not_in(theirs))
    spoken = select(Speaker.id).where(Speaker.program_id == Program.id, others)
    written = [getattr(Program, name) == getattr(Series, name) for name in ("title", "summary", "story")]
    same = select(Series.id).where(Series.id == Program.series_id, *written)
    return or_(~same.exists(), spoken.exists())


def _followers(wanted: Select[Series]) -> Mapping[int, set[str]]:
    """Return who follows those of them that are limited: they find it although it is open to others."""
    limited = wanted.where(Series.is_limited).with_only_columns(Series.id)
    theirs = select(SeriesFollower.series_id, SeriesFollower.person_id)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for id_, person_id in db.session.execute(theirs.where(SeriesFollower.series_id.in_(limited))):
        found[id_].add(f"person:{person_id}")
    return found


def _audience(series: Series, followers: set[str]) -> set[str]:
    """Return who finds it once it is published, besides its hosts."""
    chosen = openness_rows.said(series)
    if chosen is None:
        return {EVERYONE}
    return {f"{column.removesuffix('_id')}:{id_}" for column, id_ in chosen} | followers


def _state(series: Series, is_on: bool) -> str:
    """Say in a word where it stands, and while it goes on how it repeats."""
    if series.published_at is None:
        return "Draft"
    said = series_pages.in_words(series)
    return said[:1].upper() + said[1:] if is_on or series_queries.has_more(series) else "Over"


def _stage(
    series: Series, starts: datetime | None, ends: datetime | None, last: datetime | None, now: datetime
) -> Stage:
    """A series is done once its first date is; before, it is planned as long as dates come."""
    if series.published_at and starts and ends:
        return kinds.stage(series.kind, ProgramState.PUBLISHED, starts, ends, now)
    rule, today = series_rules.read(series.rule), wall(now, series.tz)
    after = max(series.laid_until or today, today)  # of a draft nothing is laid out
    comes = (last and last > now) or series_rules.walls(rule, series.starts_wall, after=after, most=1)
    return Stage.PLANNED if comes else Stage.OFF
