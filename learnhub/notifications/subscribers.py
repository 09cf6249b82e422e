"""What facts mean for messages. Everything here writes rows, in the transaction of what happened."""

from collections.abc import Callable, Sequence
from typing import Any

from learnhub.calendars import queries as calendars
from learnhub.calendars.events import PlaceChanged
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.demos.events import DemoReopened, DemoSubmitted
from learnhub.demos.models import Demo
from learnhub.notifications import jobs, queries, services
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import audiences, notices, reminders, rules, series_notices
from learnhub.notifications.planning.rules import DEBOUNCE
from learnhub.notifications.sending import invitations
from learnhub.people.events import InvitationMade, PersonCameBack, PersonLeft, SignInLinkAsked
from learnhub.people.models import OneTimeLink
from learnhub.programs import queries as programs
from learnhub.programs.events import (
    GavePartBack,
    HostAdded,
    ProgramCancelled,
    ProgramMoved,
    ProgramTakenBack,
    Promoted,
    SeriesChanged,
    SeriesFollowed,
    SeriesHostAdded,
    SignedUp,
    SpeakerAdded,
    TookPart,
    Waitlisted,
    Withdrew,
)
from learnhub.programs.models import Program, SignUp
from learnhub.talks.events import FeedbackAnswered, TopicScheduled
from learnhub.teams.events import TeamJoined, TeamLeft

LEFT_IT = ("removed", "withdrawn")
WAITED = ("waitlisted", "still_waiting")  # they end when a place comes


def link_asked(fact: SignInLinkAsked) -> None:
    _tell_of_link("signin_link", fact.link_id)


def invited(fact: InvitationMade) -> None:
    _tell_of_link("invitation", fact.link_id)


def left(fact: PersonLeft) -> None:
    notices.cancel(notices.LEFT, Reminder.person_id == fact.person_id)


def came_back(fact: PersonCameBack) -> None:
    reminders.revive(Reminder.person_id == fact.person_id, reasons=[notices.LEFT])


def signed_up(fact: SignedUp) -> None:
    _tell_of_place("signed_up", fact.signup_id, fact.person_id, fact.program_id, by_id=fact.by_id)


def waitlisted(fact: Waitlisted) -> None:
    _tell_of_place("waitlisted", fact.signup_id, fact.person_id, fact.program_id, by_id=fact.by_id)


def promoted(fact: Promoted) -> None:
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.program_id
    notices.fulfil(Reminder.kind.in_(WAITED), *mine)
    _tell_of_place("promoted", fact.signup_id, fact.person_id, fact.program_id)


def withdrew(fact: Withdrew) -> None:
    """Whoever withdrew knows it, unlike their calendar; whoever was removed is told."""
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.program_id
    notices.cancel(notices.WITHDREW, *mine)
    notices.settle(Reminder.rule != "", *mine)  # what asked; news stays new
    _follow_part(fact.person_id, fact.program_id)
    if fact.removed and fact.person_id != fact.by_id:
        _tell_of_place("removed", fact.signup_id, fact.person_id, fact.program_id)
    elif _stands(fact.person_id, fact.program_id):
        _tell_of_place("withdrawn", fact.signup_id, fact.person_id, fact.program_id)


def moved(fact: ProgramMoved) -> None:
    """Planned anew and in the inbox at once; mailed once, when the dates have rested for ten minutes."""
    program = db.session.get_one(Program, fact.program_id)
    if fact.alone:
        notices.overtake(program)
        notices.tell_everyone("moved", program, by_id=fact.by_id, wait=DEBOUNCE)
    reminders.replan(program, clock.now(), rules.every_rule())
    notices.settle_moved(program)
    _follow(program, fact.by_id)
    later(jobs.tick)


def place_changed(fact: PlaceChanged) -> None:
    """Like moved dates: in the inbox at once, mailed when it has rested."""
    program = db.session.get_one(Program, fact.program_id)
    if program.quiet or clock.now() >= program.ends_at:
        return
    if not fact.alone:
        _follow(program, fact.by_id)
        return
    notices.overtake(program, "place_changed")
    notices.tell_everyone("place_changed", program, by_id=fact.by_id, rev=fact.sequence, wait=DEBOUNCE)
    _follow(program, fact.by_id)
    later(jobs.tick)


def cancelled(fact: ProgramCancelled) -> None:
    kept = Reminder.kind.not_in(LEFT_IT)  # their calendars have not heard it yet
    notices.cancel("The program was cancelled.", Reminder.program_id == fact.program_id, kept)
    program = db.session.get_one(Program, fact.program_id)
    if fact.alone:
        notices.tell_everyone("cancelled", program, by_id=fact.by_id)
    _follow(program, fact.by_id)
    later(jobs.tick)


