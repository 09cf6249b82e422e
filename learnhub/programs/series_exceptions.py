"""Dates of a series that are not laid out yet, and calling one off: nobody is on it, so nobody is told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.core.policy import require
from learnhub.core.walltime import instant, wall
from learnhub.people.models import Person
from learnhub.programs import policies, series_queries, series_rules
from learnhub.programs.series_models import Series, SeriesException
from learnhub.programs.series_records import record

SHOWN = 12
GONE = "This date is laid out by now, or its rule has it no more. Look at the dates again."


@dataclass(frozen=True, slots=True)
class Later:
    """A date that the rule has; `off` where there is nothing on it."""

    starts: datetime  # by clocks where the series is
    off: bool


def later(series: Series) -> list[Later]:
    """Return its next dates that are not laid out."""
    now, gone = clock.now(), series_queries.exceptions(series)
    after = max(series.laid_until or wall(now, series.tz), wall(now, series.tz))
    rule = series_rules.read(series.rule)
    found = series_rules.walls(rule, series.starts_wall, after=after, most=SHOWN)
    return [Later(each, instant(each, series.tz) in gone) for each in found]


def call_off(actor: Person, series: Series, starts: str) -> None:
    """Let there be nothing on a date that is not laid out yet, named as 2026-12-03T12:15:00. Twice is once.

    Raises Conflict where it is laid out, or is no date; Forbidden unless the actor runs the series.
    """
    found = _find(actor, series, starts)
    if not found.off:
        db.session.add(SeriesException(series_id=series.id, at=instant(found.starts, series.tz)))
        record(actor, series, "series.date_called_off", {"date": starts})


def put_back(actor: Person, series: Series, starts: str) -> None:
    """Let it take place after all. Raises as `call_off` does."""
    found = _find(actor, series, starts)
    if found.off:
        mine = SeriesException.series_id == series.id, SeriesException.at == instant(found.starts, series.tz)
        db.session.execute(delete(SeriesException).where(*mine))
        record(actor, series, "series.date_put_back", {"date": starts})


def _find(actor: Person, series: Series, starts: str) -> Later:
    require(policies.may_edit_series(runs_it=series_queries.runs(actor, series)))
    series_queries.lock(series)
    found = next((each for each in later(series) if each.starts.isoformat() == starts), None)
    if found is None:
        raise Conflict(GONE, theirs={}, yours={})
    return found
