"""Parts to take that a series asks for: each date to come asks for its own, and keeps what it says otherwise.

A date's part knows by `shared` which of its series it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from learnhub.core.db import db, new_key
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.programs import parts, queries
from learnhub.programs.asked_models import Part
from learnhub.programs.models import Program
from learnhub.programs.parts import MOST, TOO_MANY, Wanted
from learnhub.programs.series_models import Series
from learnhub.programs.series_plans import Reach
from learnhub.programs.series_records import record as record_series
from learnhub.programs.series_splits import Stretch, all_to_come, begin, named, stretch
from learnhub.programs.services import record

Said = Mapping[str, Any]


def of(series: Series) -> dict[str, Wanted]:
    """Return what it asks for, by key, in the order in which it was asked."""
    return {said["key"]: _wanted(said) for said in series.parts}


def part(series: Series, key: str) -> Wanted:
    """Return one of them. Raises NotFound."""
    found = of(series).get(key)
    if found is None:
        raise NotFound
    return found


def still(series: Series, key: str) -> Wanted:
    """Return one that a host is about to change. Raises Conflict where it was removed meanwhile."""
    try:
        return part(series, key)
    except NotFound as error:
        raise Conflict(parts.REMOVED) from error


def lay(series: Series, program: Program) -> None:
    """Ask at a new date for what the series asks."""
    for key, wanted in of(series).items():
        parts.put(program, wanted, key)


def ask(actor: Person, of: Series, wanted: Wanted) -> None:
    """Ask for help at each date to come. Raises as `parts.ask` does, Forbidden unless the actor runs it."""
    _ask(actor, all_to_come(actor, of, of.rev), wanted)


def ask_at(actor: Person, program: Program, wanted: Wanted, reach: Reach) -> None:
    """Ask for help at this date and at others. Raises as `ask` does."""
    held = _held(actor, program, reach)
    if held is None:
        parts.ask(actor, program, wanted)
    else:
        _ask(actor, held, wanted)


def change(actor: Person, of: Series, key: str, wanted: Wanted, starts: datetime, *, rev: int) -> None:
    """Change a part at each date to come. What was not changed spreads to none. Raises as `ask` does.

    Raises Conflict with both where the series changed since `rev`, as they stand at a date that starts then.
    """
    asked = still(of, key)
    try:
        held = all_to_come(actor, of, rev)
    except Conflict as error:
        theirs, yours = still(of, key).said(starts), wanted.said(starts)
        raise Conflict(str(error), theirs=theirs, yours=yours) from error
    was = asdict(asked)
    parts.check(wanted)
    _spread(actor, held, key, named(was, asdict(wanted)))


def change_at(
    actor: Person, program: Program, part: Part, wanted: Wanted, reach: Reach, *, version: int | None = None
) -> None:
    """Change a part at this date and at others. Raises as `parts.change` does, Forbidden too."""
    begun = _begun(actor, program, reach)
    changes = named(asdict(Wanted.of(part)), asdict(wanted))
    parts.change(actor, program, part, wanted, version=version)
    if begun is None:
        return
    held = stretch(begun, program, reach)
    if part.shared in of(held.series):
        _spread(actor, held, part.shared or "", changes, but=program)
    else:  # so far it was this date's alone
        part.shared = _ask(actor, held, wanted, but=program)


def remove(actor: Person, of: Series, key: str) -> int:
    """Ask for it no more at dates to come; where somebody has taken it, it stays. Return at how many."""
    part(of, key)
    return _remove(actor, all_to_come(actor, of, of.rev), key)


def remove_at(actor: Person, program: Program, part: Part, reach: Reach) -> int:
    """Ask for it no more at this date and at others. Raises as `parts.remove` does; else like `remove`."""
    require(parts.may_remove(part))
    key, held = part.shared, _held(actor, program, reach)
    parts.remove(actor, program, part)
    return _remove(actor, held, key) if held and key else 0


def _held(actor: Person, program: Program, reach: Reach) -> Stretch | None:
    """Hold what a change at one date reaches; none where it is for that date alone."""
    begun = _begun(actor, program, reach)
    return stretch(begun, program, reach) if begun else None


def _begun(actor: Person, program: Program, reach: Reach) -> Series | None:
    """Hold the series that a change at one date concerns; none where it is for that date alone."""
    of = program.series
    if of is None or reach is Reach.THIS:
        return None
    begin(actor, of, of.rev)
    return of


def _ask(actor: Person, held: Stretch, wanted: Wanted, *, but: Program | None = None) -> str:
    if len(held.series.parts) >= MOST:
        raise Invalid(f"{TOO_MANY}.", "name")
    parts.check(wanted)
    key = new_key()
    held.series.parts = [*held.series.parts, {"key": key, **asdict(wanted)}]
    for program in held.dates:
        if program is not but:
            queries.lock(program)
            parts.put(program, wanted, key)
    record_series(actor, held.series, "series.part_asked", {"part": wanted.name})
    return key


def _spread(actor: Person, held: Stretch, key: str, changes: Said, *, but: Program | None = None) -> None:
    """Write what changed into the series, and into each date that has it as the series had it."""
    before = asdict(part(held.series, key))
    held.series.parts = [{**each, **changes} if each["key"] == key else each for each in held.series.parts]
    for program, asked in _asking(held.dates, key):
        own = asdict(Wanted.of(asked))
        mine = {name: value for name, value in changes.items() if own[name] == before[name]}
        if mine and program is not but:
            queries.lock(program)
            kept = _wanted({**own, **mine})
            parts.write(asked, replace(kept, wanted=max(kept.wanted, parts.count_taken(asked))))
            record(actor, program, "part.changed", after={"part": asked.name})
    record_series(actor, held.series, "series.part_changed", {"fields": sorted(changes)})


def _remove(actor: Person, held: Stretch, key: str) -> int:
    held.series.parts = [each for each in held.series.parts if each["key"] != key]
    stay = 0
    for program, asked in _asking(held.dates, key):
        queries.lock(program)
        if parts.may_remove(asked):
            db.session.delete(asked)
            record(actor, program, "part.removed", before={"part": asked.name})
        else:
            stay += 1
    record_series(actor, held.series, "series.part_removed", {"key": key})
    return stay


def _asking(dates: Sequence[Program], key: str) -> list[tuple[Program, Part]]:
    """Return those of these dates that ask for it."""
    known = {each.id: each for each in dates}
    mine = Part.shared == key, Part.program_id.in_(known)
    return [(known[each.program_id], each) for each in db.session.scalars(select(Part).where(*mine))]


def _wanted(said: Said) -> Wanted:
    return Wanted(**{name: value for name, value in said.items() if name != "key"})
