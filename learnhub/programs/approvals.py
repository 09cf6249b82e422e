"""Sign-ups that await approval: hosts approve or decline them, one or several at once. Each holds the lock.

Until then they take no place and are not counted. Then the same guard as for everyone gives a place, or a
place in line by the moment of their sign-up.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.people.models import Person
from learnhub.programs import queries, verdicts
from learnhub.programs.events import Declined
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.programs.promotions import admit
from learnhub.programs.queries import Standing

MOST = 200  # on one page, and in one act


def awaiting(program: Program, keys: Collection[str] | None = None) -> Sequence[SignUp]:
    """Return the sign-ups that await approval as they are stored now, first come first; of `keys` alone."""
    wanted = (
        select(SignUp)
        .join(SignUp.person)
        .outerjoin(Person.unit)
        .options(contains_eager(SignUp.person).contains_eager(Person.unit))
        .where(SignUp.program_id == program.id, SignUp.state == SignUpState.AWAITING)
        .execution_options(populate_existing=True)
    )
    if keys is not None:
        wanted = wanted.where(Person.key.in_(keys))
    return db.session.scalars(wanted.order_by(SignUp.line, SignUp.id).limit(MOST)).all()


def count(program: Program) -> int:
    """Return how many await approval."""
    mine = SignUp.program_id == program.id, SignUp.state == SignUpState.AWAITING
    return db.session.scalar(select(func.count()).select_from(SignUp).where(*mine)) or 0


def to_decide(program: Program, standing: Standing, now: datetime) -> int:
    """Return about how many the reader can decide now: none where they host it not, or it is over."""
    can = program.approves and verdicts.may_decide(program, standing, now)
    return count(program) if can else 0


def approve(actor: Person, program: Program, keys: Collection[str]) -> Sequence[SignUp]:
    """Let these people in, by their keys, in the order in which they signed up; return their sign-ups.

    Whoever another host decided about meanwhile, or who took their sign-up back, is left out.
    Raises Forbidden unless the actor hosts the program and it is not over.
    """
    found = _held(actor, program, keys)
    admit(program, found, actor)
    for signup in found:
        _record(actor, program, "signup.approved", signup)
    return found


def decline(actor: Person, program: Program, keys: Collection[str], *, reason: str) -> Sequence[SignUp]:
    """Decline these people; each reads the reason. Raises Invalid without one, else as `approve` does."""
    if not reason:
        raise Invalid("Say why in a sentence. They will read it.", "reason")
    found = _held(actor, program, keys)
    for signup in found:
        signup.become(SignUpState.DECLINED, clock.now())
        signup.declined_because = reason
        db.session.flush()
        _record(actor, program, "signup.declined", signup)
        events.publish(Declined(signup.id, program.id, signup.person_id, actor.id))
    return found


def _held(actor: Person, program: Program, keys: Collection[str]) -> Sequence[SignUp]:
    """Hold the lock, and return which of these still await approval."""
    if not keys:
        raise Invalid("Choose somebody first.", "people")
    standing = queries.standing(actor, program)
    queries.lock(program)
    require(verdicts.may_decide(program, standing, clock.now()))
    return awaiting(program, keys)


def _record(actor: Person, program: Program, act: str, signup: SignUp) -> None:
    after = {"person_id": signup.person_id, "state": signup.state.value}
    before = {"state": SignUpState.AWAITING.value}
    audit.record(actor.id, act, Ref(program.kind, program.id), before=before, after=after)
