"""Offers of a free place: made, settled, and whose have run out. The program's lock is held.

A pending offer keeps its place: nobody else gets it until the offer is settled or its moment has passed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.programs.events import OffersRanOut, OffersTakenBack, PlacesOffered
from learnhub.programs.models import Program, Seat, SignUp, SignUpState
from learnhub.programs.offer_models import Offer, OfferState

LEAST = timedelta(hours=1)  # before the start: later than that places go at once


def are_made(program: Program, now: datetime) -> bool:
    """Whether a free place is offered and not given at once: its hosts want it, and there is time."""
    return program.offer_hours is not None and now < program.starts_at - LEAST


def pending_of(signup: SignUp) -> Offer | None:
    """Return the offer that somebody has, whether or not its moment has passed."""
    mine = Offer.sign_up_id == signup.id, Offer.state == OfferState.PENDING
    return db.session.scalar(select(Offer).where(*mine).execution_options(populate_existing=True))


def holders(program: Program) -> Select[int]:
    """Select the ids of sign-ups that have a pending offer."""
    pending = select(Offer.sign_up_id).join(SignUp, SignUp.id == Offer.sign_up_id)
    return pending.where(SignUp.program_id == program.id, Offer.state == OfferState.PENDING)


def history(signups: Sequence[SignUp]) -> dict[int, list[Offer]]:
    """Return what each of these was offered, by the id of the sign-up, the first first: one SELECT."""
    found: dict[int, list[Offer]] = {}
    ids = [each.id for each in signups]
    for offer in db.session.scalars(select(Offer).where(Offer.sign_up_id.in_(ids)).order_by(Offer.id)):
        found.setdefault(offer.sign_up_id, []).append(offer)
    return found


def has_one(person_id: int, program_id: int) -> bool:
    """Return whether a place is offered to somebody now."""
    mine = SignUp.person_id == person_id, SignUp.program_id == program_id
    stands = Offer.state == OfferState.PENDING, Offer.expires_at > clock.now()
    found = select(Offer.id).join(SignUp, SignUp.id == Offer.sign_up_id).where(*mine, *stands)
    return db.session.scalar(found) is not None


def count_kept(program: Program, seat: Seat, but: Collection[int] = ()) -> int:
    """Return how many places of that kind pending offers keep, once those that ran out are settled.

    `but`: those of sign-ups with these ids are left out.
    """
    kept = holders(program).where(SignUp.seat == seat, SignUp.id.not_in(but)).subquery()
    return db.session.scalar(select(func.count()).select_from(kept)) or 0


def make(program: Program, signup_ids: Sequence[int], now: datetime) -> None:
    """Offer a place to each of these, until the hours are over that the hosts chose, or it starts."""
    expires_at = min(now + timedelta(hours=program.offer_hours or 0), program.starts_at)
    made = [Offer(sign_up_id=id_, offered_at=now, expires_at=expires_at) for id_ in signup_ids]
    db.session.add_all(made)
    db.session.flush()
    if made:
        events.publish(PlacesOffered(program.id, tuple(each.id for each in made)))


def settle(offer: Offer, state: OfferState) -> None:
    """Say what became of it."""
    offer.state, offer.settled_at = state, clock.now()
    db.session.flush()


def drop(program: Program, signup: SignUp) -> None:
    """Let an offer go with the place in line for which it was made."""
    offer = pending_of(signup) if program.offer_hours is not None else None
    if offer is not None:
        settle(offer, OfferState.DROPPED)


def drop_all(program: Program) -> None:
    """Make no more of them: places go at once."""
    mine = Offer.sign_up_id.in_(holders(program)), Offer.state == OfferState.PENDING
    for offer in db.session.scalars(select(Offer).where(*mine)).all():
        settle(offer, OfferState.DROPPED)


def take_back(program: Program, seat: Seat, number: int) -> None:
    """Offer so many fewer of these places, the newest offers first; whoever had one waits on, and is told."""
    mine = Offer.state == OfferState.PENDING, SignUp.program_id == program.id, SignUp.seat == seat
    found = select(Offer).join(SignUp, SignUp.id == Offer.sign_up_id).where(*mine)
    gone = db.session.scalars(found.order_by(Offer.id.desc()).limit(number)).all()
    for offer in gone:
        settle(offer, OfferState.DROPPED)
    if gone:
        events.publish(OffersTakenBack(program.id, tuple(offer.id for offer in gone)))


def lapse(program: Program, now: datetime) -> None:
    """Take those off the line whose offer has run out; each is told, and can sign up again."""
    rows = db.session.execute(
        select(Offer, SignUp)
        .join(SignUp, SignUp.id == Offer.sign_up_id)
        .where(SignUp.program_id == program.id, Offer.state == OfferState.PENDING, Offer.expires_at <= now)
        .order_by(Offer.id)
    ).all()
    for offer, signup in rows:
        settle(offer, OfferState.RUN_OUT)
        signup.become(SignUpState.LAPSED, now)
    db.session.flush()
    if rows:
        events.publish(OffersRanOut(program.id, tuple(signup.id for _, signup in rows)))