def series_changed(fact: SeriesChanged) -> None:
    """Who has to do with one of the dates is told of that one; with several, once of all of them."""
    series_notices.tell(fact)
    later(jobs.tick)


def taken_back(fact: ProgramTakenBack) -> None:
    services.forget(fact.program_id)


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


def host_added(fact: HostAdded) -> None:
    program = db.session.get_one(Program, fact.program_id)
    if fact.person_id != fact.by_id and not program.quiet:
        notices.tell("host_added", fact.person_id, Ref("program", program.id), program=program)
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


def speaker_added(fact: SpeakerAdded) -> None:
    program = db.session.get_one(Program, fact.program_id)
    if fact.person_id != fact.by_id and not program.quiet:
        subject = Ref("program", program.id)
        notices.tell("speaker_added", fact.person_id, subject, program=program, by_id=fact.by_id)
        later(jobs.dispatch)


def topic_scheduled(fact: TopicScheduled) -> None:
    """Those who asked for it and voted hear at once, before anybody else."""
    program = db.session.get_one(Program, fact.talk_id)
    notices.tell_everyone("topic_scheduled", program, by_id=fact.by_id)
    later(jobs.tick)


def answered(fact: FeedbackAnswered) -> None:
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.talk_id
    notices.fulfil(Reminder.kind == fact.asked, *mine)


def team_joined(fact: TeamJoined) -> None:
    program = db.session.get_one(Program, fact.hackathon_id)
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.hackathon_id
    notices.fulfil(Reminder.kind == "team_due", *mine)
    if not program.quiet:
        rev = queries.membership_id(fact.team_id, fact.person_id)
        notices.tell_team("team_joined", fact.team_id, by_id=fact.person_id, rev=rev, program=program)
        later(jobs.dispatch)


def team_left(fact: TeamLeft) -> None:
    """Whoever leaves a team that had handed in has something to do again."""
    reminders.revive(Reminder.person_id == fact.person_id, Reminder.program_id == fact.hackathon_id)


def demo_submitted(fact: DemoSubmitted) -> None:
    program, demo = db.session.get_one(Program, fact.hackathon_id), db.session.get_one(Demo, fact.demo_id)
    members = queries.members_of(fact.team_id)
    mine = Reminder.kind == "demo_due", Reminder.program_id == fact.hackathon_id
    theirs = Reminder.person_id.in_(members), *mine
    notices.fulfil(*theirs)
    if not program.quiet:
        rev = int((demo.submitted_at or clock.now()).timestamp())
        notices.tell_team("demo_submitted", fact.team_id, by_id=fact.person_id, rev=rev, program=program)
        later(jobs.dispatch)


def demo_reopened(fact: DemoReopened) -> None:
    members = queries.members_of(fact.team_id)
    reminders.revive(Reminder.person_id.in_(members), Reminder.program_id == fact.hackathon_id)


def _stands(person_id: int, program_id: int) -> bool:
    """Whether the program stands in the person's calendar, or may do so in a moment."""
    whose = person_id, program_id
    return invitations.stands(*whose) or invitations.is_going(*whose)


def _follow(program: Program, by_id: int) -> None:
    """Whoever changed it knows it, unlike their calendar."""
    if not program.quiet and _stands(by_id, program.id):
        rev = calendars.sequence(program.id)
        notices.tell("calendar_follows", by_id, Ref("program", program.id), rev=rev, program=program)


def _tell_of_link(kind: str, link_id: int) -> None:
    link = db.session.get_one(OneTimeLink, link_id)
    notices.tell(
        kind, link.person_id, Ref("link", link.id), expires_at=link.expires_at, by_id=link.invited_by_id
    )
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


SUBSCRIPTIONS: dict[type, Sequence[Callable[[Any], None]]] = {
    SignInLinkAsked: [link_asked],
    InvitationMade: [invited],
    PersonLeft: [left],
    PersonCameBack: [came_back],
    SignedUp: [signed_up],
    Waitlisted: [waitlisted],
    Promoted: [promoted],
    Withdrew: [withdrew],
    ProgramMoved: [moved],
    PlaceChanged: [place_changed],
    ProgramCancelled: [cancelled],
    SeriesChanged: [series_changed],
    ProgramTakenBack: [taken_back],
    SeriesFollowed: [series_followed],
    SeriesHostAdded: [series_host_added],
    HostAdded: [host_added],
    TookPart: [took_part],
    GavePartBack: [gave_part_back],
    SpeakerAdded: [speaker_added],
    TopicScheduled: [topic_scheduled],
    FeedbackAnswered: [answered],
    TeamJoined: [team_joined],
    TeamLeft: [team_left],
    DemoSubmitted: [demo_submitted],
    DemoReopened: [demo_reopened],
}
