"""A place for those who waited: some statements for all of them, none a person."""

from sqlalchemy import Select, or_, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders
from learnhub.programs.events import (
    Approved,
    OffersRanOut,
    OffersTakenBack,
    PlacesOffered,
    PlacesReleased,
    Promoted,
)
from learnhub.programs.models import Program, SignUp
from learnhub.programs.offer_models import Offer

WAITED = ("waitlisted", "approved_to_wait", "still_waiting", "offered")  # they end when a place comes


def tell(fact: Promoted) -> None:
    """Tell each of their place; what said that they wait ends, and what had ended without a place comes."""
    program = db.session.get_one(Program, fact.program_id)
    who = select(SignUp.person_id).where(SignUp.id.in_(fact.signup_ids))
    theirs = Reminder.program_id == program.id, Reminder.person_id.in_(who)
    notices.fulfil(Reminder.kind.in_(WAITED), *theirs)
    if not program.quiet:
        notices.tell_each("promoted", Ref("program", program.id), who, rev=SignUp.rev, program=program)
        reminders.revive(*theirs)


def approve(fact: Approved) -> None:
    """Tell each who was approved, of their place or that they wait, and by whom."""
    program = db.session.get_one(Program, fact.program_id)
    if program.quiet:
        return
    subject, by_id = Ref("program", program.id), fact.by_id
    for kind, ids in (("approved", fact.placed_ids), ("approved_to_wait", fact.waiting_ids)):
        who = select(SignUp.person_id).where(SignUp.id.in_(ids))
        notices.tell_each(kind, subject, who, rev=SignUp.rev, program=program, by_id=by_id)
        reminders.revive(Reminder.program_id == program.id, Reminder.person_id.in_(who))


def offer(fact: PlacesOffered) -> None:
    """Tell each of the place that they may take, until its moment; an offer is told of once."""
    program = db.session.get_one(Program, fact.program_id)
    if program.quiet:
        return
    who = _offered(fact.offer_ids)
    expires_at = db.session.scalar(select(Offer.expires_at).where(Offer.id == fact.offer_ids[0]))
    subject = Ref("program", program.id)
    notices.tell_each("offered", subject, who, rev=Offer.id, program=program, expires_at=expires_at)


def take_back(fact: OffersTakenBack) -> None:
    """Tell each that they wait on; what asked them to take the place ends."""
    program = db.session.get_one(Program, fact.program_id)
    who = _offered(fact.offer_ids)
    theirs = Reminder.program_id == program.id, Reminder.person_id.in_(who)
    notices.fulfil(Reminder.kind == "offered", *theirs)
    if not program.quiet:
        notices.tell_each("offer_taken_back", Ref("program", program.id), who, rev=Offer.id, program=program)


def _offered(offer_ids: tuple[int, ...]) -> Select[int]:
    """Select the ids of those who got these offers."""
    joined = select(SignUp.person_id).join(Offer, Offer.sign_up_id == SignUp.id)
    return joined.where(Offer.id.in_(offer_ids))


def end(kind: str, fact: OffersRanOut | PlacesReleased) -> None:
    """Tell each that what they had, or might have had, is another's; what asked them ends."""
    program = db.session.get_one(Program, fact.program_id)
    who = select(SignUp.person_id).where(SignUp.id.in_(fact.signup_ids))
    theirs = Reminder.program_id == program.id, Reminder.person_id.in_(who)
    notices.cancel(notices.WITHDREW, *theirs)
    notices.settle(or_(Reminder.rule != "", Reminder.kind.in_(WAITED)), *theirs)
    if not program.quiet:
        notices.tell_each(kind, Ref("program", program.id), who, rev=SignUp.rev, program=program)
