"""Who has not arrived a while after the start: their places go to those who wait, if the hosts want it.

Only where somebody waits for such a place, and somebody who has one was noted as long ago: without any note
nobody knows who is there, and with the first the others get the same while. Hosts and speakers keep theirs.
Whoever comes after all has a place again while one is free.
"""

from datetime import timedelta

from sqlalchemy import func, select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.programs import queries, waitlists
from learnhub.programs.events import PlacesReleased
from learnhub.programs.models import Host, Program, ProgramState, Seat, SignUp, SignUpState, Speaker
from learnhub.programs.promotions import fill_places

AFTER = timedelta(minutes=15)


def due() -> list[int]:
    """Return the ids of programs that run so long, and in which nothing was released yet."""
    now = clock.now()
    wanted = Program.releases, Program.released_at.is_(None), Program.state == ProgramState.PUBLISHED
    runs = Program.starts_at <= now - AFTER, Program.ends_at > now
    return [*db.session.scalars(select(Program.id).where(*wanted, *runs))]


def release(program_id: int) -> None:
    """Let the places of those who are not there go to those who wait, once for a program."""
    program = queries.program_by_id(program_id)
    queries.lock(program)
    if program.released_at is not None:
        return
    gone = [each for seat in program.seats for each in _missing(program, seat)]
    if not gone:
        return
    now = clock.now()
    program.released_at = now
    for signup in gone:
        signup.become(SignUpState.RELEASED, now)
    db.session.flush()
    events.publish(PlacesReleased(program.id, tuple(signup.id for signup in gone)))
    fill_places(program)


def _missing(program: Program, seat: Seat) -> list[SignUp]:
    """Return who has such a place and is not there; nobody where nobody waits for it, or none was noted yet
    for so long.
    """
    has_place = SignUp.program_id == program.id, SignUp.seat == seat, SignUp.state == SignUpState.IN
    first = db.session.scalar(select(func.min(SignUp.arrived_at)).where(*has_place))
    if first is None or first > clock.now() - AFTER or not waitlists.count_waiting(program, seat):
        return []
    speak = select(Speaker.person_id).where(Speaker.program_id == program.id, Speaker.person_id.is_not(None))
    hosts = select(Host.person_id).where(Host.program_id == program.id)
    others = SignUp.person_id.not_in(hosts), SignUp.person_id.not_in(speak)
    missing = select(SignUp).where(*has_place, SignUp.arrived_at.is_(None), *others)
    return [*db.session.scalars(missing.order_by(SignUp.line).execution_options(populate_existing=True))]
