"""Who has a place, a part or a hand in a program."""

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import audiences, notices, promotions, reminders, rules
from learnhub.notifications.sending import invitations
from learnhub.programs import queries as programs
from learnhub.programs.events import (
    GavePartBack,
    HostAdded,
    Promoted,
    SeriesFollowed,
    SeriesHostAdded,
    SignedUp,
    SpeakerAdded,
    TookPart,
    Waitlisted,
    Withdrew,
)
from learnhub.programs.models import Program, SignUp

LEFT_IT = ("removed", "withdrawn")


def signed_up(fact: SignedUp) -> None:
    _tell_of_place("signed_up", fact.signup_id, fact.person_id, fact.program_id, by_id=fact.by_id)


def waitlisted(fact: Waitlisted) -> None:
    _tell_of_place("waitlisted", fact.signup_id, fact.person_id, fact.program_id, by_id=fact.by_id)


def promoted(fact: Promoted) -> None:
    promotions.tell(fact)
    later(jobs.dispatch)


def withdrew(fact: Withdrew) -> None:
    """Whoever withdrew knows it, unlike their calendar; whoever was removed is told."""
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.program_id
    notices.cancel(notices.WITHDREW, *mine)
    notices.settle(Reminder.rule != "", *mine)  # what asked; news stays new
    _follow_part(fact.person_id, fact.program_id)
    if fact.removed and fact.person_id != fact.by_id:
        _tell_of_place("removed", fact.signup_id, fact.person_id, fact.program_id)
    elif invitations.stands_soon(fact.person_id, fact.program_id):
        _tell_of_place("withdrawn", fact.signup_id, fact.person_id, fact.program_id)


def took_part(fact: TookPart) -> None:
    _follow_part(fact.person_id, fact.program_id)
    _tell_hosts("part_taken", fact)


def gave_part_back(fact: GavePartBack) -> None:
    part = Reminder.subject_kind == "part", Reminder.subject_id == fact.part_id
    told = Reminder.kind == "part_taken", Reminder.by_id == fact.person_id, *part
    notices.cancel("Given back.", *told)
    notices.settle(*told)
    _follow_part(fact.person_id, fact.program_id)
    _tell_hosts("part_given_back", fact)


def host_added(fact: HostAdded) -> None:
    program = db.session.get_one(Program, fact.program_id)
    if fact.person_id != fact.by_id and not program.quiet:
        notices.tell("host_added", fact.person_id, Ref("program", program.id), program=program)
        later(jobs.dispatch)


def speaker_added(fact: SpeakerAdded) -> None:
    program = db.session.get_one(Program, fact.program_id)
    if fact.person_id != fact.by_id and not program.quiet:
        subject = Ref("program", program.id)
        notices.tell("speaker_added", fact.person_id, subject, program=program, by_id=fact.by_id)
        later(jobs.dispatch)


def series_followed(fact: SeriesFollowed) -> None:
    """One message for all dates, in the inbox and the day's digest; each place says nothing by itself."""
    notices.tell("series_followed", fact.person_id, Ref("series", fact.series_id), rev=fact.follower_id)
    later(jobs.dispatch)


def series_host_added(fact: SeriesHostAdded) -> None:
    if fact.person_id != fact.by_id:
        series = Ref("series", fact.series_id)
        notices.tell("series_host_added", fact.person_id, series, by_id=fact.by_id)
        later(jobs.dispatch)


def _follow_part(person_id: int, program_id: int) -> None:
    """They are reminded of the start while they have a place or a part."""
    mine = Reminder.person_id == person_id, Reminder.program_id == program_id
    starts = Reminder.kind.in_(rules.STARTS), *mine
    if audiences.takes_part(person_id, program_id):
        reminders.revive(*starts)
    else:
        notices.cancel(notices.WITHDREW, *starts)


def _tell_hosts(kind: str, fact: TookPart | GavePartBack) -> None:
    """Tell those who run it, but who did it, once a minute at most."""
    program, minute = db.session.get_one(Program, fact.program_id), int(clock.now().timestamp() // 60)
    part, by_id = Ref("part", fact.part_id), fact.person_id
    for host in [] if program.quiet else programs.hosts_of(program):
        if host.id != by_id:
            notices.tell(kind, host.id, part, rev=minute, program=program, by_id=by_id)
    later(jobs.dispatch)


def _tell_of_place(
    kind: str, signup_id: int, person_id: int, program_id: int, *, by_id: int | None = None
) -> None:
    program = db.session.get_one(Program, program_id)
    if program.quiet:
        return
    rev = db.session.get_one(SignUp, signup_id).rev
    notices.tell(kind, person_id, Ref("program", program_id), rev=rev, program=program, by_id=by_id)
    if kind not in LEFT_IT:
        reminders.revive(Reminder.person_id == person_id, Reminder.program_id == program_id)
    later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {
    SignedUp: [signed_up],
    Waitlisted: [waitlisted],
    Promoted: [promoted],
    Withdrew: [withdrew],
    SeriesFollowed: [series_followed],
    SeriesHostAdded: [series_host_added],
    HostAdded: [host_added],
    TookPart: [took_part],
    GavePartBack: [gave_part_back],
    SpeakerAdded: [speaker_added],
}
