"""How people come in to the dates of a series: said once, and kept by a date that says otherwise.

When sign-up opens and closes is kept in minutes from the start of each date.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from learnhub.core.errors import Conflict
from learnhub.people.models import Person
from learnhub.programs import admission
from learnhub.programs.admission import Admission
from learnhub.programs.models import Program
from learnhub.programs.series_models import Series
from learnhub.programs.series_plans import Reach
from learnhub.programs.series_records import record
from learnhub.programs.series_splits import Stretch, all_to_come, begin, named, stretch

MINUTE = timedelta(minutes=1)
WINDOW = ("opens_wall", "closes_wall")
Said = Mapping[str, Any]


def at(series: Series, starts: datetime) -> Admission:
    """Return how people come in to a date of the series that starts then."""
    return _placed(_said(series), starts)


def lay(series: Series, program: Program) -> None:
    """Let people come in to a new date as to all of the series."""
    for name, value in asdict(at(series, program.starts_wall)).items():
        setattr(program, name, value)


def change(actor: Person, of: Series, wanted: Admission, starts: datetime, *, rev: int) -> None:
    """Let people come in so to each date to come; moments are those of a date that starts then.

    What was not changed spreads to none. Raises as `admission.change` does, Conflict where the series changed
    since `rev` with both, Forbidden unless the actor runs it.
    """
    admission.check(wanted, starts + timedelta(minutes=of.minutes))
    try:
        held = all_to_come(actor, of, rev)
    except Conflict as error:
        theirs, yours = admission.said(at(of, starts)), admission.said(wanted)
        raise Conflict(str(error), theirs=theirs, yours=yours) from error
    was = _said(of)
    _spread(actor, held, named(was, _kept(wanted, starts)), was)


def change_at(actor: Person, program: Program, wanted: Admission, reach: Reach, *, version: int) -> None:
    """Let people come in so to this date and to others. Raises as `change` does, Conflict too."""
    of = program.series
    if of is None or reach is Reach.THIS:
        admission.change(actor, program, wanted, version=version)
        return
    begin(actor, of, of.rev)
    changes = named(_of(program), _kept(wanted, program.starts_wall))
    admission.change(actor, program, wanted, version=version)
    _spread(actor, stretch(of, program, reach), changes, _said(of), but=program)


def _spread(actor: Person, held: Stretch, changes: Said, before: Said, *, but: Program | None = None) -> None:
    """Write what changed into the series, and into each date that has it as the series had it."""
    if not changes:
        return
    held.series.admission = {**before, **changes}
    for program in held.dates:
        own = _of(program)
        mine = {name: value for name, value in changes.items() if own[name] == before[name]}
        if mine and program is not but:
            admission.change(actor, program, _placed({**own, **mine}, program.starts_wall))
    record(actor, held.series, "series.admission", {"fields": sorted(changes)})


def _said(series: Series) -> Said:
    return asdict(Admission()) | series.admission


def _of(program: Program) -> Said:
    return _kept(admission.of(program), program.starts_wall)


def _kept(wanted: Admission, starts: datetime) -> Said:
    said = asdict(wanted)
    window = {name: (said[name] - starts) // MINUTE for name in WINDOW if said[name] is not None}
    return said | window


def _placed(said: Said, starts: datetime) -> Admission:
    window = {name: starts + said[name] * MINUTE for name in WINDOW if said[name] is not None}
    return Admission(**{**said, **window})
