"""What the gate needs to know of a message and of its recipient, read at the moment of sending."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, or_, select

from learnhub.cohorts import checkins, escalating
from learnhub.commitments import queries as commitments
from learnhub.core import clock, refs
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.demos import follow_up_queries as follow_ups
from learnhub.demos.models import Demo, DemoState
from learnhub.discussions import queries as discussions
from learnhub.hackathons.models import Window
from learnhub.help import queries as help_requests
from learnhub.library import queries as library
from learnhub.notifications.models import (
    Category,
    Channel,
    ChannelPreference,
    ContactPoint,
    Delivery,
    DeliveryState,
    Frequency,
    Mute,
    Reminder,
)
from learnhub.notifications.planning import audiences, decisions, dues
from learnhub.notifications.planning.dues import ASKED, DUE, OVERDUE
from learnhub.notifications.planning.times import Hours
from learnhub.notifications.policies import Recipient, Situation
from learnhub.notifications.sending import invitations
from learnhub.notifications.telling.kinds import CRITICAL, KINDS, Need
from learnhub.people import quiet
from learnhub.people.models import Person
from learnhub.people.queries import is_away
from learnhub.programs import attendance, offers
from learnhub.programs import queries as programs
from learnhub.programs.models import Host, Program, ProgramState, SignUp, SignUpState, Speaker
from learnhub.programs.series_models import SeriesFollower, SeriesHost
from learnhub.teams.models import Membership

ON_THE_WAY = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)
HELD: dict[Need, tuple[Any, Any]] = {  # who must still hold which role, and of what
    Need.HOST: (Host, Host.program_id),
    Need.SPEAKER: (Speaker, Speaker.program_id),
    Need.FOLLOWER: (SeriesFollower, SeriesFollower.series_id),
    Need.SERIES_HOST: (SeriesHost, SeriesHost.series_id),
}
STANDS = {
    Need.WAITING: SignUpState.WAITING,
    Need.DECLINED: SignUpState.DECLINED,
    Need.LAPSED: SignUpState.LAPSED,
    Need.RELEASED: SignUpState.RELEASED,
}
ASKED_ELSEWHERE: dict[Need, Callable[[int, int], bool]] = {  # of a person's id, and that of what it is about
    Need.READER: lambda person_id, subject_id: discussions.hears(subject_id, person_id),
    Need.OFFERED: offers.has_one,
    Need.KEEPER: lambda person_id, _subject_id: library.to_look_at(person_id, 1)[1] > 0,
    Need.DECIDES: follow_ups.decides,
    Need.POD_MATE: escalating.concerns,
    Need.LISTED: escalating.is_listed,
    Need.PARTNER: commitments.concerns,
    Need.READS: commitments.reads,
    Need.LEARNS: commitments.waits,
    Need.HOLDS: commitments.hears_of,
    Need.HELPER: help_requests.waits_for,
    Need.STUCK: help_requests.rests,
    Need.LEADS: lambda person_id, mail_id: _is_open_to(person_id, Ref("dashboard-mail", mail_id)),
}
IN_PROGRAM: dict[Need, Callable[[int, int], bool]] = {  # of a person's id, and that of the program
    Need.TAKES_PART: audiences.takes_part,
    Need.JUDGES: audiences.judges,
}
ENDED = (  # go out of what is cancelled
    *("cancelled", "removed", "withdrawn", "role_ended", "calendar_follows"),
    "announcement_dropped",
)


def _is_open_to(person_id: int, about: Ref) -> bool:
    """Whether what lies above here still shows it to the person."""
    return about in refs.cards([about], db.session.get(Person, person_id))


def hours(person: Person) -> Hours:
    """Return when mail may come to the person."""
    return Hours(person.zone, person.work_starts, person.work_ends, person.work_days, quiet.of(person))


NOBODY_YET = Hours("UTC", time(), time(), "")  # an address that has no person


def recipient(person: Person | None, now: datetime, *, server: bool, but: int | None = None) -> Recipient:
    """Return what of the person matters to any mail; `server` says whether mail can be sent at all.

    `but` is the reminder at hand: a first copy of it does not count against it.
    """
    if person is None:
        never = Frequency.NEVER
        return Recipient(True, False, NOBODY_YET, bounced=False, mails_today=0, digest=never, server=server)
    return Recipient(
        active=person.left_at is None,
        away=is_away(person, now),
        hours=hours(person),
        bounced=_bounced(person),
        mails_today=_mails_today(person, now, but),
        digest=_digest(person),
        server=server,
    )


def situation(reminder: Reminder, now: datetime) -> Situation:
    """Return what of one message matters."""
    kind = KINDS[reminder.kind]
    program = db.session.get(Program, reminder.program_id) if reminder.program_id else None
    chosen = _preferences(reminder)
    return Situation(
        kind=kind,
        fire_at=reminder.fire_at,
        due_at=reminder.due_at,
        expires_at=reminder.expires_at,
        open=_is_open(program, reminder.kind),
        current=not kind.dated or _revision(reminder, program) == reminder.due_rev,
        concerned=_concerned(reminder, kind.need),
        done=_done(reminder),
        muted=_muted(reminder, now),
        mail=chosen.get(Channel.EMAIL),
        inbox=chosen.get(Channel.IN_APP),
        chat=chosen.get(Channel.CHAT),
        calendar=invitations.situation(reminder),
    )


def channel_refusal(reminder: Reminder, now: datetime) -> str:
    """Return why nothing is said in the channel of its program; "" where it should be."""
    program = db.session.get(Program, reminder.program_id) if reminder.program_id else None
    if now >= reminder.expires_at:
        return "Its time had passed."
    if program is None or not (_is_open(program, reminder.kind) or reminder.kind == "chat_test"):
        return "The program is cancelled or no longer published."
    if KINDS[reminder.kind].dated and _revision(reminder, program) != reminder.due_rev:
        return "The date moved."
    return ""


def _bounced(person: Person) -> bool:
    return _exists(
        select(ContactPoint.id).where(
            ContactPoint.person_id == person.id,
            ContactPoint.channel == Channel.EMAIL,
            ContactPoint.address == person.email,
            ContactPoint.bounced_at.is_not(None),
        )
    )


def _digest(person: Person) -> Frequency:
    """Return how often the person wants a digest."""
    chosen = select(ChannelPreference.frequency).where(
        ChannelPreference.person_id == person.id,
        ChannelPreference.category == Category.DIGEST,
        ChannelPreference.channel == Channel.EMAIL,
    )
    return db.session.scalar(chosen) or Frequency.DAILY


def _mails_today(person: Person, now: datetime, but: int | None) -> int:
    """Count the mails of the person's day, without the digest, what is critical, and what calendars read."""
    midnight = instant(datetime.combine(now.astimezone(person.tz).date(), time()), person.tz)
    return (
        db.session.scalar(
            select(func.count(Delivery.id))
            .join(Delivery.reminder)
            .where(
                Delivery.person_id == person.id,
                Delivery.channel == Channel.EMAIL,
                Delivery.state.in_(ON_THE_WAY),
                Delivery.at >= midnight,
                Reminder.kind.not_in(CRITICAL),
                Delivery.calendar == "",
                Reminder.id != (but or 0),
            )
        )
        or 0
    )


