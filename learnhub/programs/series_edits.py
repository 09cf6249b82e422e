"""Changes of several dates of a series in one act: this and following, or all to come. Told once."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.programs import involved, places, queries, series, series_plans, series_queries, services, texts
from learnhub.programs.events import ProgramChanged, ProgramMoved, SeriesChanged
from learnhub.programs.models import Program, Seat
from learnhub.programs.series_models import LIMITS, Series, SeriesException
from learnhub.programs.series_plans import Plan, Reach
from learnhub.programs.series_records import record
from learnhub.programs.series_splits import begin, carry_on, stretch
from learnhub.programs.services import lay
from learnhub.programs.texts import Limits, Text

ENDED = "Its series has no date for it any more."


def move(actor: Person, of: Series, plan: Plan, *, drifting: bool, rev: int) -> list[Program]:
    """Do what a plan says; with `drifting` also to those that were moved by hand. Return what moved.

    Raises Conflict where the series changed since `rev`, Forbidden unless the actor runs it.
    """
    begin(actor, of, rev)
    moving, falls = plan.moving(drifting=drifting), plan.falls
    carried = carry_on(of, plan.first)
    carried.rule, carried.starts_wall, carried.minutes = str(plan.rule), plan.starts, plan.minutes
    _put(carried, plan)
    for program, starts in moving:
        lay(program, starts, plan.minutes)
        program.due_rev += 1
    db.session.flush()
    record(actor, carried, "series.moved", {"rule": carried.rule})
    for program, _ in moving:
        events.publish(ProgramMoved(program.id, program.due_rev, actor.id, alone=False))
    moved = [program for program, _ in moving]
    _tell(actor, carried, "moved", moved)
    if falls:
        _call_off(actor, carried, falls, ENDED)
    series.lay_out(carried)
    return moved


def cancel(actor: Person, of: Series, program: Program, reach: Reach, *, reason: str) -> list[Program]:
    """Call off this and following, or all to come: the rule ends there. Return what was called off.

    Raises Invalid without a reason, Forbidden unless the actor runs the series.
    """
    if not reason:
        raise Invalid("Say why in a sentence. Everyone signed up reads it.", "reason")
    begin(actor, of, of.rev)
    reached = series_plans.scope(program, reach)
    if reached and reached[0].rule_wall:
        of.rule = str(series_plans.ended(of, reached[0].rule_wall))
    record(actor, of, "series.ended", {"rule": of.rule})
    _call_off(actor, of, reached, reason)
    return reached


def edit(
    actor: Person, program: Program, text: Text, reach: Reach, *, limits: Limits, version: int
) -> list[Program]:
    """Change text and places of this and others. A field that was not changed here spreads to none.

    Where a date has its own text in a field, it keeps that. Return those that are elsewhere now.
    Raises as `texts.edit` does, Forbidden unless the actor runs the series.
    """
    of = program.series
    if of is None or reach is Reach.THIS:
        return texts.edit(actor, program, text, limits=limits, version=version)
    begin(actor, of, of.rev)
    now = asdict(text) | {"capacity": limits.on_site, "online_capacity": limits.online}
    named = {name: value for name, value in now.items() if getattr(program, name) != value}
    before = of.said
    elsewhere = texts.edit(actor, program, text, limits=limits, version=version, alone=False)
    held = stretch(of, program, reach)
    held.series.say(named)
    program.is_modified = False
    for each in held.dates:
        if each is not program and texts.WHERE & _spread(actor, each, text, named, before):
            elsewhere.append(each)
    record(actor, held.series, "series.edited", {"fields": sorted(named)})
    _tell(actor, held.series, "place_changed", elsewhere)
    return elsewhere


def rewrite(actor: Person, of: Series, text: Text, limits: Limits, *, rev: int) -> None:
    """Change what its dates begin with, of which none is laid out to come.

    Raises Invalid for what cannot be, or once a date is laid out, Conflict and Forbidden as `move` does.
    """
    text.check()
    begin(actor, of, rev)
    if series_queries.coming(of, clock.now()):
        raise Invalid("A date is laid out by now. Change its text there, and say how far it reaches.")
    of.say(asdict(text) | {"capacity": limits.on_site, "online_capacity": limits.online})
    db.session.flush()
    record(actor, of, "series.edited", {"fields": ["text"]})


def count_told(actor: Person, programs: Sequence[Program]) -> int:
    """Return how many others have to do with one of these programs, each counted once."""
    found = involved.of_each([each.id for each in programs if not each.quiet]).subquery()
    others = select(func.count(found.c.person_id.distinct())).where(found.c.person_id != actor.id)
    return db.session.scalar(others) or 0


def _put(carried: Series, plan: Plan) -> None:
    """Give each date its place in the new rule, and move the exceptions and the cursor with them."""
    held = [each.program for each in plan.slots if each.program]
    table = cast(Table, Program.__table__)
    none_yet = update(table).where(table.c.id.in_([each.id for each in held]))
    db.session.execute(none_yet.values(rule_wall=None))  # none is another's on the way
    for program in held:
        set_committed_value(program, "rule_wall", None)
    gone, zone = series_queries.exceptions(carried), carried.tz
    moved = [each.new for each in plan.slots if instant(each.old, zone) in gone and each.new]
    old = [instant(each.old, zone) for each in plan.slots]
    mine = SeriesException.series_id == carried.id, SeriesException.at.in_(old)
    db.session.execute(delete(SeriesException).where(*mine))
    db.session.add_all(SeriesException(series_id=carried.id, at=instant(each, zone)) for each in moved)
    for slot in plan.slots:
        if slot.program and slot.new:
            slot.program.rule_wall = slot.new
    laid = [each.new for each in plan.slots if each.new and each.program]
    carried.laid_until = max(laid, default=None)  # else nothing of it is laid out yet
    db.session.flush()


def _call_off(actor: Person, of: Series, programs: Sequence[Program], reason: str) -> None:
    for program in programs:
        services.cancel(actor, program, reason=reason, alone=False)
    _tell(actor, of, "cancelled", programs)


def _spread(
    actor: Person, program: Program, text: Text, named: dict[str, Any], before: dict[str, Any]
) -> frozenset[str]:
    """Write these fields into a date where it has none of its own; return which changed."""
    mine = {name: value for name, value in named.items() if getattr(program, name) == before.get(name)}
    if not mine:
        return frozenset()
    queries.lock(program)
    text.check_change(program)
    for name, value in mine.items():
        if name not in LIMITS:
            setattr(program, name, value)
    db.session.flush()
    services.record(actor, program, "program.edited", after={"fields": sorted(mine)})
    events.publish(ProgramChanged(program.id, actor.id, alone=False))
    for name, seat in zip(LIMITS, (Seat.ON_SITE, Seat.ONLINE), strict=True):
        if name in mine:
            places.set_capacity(actor, program, mine[name], seat)
    return frozenset(mine)


def _tell(actor: Person, of: Series, what: str, programs: Sequence[Program]) -> None:
    if programs:
        ids = tuple(each.id for each in programs)
        events.publish(SeriesChanged(of.id, of.rev, what, ids, actor.id))
