"""Who hosts a program, speaks at it or does a part, or no longer does."""

from learnhub.calendars import queries as calendars
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders
from learnhub.notifications.sending import calendar_notices
from learnhub.programs import hearing, involved
from learnhub.programs import queries as programs
from learnhub.programs.events import (
    GavePartBack,
    HostAdded,
    ProgramPublished,
    RoleEnded,
    SeriesRoleEnded,
    SpeakerAdded,
    TookPart,
)
from learnhub.programs.models import Program, ProgramState


def published(fact: ProgramPublished) -> None:
    """Only who hosts or speaks is told, and the calendars of those who make it have it.

    Those of a series have its feed.
    """
    program = db.session.get_one(Program, fact.program_id)
    if program.series_id is None:
        told = hearing.of_publishing(program, fact.by_id)
        for person_id in db.session.scalars(involved.of_one(program.id)).all():
            if person_id in told:
                _tell(told[person_id], program, person_id)  # who published it need not have named them
            else:
                calendar_notices.hold(program, person_id)
        later(jobs.dispatch)


def host_added(fact: HostAdded) -> None:
    _told_of_role("host_added", fact)


def speaker_added(fact: SpeakerAdded) -> None:
    reminders.follow_start(fact.person_id, fact.program_id)
    _told_of_role("speaker_added", fact)


def _told_of_role(kind: str, fact: HostAdded | SpeakerAdded) -> None:
    """Whoever offered to do it knows it, unlike their calendar. Of a draft one hears when it is published."""
    program = db.session.get_one(Program, fact.program_id)
    if fact.person_id == fact.by_id:
        calendar_notices.hold(program, fact.person_id)
    elif not program.quiet and program.state is not ProgramState.DRAFT:
        _tell(kind, program, fact.person_id, fact.by_id)
    later(jobs.dispatch)


def _tell(kind: str, program: Program, person_id: int, by_id: int | None = None) -> None:
    subject, rev = Ref("program", program.id), calendars.role_rev(person_id, program.id)
    notices.tell(kind, person_id, subject, rev=rev, program=program, by_id=by_id)


def role_ended(fact: RoleEnded) -> None:
    _let_go(fact.person_id, fact.program_id)
    later(jobs.dispatch)


def series_role_ended(fact: SeriesRoleEnded) -> None:
    """One message for all dates; their calendar drops those that a mail brought into it."""
    for program_id in fact.program_ids:
        _let_go(fact.person_id, program_id)
    if fact.person_id != fact.by_id:
        act = int(clock.now().timestamp())  # who was added again may be taken off again
        series = Ref("series", fact.series_id)
        notices.tell("series_role_ended", fact.person_id, series, rev=act, by_id=fact.by_id)
    later(jobs.dispatch)


def _let_go(person_id: int, program_id: int) -> None:
    reminders.follow_start(person_id, program_id)
    calendar_notices.release("role_ended", db.session.get_one(Program, program_id), person_id)


def took_part(fact: TookPart) -> None:
    reminders.follow_start(fact.person_id, fact.program_id)
    calendar_notices.hold(db.session.get_one(Program, fact.program_id), fact.person_id)
    _tell_hosts("part_taken", fact)


def gave_part_back(fact: GavePartBack) -> None:
    part = Reminder.subject_kind == "part", Reminder.subject_id == fact.part_id
    told = Reminder.kind == "part_taken", Reminder.by_id == fact.person_id, *part
    notices.cancel("Given back.", *told)
    notices.settle(*told)
    _let_go(fact.person_id, fact.program_id)
    _tell_hosts("part_given_back", fact)


def _tell_hosts(kind: str, fact: TookPart | GavePartBack) -> None:
    """Tell those who run it, but who did it, once a minute at most."""
    program, minute = db.session.get_one(Program, fact.program_id), int(clock.now().timestamp() // 60)
    part, by_id = Ref("part", fact.part_id), fact.person_id
    for host in [] if program.quiet else programs.hosts_of(program):
        if host.id != by_id:
            notices.tell(kind, host.id, part, rev=minute, program=program, by_id=by_id)
    later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {
    ProgramPublished: [published],
    HostAdded: [host_added],
    SpeakerAdded: [speaker_added],
    RoleEnded: [role_ended],
    SeriesRoleEnded: [series_role_ended],
    TookPart: [took_part],
    GavePartBack: [gave_part_back],
}
