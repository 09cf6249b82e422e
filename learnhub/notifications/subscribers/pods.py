"""Check-ins, pods and flags, for messages."""

from datetime import date

from learnhub.cohorts import streaks
from learnhub.cohorts.events import CheckedIn, CheckInDue, FlagRaised, PodMade
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices
from learnhub.people.models import Person
from learnhub.programs.models import Program


def due(fact: CheckInDue) -> None:
    """Once for each week, until it ends by the person's own clock."""
    person = db.session.get_one(Person, fact.person_id)
    program = db.session.get_one(Program, fact.cohort_id)
    ends = streaks.ends_at(date.fromordinal(fact.week), person.tz)
    about = Ref("cohort", fact.cohort_id)
    notices.tell("check_in_due", fact.person_id, about, rev=fact.week, program=program, expires_at=ends)


def checked_in(fact: CheckedIn) -> None:
    asked = Reminder.kind == "check_in_due", Reminder.person_id == fact.person_id
    notices.fulfil(*asked, Reminder.subject_kind == "cohort", Reminder.subject_id == fact.cohort_id)


def pod_made(fact: PodMade) -> None:
    """Each of them hears, but for who made it."""
    program = db.session.get_one(Program, fact.cohort_id)
    for person_id in fact.people:
        if person_id != fact.by_id:
            notices.tell("pod_made", person_id, Ref("pod", fact.pod_id), program=program, by_id=fact.by_id)
    later(jobs.dispatch)


def flag_raised(fact: FlagRaised) -> None:
    """The person first, once a day, before any facilitator sees it."""
    program, about = db.session.get_one(Program, fact.cohort_id), Ref("cohort", fact.cohort_id)
    if not program.quiet:
        notices.tell("flag_raised", fact.person_id, about, rev=fact.day, program=program)
        later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {
    CheckInDue: [due],
    CheckedIn: [checked_in],
    PodMade: [pod_made],
    FlagRaised: [flag_raised],
}