def _preferences(reminder: Reminder) -> dict[Channel, Frequency]:
    rows = db.session.execute(
        select(ChannelPreference.channel, ChannelPreference.frequency).where(
            ChannelPreference.person_id == reminder.person_id,
            ChannelPreference.category == KINDS[reminder.kind].category,
        )
    )
    return {channel: frequency for channel, frequency in rows}


def _is_open(program: Program | None, kind: str) -> bool:
    if program is None or kind in ENDED:
        return True
    return program.state is ProgramState.PUBLISHED and (not program.quiet or kind in decisions.KINDS)


def _revision(reminder: Reminder, program: Program | None) -> int | None:
    if reminder.kind in decisions.KINDS:
        return decisions.revision(reminder)
    if reminder.rule:
        return dues.revision(reminder, program) if program else None
    if reminder.subject_kind == "window":
        return db.session.scalar(select(Window.due_rev).where(Window.id == reminder.subject_id))
    return program.due_rev if program else None


def _done(reminder: Reminder) -> bool:
    if reminder.kind in (*ASKED, DUE, OVERDUE):
        about = Ref(reminder.subject_kind, reminder.subject_id)
        still = audiences.people(reminder.kind, reminder.program_id or 0, about).subquery()
        return not _exists(select(still.c.person_id).where(still.c.person_id == reminder.person_id))
    return reminder.kind == "demo_due" and _demo_is_in(reminder)


def _concerned(reminder: Reminder, need: Need) -> bool:
    person, program = reminder.person_id, reminder.program_id
    if need in {Need.NOTHING, Need.DATES}:
        return True
    if need in ASKED_ELSEWHERE:
        return ASKED_ELSEWHERE[need](person or 0, reminder.subject_id)
    if need is Need.CHECKS_IN:
        week = date.fromordinal(reminder.due_rev)
        return checkins.is_due(reminder.subject_id, person or 0, week, clock.now())
    if need in HELD:
        role, of = HELD[need]
        about = of == (program or reminder.subject_id)
        return _exists(select(role.id).where(role.person_id == person, about))
    if need is Need.ATTENDED:
        there = SignUp.person_id == person, SignUp.program_id == program, attendance.was_there(program or 0)
        return _exists(select(SignUp.id).where(*there))
    if need in IN_PROGRAM:
        return IN_PROGRAM[need](person or 0, program or 0)
    if need is Need.MEMBER:
        return _exists(_membership(reminder).where(Membership.team_id == reminder.subject_id))
    if need in {Need.INVOLVED, Need.UNINVOLVED}:
        involved = programs.involved(program or 0).subquery()
        is_in = _exists(select(involved.c.person_id).where(involved.c.person_id == person))
        return is_in is (need is Need.INVOLVED)
    state = STANDS.get(need, SignUpState.IN)
    listed = _exists(
        select(SignUp.id).where(
            SignUp.person_id == person, SignUp.program_id == program, SignUp.state == state
        )
    )
    if need is Need.NO_PLACE:
        return not listed
    return listed and not (need is Need.TEAMLESS and _exists(_membership(reminder)))


def _membership(reminder: Reminder) -> Select[int]:
    return select(Membership.id).where(
        Membership.person_id == reminder.person_id,
        Membership.hackathon_id == reminder.program_id,
        Membership.left_at.is_(None),
    )


def _demo_is_in(reminder: Reminder) -> bool:
    return _exists(
        select(Demo.id)
        .join(Membership, Membership.team_id == Demo.team_id)
        .where(
            Membership.person_id == reminder.person_id,
            Membership.hackathon_id == reminder.program_id,
            Membership.left_at.is_(None),
            Demo.state == DemoState.SUBMITTED,
        )
    )


def _muted(reminder: Reminder, now: datetime) -> bool:
    return _exists(
        select(Mute.id).where(
            Mute.person_id == reminder.person_id,
            Mute.program_id == reminder.program_id,
            or_(Mute.until.is_(None), Mute.until > now),
        )
    )


def _exists(query: Select[int]) -> bool:
    return db.session.execute(query.limit(1)).first() is not None
