"""Every SELECT about places and the lines for them: how many are in, who waits, and who is next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import contains_eager

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.statements import kept
from learnhub.people.models import Person
from learnhub.programs.models import SIGNED_UP, Program, Seat, SignUp, SignUpState

ONLINE = "waiting_online"  # of a Standing that was read with its program: how many wait to come online


def named(program: Program, keys: Collection[str]) -> Sequence[SignUp]:
    """Return the sign-ups of the people with these keys, in the order of their line. Raises NotFound."""
    wanted = select(SignUp).join(SignUp.person).options(contains_eager(SignUp.person))
    of_them = SignUp.program_id == program.id, Person.key.in_(keys)
    found = db.session.scalars(wanted.where(*of_them).order_by(SignUp.line, SignUp.id)).all()
    if len(found) < len(set(keys)):
        raise NotFound
    return found


def as_stored(signups: Collection[SignUp]) -> Sequence[SignUp]:
    """Return the same as they are stored now, in the order of their line."""
    wanted = select(SignUp).where(SignUp.id.in_([each.id for each in signups]))
    fresh = wanted.order_by(SignUp.line, SignUp.id).execution_options(populate_existing=True)
    return db.session.scalars(fresh).all()


def place_in_line(signup: SignUp) -> int:
    """Return how many wait for such a place up to and with this one: 1 is next."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(SignUp)
            .where(
                SignUp.program_id == signup.program_id,
                SignUp.state == SignUpState.WAITING,
                SignUp.seat == signup.seat,
                SignUp.line <= signup.line,
            )
        )
        or 0
    )


def place_elsewhere(signup: SignUp) -> int:
    """Return which place in the other line who waits would have: by the moment of their sign-up."""
    ahead = select(func.count()).select_from(SignUp)
    there = SignUp.program_id == signup.program_id, SignUp.seat != signup.seat
    waiting = SignUp.state == SignUpState.WAITING, SignUp.line < signup.line
    return (db.session.scalar(ahead.where(*there, *waiting)) or 0) + 1


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many have a place of one kind and wait for one, and the highest number in the order of arrival."""

    taken: int
    waiting: int
    last_line: int


def crowd(program: Program, seat: Seat) -> Crowd:
    """Return who is there before somebody enters: one SELECT."""
    taken, waiting, last = db.session.execute(*kept(_crowd, program.id, seat)).one()
    return Crowd(taken, waiting, last or 0)


def _crowd(program_id: int, seat: Seat) -> Select[int, int, int | None]:
    of_it = SignUp.program_id == program_id, SignUp.seat == seat
    counted = select(func.count()).select_from(SignUp).where(*of_it)
    return select(
        counted.where(SignUp.state == SignUpState.IN).scalar_subquery(),
        counted.where(SignUp.state == SignUpState.WAITING).scalar_subquery(),
        select(func.max(SignUp.line)).where(SignUp.program_id == program_id).scalar_subquery(),
    )


def count_in(program: Program, seat: Seat) -> int:
    """Return how many have a place of that kind."""
    return _count(program, seat, SignUpState.IN)


def taken(program_id: SQLColumnExpression[int], seat: Seat) -> ScalarSelect[int]:
    """The same of the program with this id, as a column of a statement."""
    return _counted(program_id, seat, (SignUpState.IN,)).scalar_subquery()


def count_waiting(program: Program, seat: Seat) -> int:
    """Return how many wait for such a place."""
    return _count(program, seat, SignUpState.WAITING)


def count_on(program: Program, seat: Seat) -> int:
    """Return how many have such a place, wait for one, or would once they are approved."""
    return _count(program, seat, *SIGNED_UP)


def _count(program: Program, seat: Seat, *states: SignUpState) -> int:
    return db.session.scalar(*kept(_counted, program.id, seat, states)) or 0


def _counted(
    program_id: int | SQLColumnExpression[int], seat: Seat, states: tuple[SignUpState, ...]
) -> Select[int]:
    mine = SignUp.program_id == program_id, SignUp.seat == seat, SignUp.state.in_(states)
    return select(func.count()).select_from(SignUp).where(*mine)


def next_in_line(program: Program, seat: Seat, limit: int | None, but: Collection[int] = ()) -> Select[int]:
    """Return whose sign-ups wait for such a place and are still here, first come first, at most `limit`.

    `but`: those of these ids are passed over.
    """
    return (
        select(SignUp.id)
        .join(SignUp.person)
        .where(
            SignUp.program_id == program.id,
            SignUp.seat == seat,
            SignUp.state == SignUpState.WAITING,
            SignUp.id.not_in(but),
            Person.left_at.is_(None),
        )
        .order_by(SignUp.line, SignUp.id)
        .limit(limit)
    )


def waiting_online() -> ScalarSelect[int]:
    """Select how many wait for a place online in the program beside it."""
    wait = SignUp.state == SignUpState.WAITING, SignUp.seat == Seat.ONLINE
    counted = select(func.count()).select_from(SignUp).where(SignUp.program_id == Program.id, *wait)
    return counted.correlate(Program).scalar_subquery()


def by_seat(program: Program) -> dict[tuple[Seat, SignUpState], int]:
    """Return how many sign-ups there are of each kind of place and state."""
    rows = db.session.execute(*kept(_by_seat, program.id))
    return {(seat, state): number for seat, state, number in rows}


def _by_seat(program_id: int) -> Select[Seat, SignUpState, int]:
    counted = select(SignUp.seat, SignUp.state, func.count()).where(SignUp.program_id == program_id)
    return counted.group_by(SignUp.seat, SignUp.state)


def by_seat_of(programs: Collection[Program]) -> dict[int, dict[tuple[Seat, SignUpState], int]]:
    """Return the same of each of these, by its id: one SELECT."""
    ids = [each.id for each in programs]
    found: dict[int, dict[tuple[Seat, SignUpState], int]] = {id_: {} for id_ in ids}
    rows = db.session.execute(
        select(SignUp.program_id, SignUp.seat, SignUp.state, func.count())
        .where(SignUp.program_id.in_(ids))
        .group_by(SignUp.program_id, SignUp.seat, SignUp.state)
    )
    for program_id, seat, state, number in rows:
        found[program_id][seat, state] = number
    return found


def on_it(person_id: int, now: datetime) -> Sequence[tuple[Program, SignUp]]:
    """Return where the person has signed up and that is not over, for what hears that they left."""
    rows = db.session.execute(
        select(Program, SignUp)
        .join(SignUp, SignUp.program_id == Program.id)
        .where(SignUp.person_id == person_id, SignUp.state.in_(SIGNED_UP), Program.ends_at > now)
        .order_by(Program.id)
    )
    return [(program, signup) for program, signup in rows]
