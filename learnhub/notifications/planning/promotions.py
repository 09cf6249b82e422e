"""A place for those who waited: some statements for all of them, none a person."""

from sqlalchemy import or_, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders
from learnhub.programs.events import OffersRanOut, PlacesOffered, PlacesReleased, Promoted
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


def offer(fact: PlacesOffered) -> None:
    """Tell each of the place that they may take, until its moment; an offer is told of once."""
    program = db.session.get_one(Program, fact.program_id)
    if program.quiet:
        return
    who = (
        select(SignUp.person_id)
        .join(Offer, Offer.sign_up_id == SignUp.id)
        .where(Offer.id.in_(fact.offer_ids))
    )
    until = db.session.scalar(select(Offer.expires_at).where(Offer.id == fact.offer_ids[0]))
    subject = Ref("program", program.id)
    notices.tell_each("offered", subject, who, rev=Offer.id, program=program, expires_at=until)


def end(kind: str, fact: OffersRanOut | PlacesReleased) -> None:
    """Tell each that what they had, or might have had, is another's; what asked them ends."""
    program = db.session.get_one(Program, fact.program_id)
    who = select(SignUp.person_id).where(SignUp.id.in_(fact.signup_ids))
    theirs = Reminder.program_id == program.id, Reminder.person_id.in_(who)
    notices.cancel(notices.WITHDREW, *theirs)
    notices.settle(or_(Reminder.rule != "", Reminder.kind.in_(WAITED)), *theirs)
    if not program.quiet:
        notices.tell_each(kind, Ref("program", program.id), who, rev=SignUp.rev, program=program)
