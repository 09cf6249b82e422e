"""A place for those who waited: some statements for all of them, none a person."""

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders
from learnhub.programs.events import Promoted
from learnhub.programs.models import Program, SignUp

WAITED = ("waitlisted", "approved_to_wait", "still_waiting")  # they end when a place comes


def tell(fact: Promoted) -> None:
    """Tell each of their place; what said that they wait ends, and what had ended without a place comes."""
    program = db.session.get_one(Program, fact.program_id)
    who = select(SignUp.person_id).where(SignUp.id.in_(fact.signup_ids))
    theirs = Reminder.program_id == program.id, Reminder.person_id.in_(who)
    notices.fulfil(Reminder.kind.in_(WAITED), *theirs)
    if not program.quiet:
        notices.tell_each("promoted", Ref("program", program.id), who, rev=SignUp.rev, program=program)
        reminders.revive(*theirs)
