"""What is written down when a program changes, so that calendars outside follow."""

import hashlib

from sqlalchemy import delete

from learnhub.calendars.models import CalendarRevision
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.programs.models import Program, ProgramState


def note(program_id: int, *, first: bool = False) -> None:
    """Write down how a published program stands, and count what calendars must follow.

    Time, place and cancellation raise the sequence; a title or a text is only shown anew. `first`: it was
    published just now; of what nothing was written down before, anything may have changed.
    """
    program = db.session.get_one(Program, program_id)
    if program.published_at is None:
        return
    material, shown = _digest(*_material(program)), _digest(*_shown(program))
    known = db.session.get(CalendarRevision, program_id)
    if known is None:
        known = CalendarRevision(program_id=program_id, sequence=0 if first else 1, changed_at=clock.now())
        known.material, known.shown = material, shown
        db.session.add(known)
    elif (known.material, known.shown) != (material, shown):
        known.sequence += known.material != material
        known.material, known.shown, known.changed_at = material, shown, clock.now()
    db.session.flush()


def forget(program_id: int) -> None:
    """Delete what is known of a program that is about to be deleted."""
    db.session.execute(delete(CalendarRevision).where(CalendarRevision.program_id == program_id))


def _material(program: Program) -> tuple[object, ...]:
    where = program.place, program.call_url
    return (
        program.starts_at,
        program.ends_at,
        program.zone,
        *where,
        program.state is ProgramState.CANCELLED,
    )


def _shown(program: Program) -> tuple[object, ...]:
    """What stands in a calendar besides; deadlines by the revision that rises whenever a date moves."""
    return program.title, program.summary, program.due_rev


def _digest(*facts: object) -> str:
    return hashlib.sha256("\n".join(map(repr, facts)).encode()).hexdigest()
