"""Check-ins, pods and flags, for messages."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, or_

from learnhub.cohorts import meeting_queries
from learnhub.cohorts.events import (
    CheckedIn,
    FlagRaised,
    PodEnded,
    PodJoined,
    PodMade,
    PodMeetingAnswered,
    PodMeetingCancelled,
    PodMeetingEnded,
    PodMeetingFixed,
    PodMeetingJoined,
    PodMeetingLeft,
    PodMeetingMoved,
    PodMeetingSuggested,
    PodNoteWritten,
    PodParted,
)
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices
from learnhub.notifications.planning.check_ins import CHECK_IN
from learnhub.notifications.sending.calendar_parts import MEETING
from learnhub.notifications.telling.kinds import MEETING_OFF
from learnhub.programs.models import Program


def checked_in(fact: CheckedIn) -> None:
    """That week's is done; the next one's is asked for all the same."""
    asked = Reminder.kind == CHECK_IN, Reminder.person_id == fact.person_id, Reminder.due_rev <= fact.week
    notices.fulfil(*asked, Reminder.subject_kind == "cohort", Reminder.subject_id == fact.cohort_id)


def pod_made(fact: PodMade) -> None:
    """Each of them hears, but for who made it."""
    _overtake_pods(fact.cohort_id, fact.people)
    _tell_of_pod("pod_made", fact.pod_id, fact.cohort_id, fact.people, fact.by_id)


def pod_joined(fact: PodJoined) -> None:
    """Who was put into it hears as of a new one; those who were in it hear who came."""
    _overtake_pods(fact.cohort_id, [fact.person_id], "pod_joined")  # that they left another was said just now
    at = fact.pod_id, fact.cohort_id
    _tell_of_pod("pod_made", *at, [fact.person_id], fact.by_id, rev=fact.place)
    _tell_of_pod("pod_joined", *at, fact.mates, fact.by_id, rev=fact.place, who=fact.person_id)


def pod_parted(fact: PodParted) -> None:
    """Those who stay hear who left; who left hears where they are now, or that they are in none."""
    _overtake_pods(fact.cohort_id, [fact.person_id])
    at = fact.pod_id, fact.cohort_id
    _tell_of_pod("pod_parted", *at, fact.mates, fact.by_id, rev=fact.place, who=fact.person_id)


def pod_ended(fact: PodEnded) -> None:
    """Each of them hears, but for who ended it."""
    _overtake_pods(fact.cohort_id, fact.people)
    _tell_of_pod("pod_ended", fact.pod_id, fact.cohort_id, fact.people, fact.by_id, rev=fact.place)


def _overtake_pods(cohort_id: int, people: Collection[int], *kinds: str) -> None:
    """What was said before of the pods of these people is not mailed any more, and waits in no inbox: to
    them, and of them to others, or there these `kinds` alone.
    """
    to_them = and_(Reminder.kind.in_(("pod_made", "pod_ended")), Reminder.person_id.in_(people))
    of_them = and_(Reminder.kind.in_(kinds or ("pod_joined", "pod_parted")), Reminder.by_id.in_(people))
    which = Reminder.program_id == cohort_id, or_(to_them, of_them)
    notices.cancel("Pods changed again.", *which)
    notices.settle(*which)


def _tell_of_pod(
    kind: str,
    pod_id: int,
    cohort_id: int,
    people: Collection[int],
    by_id: int,
    *,
    rev: int = 1,
    who: int | None = None,
) -> None:
    """Tell each of these but who did it, in the name of `who` it is about, or of who did it."""
    program = db.session.get_one(Program, cohort_id)
    for person_id in people:
        if person_id != by_id:
            about = Ref("pod", pod_id)
            notices.tell(kind, person_id, about, rev=rev, program=program, by_id=who or by_id)
    later(jobs.dispatch)


def note_written(fact: PodNoteWritten) -> None:
    """Who shares the pod hears it from who wrote; so do who facilitates, and the org leader who asked."""
    program = db.session.get_one(Program, fact.cohort_id)
    note = Ref("pod-note", fact.note_id)
    notices.tell(
        "pod_note" if fact.of_pod else "cohort_note", fact.to_id, note, program=program, by_id=fact.by_id
    )
    later(jobs.dispatch)


def meeting_suggested(fact: PodMeetingSuggested) -> None:
    """Who shares the pod is asked which of the times fit."""
    _tell_pod("pod_meeting_asked", fact.meeting_id, fact.cohort_id, fact.by_id, rev=fact.rev)


def meeting_answered(fact: PodMeetingAnswered) -> None:
    """Who can fix one hears once of each, of the same times; who said it is asked no longer."""
    mine = Reminder.kind == "pod_meeting_asked", Reminder.person_id == fact.by_id
    notices.fulfil(*mine, Reminder.subject_kind == MEETING, Reminder.subject_id == fact.meeting_id)
    program, about = db.session.get_one(Program, fact.cohort_id), Ref(MEETING, fact.meeting_id)
    for to_id in fact.to:
        notices.tell("pod_meeting_answered", to_id, about, rev=fact.rev, program=program, by_id=fact.by_id)
    later(jobs.dispatch)


def meeting_fixed(fact: PodMeetingFixed) -> None:
    """All of it hear, who fixed it too: it stands in their calendars, and nobody is asked any more."""
    asked = Reminder.subject_kind == MEETING, Reminder.subject_id == fact.meeting_id
    notices.fulfil(Reminder.kind == "pod_meeting_asked", *asked)
    _tell_pod("pod_meeting_fixed", fact.meeting_id, fact.cohort_id, fact.by_id, rev=fact.rev, but_by=False)


def meeting_moved(fact: PodMeetingMoved) -> None:
    """All of it hear the new time of what was fixed, who moved it too; of other suggestions those who have
    something new to say.
    """
    _overtake(fact.meeting_id, "It was moved.")
    is_fixed = meeting_queries.by_id(fact.meeting_id).starts_at is not None
    kind = "pod_meeting_moved" if is_fixed else "pod_meeting_asked"
    people = meeting_queries.asked(fact.meeting_id, to_say=not is_fixed)
    _tell_pod(kind, fact.meeting_id, fact.cohort_id, fact.by_id, rev=fact.rev, people=people)


def meeting_cancelled(fact: PodMeetingCancelled | PodMeetingEnded) -> None:
    """The others hear; once it was fixed all do, for their calendars drop it."""
    _overtake(fact.meeting_id, "It was called off.")
    kind = "pod_meeting_off" if isinstance(fact, PodMeetingCancelled) else "pod_meeting_left"
    was_fixed = meeting_queries.by_id(fact.meeting_id).starts_at is not None
    _tell_pod(kind, fact.meeting_id, fact.cohort_id, fact.by_id, rev=fact.rev, but_by=not was_fixed)


def meeting_left(fact: PodMeetingLeft) -> None:
    """From the calendar of who is of the pod no more it goes; the others meet without them."""
    program, about = db.session.get_one(Program, fact.cohort_id), Ref(MEETING, fact.meeting_id)
    for id_ in fact.people:
        notices.tell("pod_meeting_left", id_, about, rev=fact.rev, program=program, by_id=id_)
    later(jobs.dispatch)


def meeting_joined(fact: PodMeetingJoined) -> None:
    """Who came is asked as the others were, or has it in their calendar."""
    meeting = meeting_queries.by_id(fact.meeting_id)
    kind = "pod_meeting_asked" if meeting.starts_at is None else "pod_meeting_fixed"
    by_id = meeting.by_id if meeting.starts_at is None else meeting.changed_by_id
    newcomer = meeting_queries.asked(fact.meeting_id, only=fact.person_id)
    _tell_pod(kind, fact.meeting_id, fact.cohort_id, by_id, rev=fact.rev, people=newcomer)


def _overtake(meeting_id: int, reason: str) -> None:
    """What was said of it before is not mailed any more, and waits in no inbox."""
    which = (
        Reminder.subject_kind == MEETING,
        Reminder.subject_id == meeting_id,
        Reminder.kind.not_in(MEETING_OFF),
    )
    notices.cancel(reason, *which)
    notices.settle(*which)


def _tell_pod(
    kind: str,
    meeting_id: int,
    cohort_id: int,
    by_id: int | None,
    *,
    rev: int,
    but_by: bool = True,
    people: Select[int] | None = None,
) -> None:
    program, meeting = db.session.get_one(Program, cohort_id), meeting_queries.by_id(meeting_id)
    people = meeting_queries.asked(meeting_id, but=by_id if but_by else None) if people is None else people
    due_at = meeting.starts_at if kind in MEETING_OFF else meeting.last
    over: dict[str, Any] = {"by_id": by_id, "due_at": due_at}
    over["expires_at"] = meeting.ends_at or meeting.last
    notices.tell_each(kind, Ref(MEETING, meeting_id), people, rev=rev, program=program, **over)
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
    PodJoined: [pod_joined],
    PodParted: [pod_parted],
    PodEnded: [pod_ended],
    PodNoteWritten: [note_written],
    PodMeetingSuggested: [meeting_suggested],
    PodMeetingAnswered: [meeting_answered],
    PodMeetingFixed: [meeting_fixed],
    PodMeetingMoved: [meeting_moved],
    PodMeetingCancelled: [meeting_cancelled],
    PodMeetingEnded: [meeting_cancelled],
    PodMeetingJoined: [meeting_joined],
    PodMeetingLeft: [meeting_left],
    FlagRaised: [flag_raised],
}
