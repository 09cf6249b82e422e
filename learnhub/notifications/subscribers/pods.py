"""Check-ins, pods and flags, for messages."""

from learnhub.cohorts.events import CheckedIn, FlagRaised, PodMade, PodNoteWritten
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices
from learnhub.notifications.planning.check_ins import CHECK_IN
from learnhub.programs.models import Program


def checked_in(fact: CheckedIn) -> None:
    """That week's is done; the next one's is asked for all the same."""
    asked = Reminder.kind == CHECK_IN, Reminder.person_id == fact.person_id, Reminder.due_rev <= fact.week
    notices.fulfil(*asked, Reminder.subject_kind == "cohort", Reminder.subject_id == fact.cohort_id)


def pod_made(fact: PodMade) -> None:
    """Each of them hears, but for who made it."""
    program = db.session.get_one(Program, fact.cohort_id)
    for person_id in fact.people:
        if person_id != fact.by_id:
            notices.tell("pod_made", person_id, Ref("pod", fact.pod_id), program=program, by_id=fact.by_id)
    later(jobs.dispatch)


def note_written(fact: PodNoteWritten) -> None:
    """Who shares the pod hears it from who wrote; so do who facilitates, and the org leader who asked."""
    program = db.session.get_one(Program, fact.cohort_id)
    note = Ref("pod-note", fact.note_id)
    notices.tell(
        "pod_note" if fact.of_pod else "cohort_note", fact.to_id, note, program=program, by_id=fact.by_id
    )
    later(jobs.dispatch)


def flag_raised(fact: FlagRaised) -> None:
    """The person first, once a day, before any facilitator sees it."""
    program, about = db.session.get_one(Program, fact.cohort_id), Ref("cohort", fact.cohort_id)
    if not program.quiet:
        notices.tell("flag_raised", fact.person_id, about, rev=fact.day, program=program)
        later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {
    CheckedIn: [checked_in],
    PodMade: [pod_made],
    PodNoteWritten: [note_written],
    FlagRaised: [flag_raised],
}
