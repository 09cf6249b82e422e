"""What is written down when a program changes, so that calendars outside follow."""

import hashlib

from sqlalchemy import delete

from learnhub.calendars.models import CalendarRevision, CalendarRole
from learnhub.core import clock
from learnhub.core.db import db, insert
from learnhub.programs.models import Program, ProgramState


def note(program_id: int, *, first: bool = False) -> int | None:
    """Write down how a published program stands, and count what calendars must follow.

    Time, place and cancellation raise the sequence; a title or a text is only shown anew. Return the sequence
    where it rose. `first`: it was published just now; else, where nothing was written down, anything may have
    changed.
    """
    program = db.session.get_one(Program, program_id)
    if program.published_at is None:
        return None
    material, shown = _digest(*_material(program)), _digest(*_shown(program))
    known = db.session.get(CalendarRevision, program_id)
    if known is None:
        known = CalendarRevision(program_id=program_id, sequence=0 if first else 1, changed_at=clock.now())
        known.material, known.shown = material, shown
        db.session.add(known)
        db.session.flush()
        return None
    rose = known.material != material
    if rose or known.shown != shown:
        known.sequence += rose
        known.material, known.shown, known.changed_at = material, shown, clock.now()
    db.session.flush()
    return known.sequence if rose else None


def note_role(program_id: int, person_id: int) -> None:
    """Write down that a person does something in the program now, or does it no more."""
    row = {"program_id": program_id, "person_id": person_id, "rev": 1, "changed_at": clock.now()}
    changed = {"rev": CalendarRole.rev + 1, "changed_at": row["changed_at"]}
    db.session.execute(
        insert(CalendarRole)
        .values(**row)
        .on_conflict_do_update(index_elements=["program_id", "person_id"], set_=changed)
    )


def forget(program_id: int) -> None:
    """Delete what is known of a program that is about to be deleted."""
    for known in (CalendarRevision, CalendarRole):
        db.session.execute(delete(known).where(known.program_id == program_id))


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
