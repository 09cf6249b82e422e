"""To whom a program is open: to everybody, or to chosen units and people. One rule for pages and services."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.policy import YES, Verdict
from learnhub.people.models import Person, Unit, UnitPath
from learnhub.programs import openness_rows as rows
from learnhub.programs import policies, queries, sights
from learnhub.programs.events import OpennessChanged
from learnhub.programs.models import Host, Program, SignUpState
from learnhub.programs.openness_models import Opening
from learnhub.programs.services import record, require_edit


def may_sign_up(person: Person, program: Program, signup: SignUpState | None) -> Verdict:
    """Return whether somebody may sign up now, as the database has it."""
    may = policies.may_sign_up_for(program, signup, clock.now())
    return policies.where_open(may, is_open=lets_in(person, program))


def may_follow(person: Person, program: Program) -> Verdict:
    """Return whether who follows its series may be put on the list: also before sign-up opens to others."""
    may = policies.may_sign_up_for(program, None, clock.now(), follows=True)
    return policies.where_open(may, is_open=lets_in(person, program))


def may_walk_in(person: Person, program: Program) -> Verdict:
    """Return whether somebody who stands in the door may be put on the list by the code."""
    return policies.where_open(YES, is_open=lets_in(person, program))


def lets_in(person: Person, program: Program) -> bool:
    """Return whether it is open to somebody: its hosts are always let in."""
    if not program.is_limited:
        return True
    hosts = select(Host.id).where(Host.program_id == Program.id, Host.person_id == person.id).exists()
    found = select(Program.id).where(Program.id == program.id, or_(sights.chosen(person.id), hosts))
    return db.session.scalar(found) is not None


def openings(program: Program) -> Sequence[Opening]:
    """Return to whom it is open: units, then people, by name; nobody where it is open to everybody."""
    if not program.is_limited:
        return ()
    found = db.session.scalars(
        select(Opening)
        .where(Opening.program_id == program.id)
        .options(joinedload(Opening.unit), joinedload(Opening.person))
    ).all()
    return rows.by_name(found)


def opening(program: Program, key: str) -> Opening:
    """Return one of them. Raises NotFound."""
    found = db.session.scalar(select(Opening).where(Opening.program_id == program.id, Opening.key == key))
    if found is None:
        raise NotFound
    return found


def let_in(program: Program) -> Select[int]:
    """Select the ids of those to whom a limited program is open, without those who have left."""
    mine = Opening.program_id == program.id
    below = select(UnitPath.descendant_id).join(Opening, Opening.unit_id == UnitPath.ancestor_id).where(mine)
    named = select(Opening.person_id).where(mine, Opening.person_id.is_not(None))
    return select(Person.id).where(
        Person.left_at.is_(None), or_(Person.unit_id.in_(below), Person.id.in_(named))
    )


def count_let_in(program: Program) -> int:
    """Return to how many people a limited program is open."""
    return db.session.scalar(select(func.count()).select_from(let_in(program).subquery())) or 0


def said(program: Program) -> rows.Whom:
    """Return to whom it is open, to compare two of them and to write it to another; none: to everybody."""
    return frozenset(map(rows.whom, openings(program))) if program.is_limited else None


def open_to(
    actor: Person, program: Program, *, unit: Unit | None = None, person: Person | None = None
) -> None:
    """Open it to a unit with the units below it, or to a person; from the first on, to nobody else.

    Whoever has signed up stays. Raises Invalid for neither, Forbidden unless the actor runs it.
    """
    require_edit(actor, program)
    queries.lock(program)
    put(actor, program, rows.more(said(program), unit, person))


def close_to(actor: Person, program: Program, opening: Opening) -> None:
    """Let it be open to them no more. Raises Invalid for the last, Forbidden unless the actor runs it."""
    require_edit(actor, program)
    queries.lock(program)
    put(actor, program, rows.fewer(said(program), opening))


def open_to_everybody(actor: Person, program: Program) -> None:
    """Let everybody of the organisation see it and sign up. Raises Forbidden unless the actor runs it."""
    require_edit(actor, program)
    queries.lock(program)
    put(actor, program, None)


def put(actor: Person, program: Program, wanted: rows.Whom) -> None:
    """Open it to these alone, or to everybody; nobody asks. It is held."""
    if wanted == said(program):
        return
    rows.write(Opening, "program_id", program, wanted)
    db.session.flush()
    record(actor, program, "program.openness", after={"limited": program.is_limited})
    events.publish(OpennessChanged(program.id, actor.id))


def in_words(program: Program, *, names: bool = False) -> str:
    """ "It is open to Platform (with the units below it) and 3 chosen people."; with `names` and Ada."""
    return rows.told(openings(program), names=names) if program.is_limited else rows.EVERYBODY
