"""Series: make one, lay its dates out as programs, follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Table, delete, update
from sqlalchemy.orm.attributes import set_committed_value

from learnhub.core import clock, events
from learnhub.core.db import changed, db, insert
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant, wall
from learnhub.goals import services as goals
from learnhub.people.models import Kind, Person
from learnhub.programs import (
    kinds,
    places,
    policies,
    series_admission,
    series_openness,
    series_parts,
    series_queries,
    series_questions,
    series_rules,
    series_ties,
)
from learnhub.programs.answers import Typed
from learnhub.programs.events import ProgramPublished, SeriesFollowed
from learnhub.programs.models import Host, Program, ProgramState, SignUp, Speaker
from learnhub.programs.series_models import Series, SeriesFollower, SeriesHost
from learnhub.programs.series_records import record
from learnhub.programs.series_rules import Rule
from learnhub.programs.services import lay
from learnhub.search import services as search

AHEAD = timedelta(weeks=8)
MOST = 100  # dates laid out at once: five a week


@dataclass(frozen=True, slots=True)
class Repeats:
    """When a series is: its first wall time in `zone`, how long each date takes, and the rule."""

    zone: str
    starts: datetime
    minutes: int
    rule: Rule

    def first(self) -> datetime:
        """Return its first date: `starts`, or the next day that the rule has. Raises Invalid for none."""
        found = series_rules.walls(self.rule, self.starts, most=1)
        if not found:
            raise Invalid("There is no such day before it ends.", "until")
        return found[0]


def make(
    actor: Person,
    kind: str,
    repeats: Repeats,
    *,
    said: Mapping[str, Any],
    own: Mapping[str, Any],
    speaks: bool = False,
) -> Series:
    """Make a draft that the actor hosts, and with `speaks` gives. `said`: what each date begins with.

    Raises Invalid where the rule has no date.
    """
    made = Series(kind=kind, zone=repeats.zone, minutes=repeats.minutes, rule=str(repeats.rule))
    made.starts_wall, made.created_by_id, made.own = repeats.first(), actor.id, dict(own)
    made.say(dict(said))
    db.session.add(made)
    db.session.flush()
    db.session.add(SeriesHost(series_id=made.id, person_id=actor.id, speaks=speaks))
    db.session.flush()
    record(actor, made, "series.created")
    return made


def publish(actor: Person, series: Series) -> None:
    """Let everyone see it, and lay its first dates out. Nobody is told.

    Raises Forbidden unless the actor runs it and it is a draft, Invalid where all its dates are past.
    """
    runs = series_queries.runs(actor, series)
    series_queries.lock(series)
    require(policies.may_publish_series(runs_it=runs, is_published=series.published_at is not None))
    series.published_at = clock.now()
    if not lay_out(series) and not series_queries.has_more(series):
        raise Invalid("All its dates are past. Make a new one.")
    record(actor, series, "series.published")


def discard(actor: Person, series: Series) -> None:
    """Delete a draft. Raises Forbidden unless the actor runs it and it is a draft."""
    runs = series_queries.runs(actor, series)
    series_queries.lock(series)
    require(policies.may_publish_series(runs_it=runs, is_published=series.published_at is not None))
    record(actor, series, "series.discarded")
    goals.forget(series_ties.ref(series))
    series_openness.forget(series)
    db.session.execute(delete(SeriesHost).where(SeriesHost.series_id == series.id))
    db.session.delete(series)
    db.session.flush()


def lay_out(series: Series) -> list[Program]:
    """Make programs of its dates of the next eight weeks that are not there yet, and return them.

    It holds the row: of two at once one finds nothing to do. Dates that passed meanwhile stay out.
    """
    series_queries.lock(series)
    if series.published_at is None:
        return []
    now, rule = clock.now(), series_rules.read(series.rule)
    ahead = wall(now + AHEAD, series.tz)
    until = max(ahead, series.laid_until or ahead)
    found = series_rules.walls(rule, series.starts_wall, after=series.laid_until, until=until, most=MOST)
    _move_cursor(series, found[-1] if len(found) == MOST else until)
    gone = series_queries.exceptions(series)
    moments = {each: instant(each, series.tz) for each in found}
    hosts = series_queries.hosts_of(series)
    made = [_date(series, each, hosts) for each, at in moments.items() if at > now and at not in gone]
    for follower in series_queries.followers(series) if made else ():
        for program in made:
            places.follow(follower.person, program, online=follower.online, told=True)
        if series.asked:
            series_questions.spread(follower)
    return made


def lay_out_by_id(series_id: int) -> None:
    """Lay a series out that the daily job found."""
    lay_out(series_queries.series_by_id(series_id))


def follow(
    actor: Person, series: Series, *, online: bool = False, typed: Typed = MappingProxyType({})
) -> list[SignUp]:
    """Sign the actor up for all that comes, and for each date as it appears; return the new sign-ups.

    What the series asks is answered once, for each date. A second time it changes nothing but that. A date
    at which they gave their place back stays as it is. They are told once. Raises Invalid for an answer that
    is missing, Forbidden for guests and drafts.
    """
    is_guest = actor.kind is Kind.GUEST
    series_queries.lock(series)
    require(policies.may_follow(is_guest=is_guest, is_published=series.published_at is not None))
    given = series_questions.read(series, typed)
    row = insert(SeriesFollower).values(
        series_id=series.id, person_id=actor.id, online=online, answers=given, created_at=clock.now()
    )
    is_new = changed(row.on_conflict_do_nothing(index_elements=["series_id", "person_id"]))
    mine = series_queries.follower(actor, series)
    assert mine is not None  # just written, under the lock of the series
    mine.answers = given
    coming = series_queries.coming(series, clock.now()) if is_new else ()
    entered = [places.follow(actor, each, online=online, told=False) for each in coming]
    if series.asked:
        series_questions.spread(mine, over=True)
    if is_new:
        events.publish(SeriesFollowed(series.id, mine.id, actor.id))
        search.changed(Ref("series", series.id))  # who follows one that is open to others finds it
    return [signup for signup in entered if signup is not None]


def unfollow(actor: Person, series: Series, *, give_back: bool) -> int:
    """End that the actor is signed up for what comes; with `give_back` their places there end too.

    Return how many those were.
    """
    series_queries.lock(series)
    mine = SeriesFollower.series_id == series.id, SeriesFollower.person_id == actor.id
    db.session.execute(delete(SeriesFollower).where(*mine))
    search.changed(Ref("series", series.id))
    theirs = series_queries.on_list(actor, series, clock.now()) if give_back else ()
    for program in theirs:
        places.withdraw(actor, program)
    return len(theirs)


def forget(person_id: int) -> None:
    """End what somebody follows who has left."""
    db.session.execute(delete(SeriesFollower).where(SeriesFollower.person_id == person_id))


def _move_cursor(series: Series, until: datetime) -> None:
    """Write the cursor, past what counts as a change of the series."""
    table = cast(Table, Series.__table__)
    db.session.execute(update(table).where(table.c.id == series.id).values(laid_until=until))
    set_committed_value(series, "laid_until", until)


def _date(series: Series, starts: datetime, hosts: Sequence[SeriesHost]) -> Program:
    """Make one date a published program, with hosts and speakers. Nobody is told."""
    make_one = kinds.named(series.kind).occurrence
    if make_one is None:
        raise TypeError(f"{series.kind} does not repeat")
    made: Program = make_one(series.own)
    for name, value in series.said.items():
        setattr(made, name, value)
    made.zone, made.series_id, made.rule_wall = series.zone, series.id, starts
    made.created_by_id = series.created_by_id
    made.state, made.published_at = ProgramState.PUBLISHED, clock.now()
    lay(made, starts, series.minutes)
    db.session.add(made)
    db.session.flush()
    for host in hosts:
        db.session.add(Host(program_id=made.id, person_id=host.person_id))
        if host.speaks:
            db.session.add(Speaker(program_id=made.id, person_id=host.person_id))
    db.session.flush()
    series_admission.lay(series, made)
    series_openness.lay(series, made)
    series_questions.lay(series, made)
    series_parts.lay(series, made)
    series_ties.lay(series, made)
    events.publish(ProgramPublished(made.id, series.created_by_id))
    search.changed(Ref(made.kind, made.id))
    return made
