"""Whoever is offered a place takes it or leaves it to the next; what has run out goes there by itself."""

from sqlalchemy import select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.core.policy import require
from learnhub.people.models import Person
from learnhub.programs import offers, policies, queries, waitlists
from learnhub.programs.events import OfferTaken, Withdrew
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState
from learnhub.programs.offer_models import Offer, OfferState
from learnhub.programs.promotions import fill_places, recount


def take(actor: Person, program: Program) -> SignUp:
    """Take the place that is offered; who has one already keeps it.

    Raises Forbidden where none is offered, the offer has run out, or there are fewer places since.
    """
    signup, offer = _offered(actor, program)
    if signup is not None and signup.state is SignUpState.IN:
        return signup
    now = clock.now()
    expires_at = offer.expires_at if offer else None
    require(policies.may_take_offer(state=program.state, expires_at=expires_at, now=now))
    assert offer is not None  # the policy refused those without one
    assert signup is not None
    capacity = program.capacity_of(signup.seat)
    if capacity is not None and waitlists.count_in(program, signup.seat) >= capacity:
        raise Forbidden("There are fewer places now. You keep yours in line.")
    offers.settle(offer, OfferState.TAKEN)
    signup.become(SignUpState.IN, now)
    recount(program)
    events.publish(OfferTaken(signup.id, program.id, actor.id))
    return signup


def decline(actor: Person, program: Program) -> SignUp:
    """Leave the place to the next in line, and the line too. Raises Forbidden as `take` does."""
    signup, offer = _offered(actor, program)
    now = clock.now()
    expires_at = offer.expires_at if offer else None
    require(policies.may_take_offer(state=program.state, expires_at=expires_at, now=now))
    assert offer is not None  # the policy refused those without one
    assert signup is not None
    offers.settle(offer, OfferState.DECLINED)
    signup.become(SignUpState.WITHDRAWN, now)
    db.session.flush()
    events.publish(Withdrew(signup.id, program.id, actor.id, False, actor.id))
    fill_places(program)
    return signup


def overdue() -> list[int]:
    """Return the ids of programs in which an offer has run out and nobody has settled it."""
    late = Offer.state == OfferState.PENDING, Offer.expires_at <= clock.now()
    found = select(Program.id).join(SignUp, SignUp.program_id == Program.id)
    found = found.join(Offer, Offer.sign_up_id == SignUp.id)
    return [*db.session.scalars(found.where(*late, Program.state == ProgramState.PUBLISHED).distinct())]


def pass_on(program_id: int) -> None:
    """Settle what has run out, and offer those places to the next."""
    fill_places(queries.program_by_id(program_id))


def _offered(actor: Person, program: Program) -> tuple[SignUp | None, Offer | None]:
    """Hold the lock, and return the actor's sign-up with its offer, as they are stored now."""
    queries.lock(program)
    signup = queries.signup_of(actor, program)
    return signup, offers.pending_of(signup) if signup else None
