"""Where a series is split: what changes from one date on becomes a series of its own where others are before.

The old rule ends, and the new series carries the rest, with its exceptions and those who follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.goals import services as goals
from learnhub.people.models import Person
from learnhub.programs import openness_rows, policies, series_plans, series_queries, series_ties
from learnhub.programs.models import Program
from learnhub.programs.openness_models import SeriesOpening
from learnhub.programs.series_models import Series, SeriesException, SeriesFollower, SeriesHost
from learnhub.programs.series_plans import Reach
from learnhub.search import services as search


@dataclass(frozen=True, slots=True)
class Stretch:
    """The dates to come that one change is for, and the series that has them from then on. It is held."""

    series: Series
    dates: Sequence[Program]


def named(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a change names: what was not changed spreads to none."""
    return {name: value for name, value in now.items() if was[name] != value}


def all_to_come(actor: Person, of: Series, rev: int) -> Stretch:
    """Hold a series for a change of all its dates to come. Raises as `begin` does."""
    begin(actor, of, rev)
    return Stretch(of, series_queries.coming(of, clock.now()))


def stretch(of: Series, program: Program, reach: Reach) -> Stretch:
    """Return what a change made at one date reaches, split off where others come before. It has begun."""
    reached = series_plans.scope(program, reach)
    first = next((each.rule_wall for each in reached), None)
    return Stretch(carry_on(of, first) if first else of, reached)


def begin(actor: Person, of: Series, rev: int) -> None:
    """Hold the series for a change of several dates.

    Raises Conflict where it changed since `rev`, Forbidden unless the actor runs it.
    """
    require(policies.may_edit_series(runs_it=series_queries.runs(actor, of)))
    series_queries.lock(of)
    if of.rev != rev:
        raise Conflict("The series has changed since. Nothing was done.", theirs={}, yours={})
    of.rev += 1


def carry_on(of: Series, first: datetime) -> Series:
    """Return the series that has the dates from `first` on: itself, where nothing to come is before."""
    if not series_queries.has_before(of, first):
        return of
    rest = series_plans.rest(of, first)
    made = Series(kind=of.kind, own={**of.own}, zone=of.zone, minutes=of.minutes, rule=str(rest))
    made.asked, made.parts, made.admission = [*of.asked], [*of.parts], {**of.admission}
    made.say(of.said)
    made.starts_wall, made.laid_until, made.after_id, made.rev = first, of.laid_until, of.id, of.rev
    made.published_at, made.created_by_id = of.published_at, of.created_by_id
    db.session.add(made)
    of.rule = str(series_plans.ended(of, first))
    db.session.flush()
    for host in series_queries.hosts_of(of):
        db.session.add(SeriesHost(series_id=made.id, person_id=host.person_id, speaks=host.speaks))
    goals.share(series_ties.ref(of), series_ties.ref(made))
    openness_rows.write(SeriesOpening, "series_id", made, openness_rows.said(of))
    for each in series_queries.followers(of):
        theirs = {"online": each.online, "answers": {**each.answers}}
        db.session.add(SeriesFollower(series_id=made.id, person_id=each.person_id, **theirs))
    for program in series_queries.from_on(of, first):
        program.series_id, program.series = made.id, made
    later = SeriesException.series_id == of.id, SeriesException.at >= instant(first, of.tz)
    db.session.execute(update(SeriesException).where(*later).values(series_id=made.id))
    db.session.flush()
    search.changed(Ref("series", of.id), Ref("series", made.id))
    return made
