"""Free places go to those who wait, in a few statements however many they are. The lock is held."""

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.dml import ReturningUpdate

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people.models import Person
from learnhub.programs import offers, queries, waitlists
from learnhub.programs.events import Approved, Promoted
from learnhub.programs.models import Program, ProgramState, Seat, SignUp, SignUpState


def fill_places(program: Program) -> tuple[int, ...]:
    """Give free places to those who wait, first come first served, and return the ids of their sign-ups.

    Where the hosts want it places are offered, and taken by themselves: see `acceptance`.

    Whatever freed a place calls it; a second call finds nothing to do. Nobody is promoted into a program
    that is a draft, cancelled or over.
    """
    queries.lock(program)
    promoted: tuple[int, ...] = ()
    if program.offer_hours is not None and program.state is ProgramState.PUBLISHED:
        offers.lapse(program, clock.now())
    if _moves_up(program):
        promoted = tuple(sorted(each for seat in program.seats for each in _promote(program, seat)))
    recount(program)
    if promoted:
        events.publish(Promoted(program.id, promoted))
    return promoted


def admit(program: Program, signups: Sequence[SignUp], by: Person) -> None:
    """Give those who were approved places while some are free, first come first, and the others one in line.

    All of them in a few statements; they stay where they came in.
    """
    now, placed, waiting = clock.now(), list[int](), list[int]()
    for seat in program.seats:
        mine = [each for each in signups if program.seat_like(each.seat) is seat]
        capacity, crowd = program.capacity_of(seat), waitlists.crowd(program, seat)
        room = 0 if crowd.waiting else max((capacity or 0) - crowd.taken, 0)
        free = len(mine) if capacity is None else room
        for number, each in enumerate(mine):
            each.seat = seat
            each.become(SignUpState.IN if number < free else SignUpState.WAITING, now)
            (placed if number < free else waiting).append(each.id)
    recount(program)
    events.publish(Approved(program.id, by.id, tuple(placed), tuple(waiting)))


def would_move_up(program: Program, leaving: Collection[SignUp]) -> list[str]:
    """Return who would get a place, or be offered it, once those have left; nothing is changed.

    By name, first come first.
    """
    if not _moves_up(program):
        return []
    ids, names = [each.id for each in leaving], list[str]()
    held = db.session.scalars(offers.holders(program)).all() if program.offer_hours is not None else []
    for seat in program.seats:
        freed = sum(each.seat is seat and each.state is SignUpState.IN for each in leaving)
        capacity = program.capacity_of(seat)
        if capacity is None:
            continue
        kept = offers.count_kept(program, seat, ids) if held else 0
        free = max(0, capacity - waitlists.count_in(program, seat) + freed - kept)
        moved = waitlists.next_in_line(program, seat, free, [*ids, *held])
        of_them = select(Person.name).join(SignUp, SignUp.person_id == Person.id)
        names += db.session.scalars(of_them.where(SignUp.id.in_(moved)).order_by(SignUp.line))
    return names


def became_of_place(program: Program, seat: Seat) -> str:
    """Say what became of a place that was given back just now, and names nobody. The lock is held.

    Nothing where such places are without number.
    """
    capacity, crowd = program.capacity_of(seat), waitlists.crowd(program, seat)
    if capacity is None:
        return ""
    if crowd.taken >= capacity:
        return " The next in line gets it."
    if crowd.waiting and crowd.taken + offers.count_kept(program, seat) >= capacity:
        return " The next in line is offered it."
    return f" Nobody {'else ' if crowd.waiting else ''}waits: it is free."  # who waits has an offer


def _moves_up(program: Program) -> bool:
    return program.state is ProgramState.PUBLISHED and clock.now() < program.ends_at


def _promote(program: Program, seat: Seat) -> list[int]:
    """Let as many as there are free places of that kind have one, in one statement; or offer it to them."""
    capacity, offering = program.capacity_of(seat), program.offer_hours is not None
    free = None if capacity is None else capacity - waitlists.count_in(program, seat)
    if free is not None and offering:
        free -= offers.count_kept(program, seat)
    if free is not None and free <= 0:
        if offering and free:
            offers.take_back(program, seat, -free)
        return []
    following = waitlists.next_in_line(program, seat, free)
    if offering:
        following = following.where(SignUp.id.not_in(offers.holders(program)))
    if free is not None and offers.are_made(program, clock.now()):
        offers.make(program, db.session.scalars(following).all(), clock.now())
        return []
    moved_up = (
        update(SignUp)
        .where(SignUp.id.in_(following))
        .values(state=SignUpState.IN, changed_at=clock.now(), rev=SignUp.rev + 1)
        .returning(SignUp.id)
        .execution_options(synchronize_session="fetch")
    )
    return [*db.session.scalars(moved_up)]


def recount(program: Program) -> None:
    """Write the counters that lists show. Past the version: who edits the text has not been overtaken."""
    db.session.flush()
    statement = kept(_recounted, program.id, online=Seat.ONLINE in program.seats)
    for name, number in db.session.execute(*statement).mappings().one().items():
        set_committed_value(program, name, number)


def _recounted(of_id: int, *, online: bool) -> ReturningUpdate[int, int]:
    table = cast(Table, Program.__table__)
    on_site, there = (waitlists.taken(table.c.id, seat) for seat in (Seat.ON_SITE, Seat.ONLINE))
    counted = update(table).values(places_taken=on_site, online_taken=there if online else 0)
    return counted.where(table.c.id == of_id).returning(table.c.places_taken, table.c.online_taken)
