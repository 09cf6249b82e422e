"""To whom the dates of a series are open: said once, changed at each by as much; a date may add its own."""

from collections.abc import Callable

from sqlalchemy import delete

from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.walltime import wall
from learnhub.people.models import Person, Unit
from learnhub.programs import openness, queries, series_queries
from learnhub.programs import openness_rows as rows
from learnhub.programs.models import Program
from learnhub.programs.openness_models import Opening, SeriesOpening
from learnhub.programs.openness_rows import Whom
from learnhub.programs.series_models import Series
from learnhub.programs.series_plans import Reach
from learnhub.programs.series_records import record
from learnhub.programs.series_splits import Stretch, all_to_come, begin, stretch

NOBODY: Whom = frozenset()


def opening(series: Series, key: str) -> SeriesOpening:
    """Return one of them. Raises NotFound."""
    found = next((each for each in rows.of_series(series) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def in_words(series: Series, *, names: bool = False) -> str:
    """Say to whom it is open, for its hosts."""
    return rows.told(rows.of_series(series), names=names) if series.is_limited else rows.EVERYBODY


def lay(series: Series, program: Program) -> None:
    """Open a new date to whom the series is open."""
    if series.is_limited:
        rows.write(Opening, "program_id", program, rows.said(series))


def forget(series: Series) -> None:
    """Delete what a draft that is discarded says of it."""
    db.session.execute(delete(SeriesOpening).where(SeriesOpening.series_id == series.id))


def open_to(actor: Person, of: Series, *, unit: Unit | None = None, person: Person | None = None) -> None:
    """Open each date to come to a unit or a person too. Raises as `openness.open_to` does."""
    held = all_to_come(actor, of, of.rev)
    was = rows.said(of)
    _spread(actor, held, was, rows.more(was, unit, person))


def close_to(actor: Person, of: Series, gone: SeriesOpening) -> None:
    """Let the dates to come be open to them no more. Raises as `openness.close_to` does."""
    held = all_to_come(actor, of, of.rev)
    was = rows.said(of)
    _spread(actor, held, was, rows.fewer(was, gone))


def open_to_everybody(actor: Person, of: Series) -> None:
    """Let everybody see the dates to come, and the series. Raises Forbidden unless the actor runs it."""
    held = all_to_come(actor, of, of.rev)
    _spread(actor, held, rows.said(of), None)


def at(actor: Person, program: Program, reach: Reach, act: Callable[[], None]) -> None:
    """Open or close one date, which `act` does, and others by as much: whom it has of its own, it alone has.

    Raises as `act` does, Invalid where another would be open to nobody, Forbidden unless the actor runs the
    series.
    """
    of = program.series
    if of is None or reach is Reach.THIS:
        act()
        return
    begin(actor, of, of.rev)
    queries.lock(program)
    was = openness.said(program)
    act()
    _spread(actor, stretch(of, program, reach), was, openness.said(program), but=program)


def _spread(actor: Person, held: Stretch, was: Whom, now: Whom, *, but: Program | None = None) -> None:
    """Change the series, and each of its dates, by what `was` and is `now` differ in."""
    series_queries.hold_all(held.dates)
    before = rows.said(held.series)
    wanted = rows.changed(before, was, now, common=before)
    if wanted == NOBODY:
        raise Invalid("Dates would be open to nobody. Change this one alone, or add another.", "unit")
    rows.write(SeriesOpening, "series_id", held.series, wanted)
    db.session.flush()
    for program in held.dates:
        if program is not but:
            wanted = rows.changed(openness.said(program), was, now, common=before)
            if wanted == NOBODY:
                raise Invalid(f"{_day(program)} would be open to nobody. Add another there first.", "unit")
            openness.put(actor, program, wanted)
    record(actor, held.series, "series.openness", {"limited": held.series.is_limited})


def _day(program: Program) -> str:
    return dates.day(program.starts_wall.date(), wall(clock.now(), program.tz).date())
