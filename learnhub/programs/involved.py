"""Who has to do with a program: signed up, hosts, speaks, takes a part. What is told of it goes to them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, true, union

from learnhub.core.db import db
from learnhub.people.models import Person
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.models import SIGNED_UP, Host, Program, ProgramState, SignUp, SignUpState, Speaker

NAMED = 500  # at once


def of_one(program_id: int, by: datetime | None = None) -> Select[int]:
    """Select the ids of who has signed up, of hosts, speakers and who takes a part, each once, without those
    who have left.

    With `by`: those who had come to it by then.
    """
    ids = union(*_ways([program_id], by)).subquery()
    return select(ids.c.person_id).distinct()


def of_each(program_ids: Collection[int]) -> Select[int, int]:
    """Select who has to do with which of these programs, as `of_one` has them, each pair once."""
    pairs = union(*_ways(program_ids)).subquery()
    return select(pairs.c.person_id, pairs.c.program_id)


def _ways(program_ids: Collection[int], by: datetime | None = None) -> list[Select[Any, Any]]:
    """Select (person, program) for each way in which people have to do with these programs."""
    part = Part.id == PartTaken.part_id
    ways: tuple[tuple[Any, Any, Any, Any], ...] = (
        (SignUp, SignUp.program_id, SignUp.signed_up_at, SignUp.state.in_(SIGNED_UP)),
        (Host, Host.program_id, Host.created_at, true()),
        (Speaker, Speaker.program_id, Speaker.created_at, true()),
        (PartTaken, Part.program_id, PartTaken.at, part),
    )
    return [
        select(way.person_id, of)
        .join(Person, Person.id == way.person_id)
        .where(of.in_(program_ids), Person.left_at.is_(None), holds, since <= by if by else true())
        for way, of, since, holds in ways
    ]


def count_told(program: Program, actor: Person) -> int:
    """Return how many hear of the actor's moving or cancelling it, each once, without the actor."""
    return sum(told(program, actor).values())


def named(programs: Sequence[Program], actor: Person) -> list[str]:
    """Return those who hear of it by name, the first of many, to who hosts all of these and so sees their
    lists anyway; to anybody else nobody.
    """
    ids = [each.id for each in programs if each.state is ProgramState.PUBLISHED and not each.quiet]
    if not ids:
        return []
    runs = select(func.count()).where(Host.program_id.in_(ids), Host.person_id == actor.id).scalar_subquery()
    them = of_each(ids).subquery()
    wanted = select(Person.name).where(Person.id.in_(select(them.c.person_id)), Person.id != actor.id)
    wanted = wanted.where(runs == len(ids)).order_by(Person.name, Person.id).limit(NAMED)
    return [*db.session.scalars(wanted)]


def told(program: Program, actor: Person) -> dict[SignUpState | None, int]:
    """Return the same by how they stand on its list: in, waiting, awaiting; None for who is not on it."""
    if program.state is not ProgramState.PUBLISHED or program.quiet:
        return {}
    them = of_one(program.id).subquery()
    theirs = and_(SignUp.program_id == program.id, SignUp.person_id == them.c.person_id)
    rows = db.session.execute(
        select(SignUp.state, func.count())
        .select_from(them)
        .outerjoin(SignUp, and_(theirs, SignUp.state.in_(SIGNED_UP)))
        .where(them.c.person_id != actor.id)
        .group_by(SignUp.state)
    )
    return {state: number for state, number in rows}
