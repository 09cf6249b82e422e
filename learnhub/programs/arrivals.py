"""Who came: noted by a host, or by themselves with the code. Each holds the program's lock."""

from datetime import datetime, time, timedelta

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.programs import openness, places, policies, queries
from learnhub.programs.events import ArrivalTakenBack, Arrived
from learnhub.programs.models import ON_IT, Program, SignUp, SignUpState

BEFORE = timedelta(hours=2)
SETTLED = timedelta(days=14)  # after the end hosts still mend the list for so long


def span(program: Program) -> tuple[datetime, datetime]:
    """Return from when until when the code works: two hours before, to the end of its last local day."""
    midnight = datetime.combine(program.ends_wall.date() + timedelta(days=1), time())
    return program.starts_at - BEFORE, instant(midnight, program.tz)


def may_arrive(program: Program, signup: SignUpState | None, now: datetime) -> Verdict:
    """Return whether somebody whose sign-up stands so can say now that they are there."""
    opens, closes = span(program)
    return policies.may_arrive(
        state=program.state,
        signup=signup,
        approves=program.approves,
        opens_at=opens,
        closes_at=closes,
        now=now,
    )


def may_note(program: Program, *, runs_it: bool, now: datetime) -> Verdict:
    """Return whether a host can note now who came."""
    return policies.may_note_arrival(
        state=program.state,
        runs_it=runs_it,
        opens_at=program.starts_at - BEFORE,
        closes_at=program.ends_at + SETTLED,
        now=now,
    )


def arrive(actor: Person, program: Program) -> SignUp:
    """Note that the actor is there, by the code. Who had not signed up is put on the list.

    A second time it changes nothing. Raises Forbidden outside of its hours, or for who was taken off.
    """
    queries.lock(program)
    mine = queries.signup_of(actor, program)
    require(may_arrive(program, mine.state if mine else None, clock.now()))
    if mine is None or mine.state not in ON_IT:
        require(openness.may_walk_in(actor, program))
        mine = places.walk_in(actor, program, mine)
    return _note(actor, program, mine)


def note(actor: Person, program: Program, signup: SignUp) -> SignUp:
    """Note that someone on the list is there.

    Raises Forbidden unless the actor runs it, and at another time.
    """
    _require_host(actor, program, signup)
    require(policies.may_be_noted(signup.state))
    if signup.state not in ON_IT:
        places.walk_in(signup.person, program, signup)
    return _note(actor, program, signup)


def take_back(actor: Person, program: Program, signup: SignUp) -> None:
    """Undo a wrong tap. Raises Forbidden as `note` does."""
    _require_host(actor, program, signup)
    if signup.arrived_at is None:
        return
    signup.arrived_at = signup.arrived_by_id = None
    db.session.flush()
    _record(actor, program, "arrival.taken_back", signup)
    events.publish(ArrivalTakenBack(signup.id, program.id, signup.person_id))


def _require_host(actor: Person, program: Program, signup: SignUp) -> None:
    standing = queries.standing(actor, program)
    queries.lock(program)
    db.session.refresh(signup)
    require(may_note(program, runs_it=standing.runs_it, now=clock.now()))


def _note(actor: Person, program: Program, signup: SignUp) -> SignUp:
    if signup.arrived_at is not None:
        return signup
    signup.arrived_at, signup.arrived_by_id = clock.now(), actor.id
    db.session.flush()
    _record(actor, program, "arrival.noted", signup)
    events.publish(Arrived(signup.id, program.id, signup.person_id))
    return signup


def _record(actor: Person, program: Program, act: str, signup: SignUp) -> None:
    audit.record(actor.id, act, Ref(program.kind, program.id), after={"person_id": signup.person_id})
