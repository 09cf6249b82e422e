"""A time to meet one's pod: suggested, answered, fixed and cancelled. No calendar of anybody is shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from learnhub.cohorts import meeting_rules, pod_notes, policies
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.events import (
    PodMeetingAnswered,
    PodMeetingCancelled,
    PodMeetingFixed,
    PodMeetingSuggested,
)
from learnhub.cohorts.meeting_models import MeetingState, PodMeeting, PodMeetingPerson
from learnhub.cohorts.meeting_rules import AHEAD, MOST, Mate
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import require
from learnhub.core.text import one_line, web_address
from learnhub.core.walltime import instant
from learnhub.people import quiet
from learnhub.people.hours import Block
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState

SHORTEST, LONGEST, USUAL = 10, 240, 30  # minutes
LATELY = 5  # so many of one's last are looked at for one that stands


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is suggested: wall times of who suggests, and what one can leave open."""

    times: Sequence[datetime]
    minutes: int = USUAL
    place: str = ""
    call_url: str = ""


def suggest(actor: Person, cohort: Cohort, wanted: Wanted) -> PodMeeting:
    """Ask the actor's pod which of up to three times fit.

    Raises Forbidden without a pod, where the cohort is over, or one stands already; Invalid for times that
    are over or too far off.
    """
    now = clock.now()
    programs.lock(cohort)
    mates = pod_notes.mates(cohort, actor)
    held = current(cohort, actor) is not None
    over = now >= cohort.ends_at
    require(policies.may_suggest(has_pod=bool(mates), state=cohort.state, is_over=over, stands=held))
    moments = sorted({instant(each, actor.tz) for each in wanted.times})
    if not 0 < len(moments) <= MOST:
        raise Invalid("Suggest one to three times.", "one")
    if not all(now < each <= now + AHEAD for each in moments):
        raise Invalid("Suggest times to come, within four weeks.", "one")
    made = PodMeeting(cohort_id=cohort.id, by_id=actor.id, at=now, changed_at=now, minutes=wanted.minutes)
    made.times, made.place = [each.isoformat() for each in moments], one_line(wanted.place)[:200]
    made.call_url = web_address(one_line(wanted.call_url)) if wanted.call_url.strip() else ""
    asked = [PodMeetingPerson(person_id=each.id) for each in mates]
    made.people = [PodMeetingPerson(person_id=actor.id, fits=[*range(len(moments))]), *asked]
    db.session.add(made)
    db.session.flush()
    events.publish(PodMeetingSuggested(made.id, cohort.id, actor.id))
    return made


def answer(actor: Person, meeting: PodMeeting, places: Sequence[int]) -> None:
    """Say which of the times fit the actor, none of them where `places` is empty; said again it is changed.

    Raises Forbidden once one was fixed or it was cancelled.
    """
    _hold(meeting)
    require(policies.may_say_what_fits(is_by=meeting.by_id == actor.id, state=meeting.state))
    mine = next(each for each in meeting.people if each.person_id == actor.id)
    mine.fits = sorted({place for place in places if 0 <= place < len(meeting.times)})
    db.session.flush()
    events.publish(PodMeetingAnswered(meeting.id, meeting.cohort_id, actor.id, meeting.by_id))


def fix(actor: Person, meeting: PodMeeting, place: int) -> None:
    """Fix one of the times. Raises Forbidden for who did not suggest it, Invalid for a time that is over."""
    _hold(meeting)
    require(policies.may_fix(is_by=meeting.by_id == actor.id, state=meeting.state))
    if not 0 <= place < len(meeting.times) or meeting.moments[place] <= clock.now():
        raise Invalid("That time is over. Suggest others.")
    meeting.state, meeting.starts_at = MeetingState.FIXED, meeting.moments[place]
    _change(meeting)
    events.publish(PodMeetingFixed(meeting.id, meeting.cohort_id, actor.id, meeting.rev))


def cancel(actor: Person, meeting: PodMeeting) -> None:
    """Call it off: suggested or fixed. Raises Forbidden for who did not suggest it."""
    _hold(meeting)
    require(policies.may_cancel_meeting(is_by=meeting.by_id == actor.id, state=meeting.state))
    meeting.state = MeetingState.CANCELLED
    _change(meeting)
    events.publish(PodMeetingCancelled(meeting.id, meeting.cohort_id, actor.id, meeting.rev))


def _hold(meeting: PodMeeting) -> None:
    programs.lock(meeting.cohort)
    db.session.refresh(meeting)


def _change(meeting: PodMeeting) -> None:
    meeting.rev, meeting.changed_at = meeting.rev + 1, clock.now()
    db.session.flush()


def current(cohort: Cohort, person: Person) -> PodMeeting | None:
    """Return what the person's pod is asked about, or has fixed, and that is not over."""
    found = db.session.scalars(
        _of(person)
        .where(PodMeeting.cohort_id == cohort.id, PodMeeting.state != MeetingState.CANCELLED)
        .order_by(PodMeeting.id.desc())
        .limit(LATELY)
    ).all()
    now = clock.now()
    return next((each for each in found if stands(each, now)), None)


def stands(meeting: PodMeeting, now: datetime) -> bool:
    """Whether it is not over: what may be chosen still, or is fixed."""
    return (meeting.ends_at or meeting.last) > now


def named(cohort: Cohort, person: Person, key: str) -> PodMeeting:
    """Return it for who was asked or asks. Raises NotFound for everybody else."""
    wanted = _of(person).where(PodMeeting.cohort_id == cohort.id, PodMeeting.key == key)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _of(person: Person) -> Select[PodMeeting]:
    mine = select(PodMeetingPerson.meeting_id).where(PodMeetingPerson.person_id == person.id)
    people = selectinload(PodMeeting.people).joinedload(PodMeetingPerson.person)
    return (
        select(PodMeeting)
        .where(PodMeeting.id.in_(mine))
        .options(people, joinedload(PodMeeting.cohort))
        .execution_options(populate_existing=True)
    )


def by_id(meeting_id: int) -> PodMeeting:
    """Return the meeting with that id, with its cohort."""
    wanted = select(PodMeeting).where(PodMeeting.id == meeting_id).options(joinedload(PodMeeting.cohort))
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def asked(meeting_id: int, *, but: int | None = None) -> Select[int]:
    """Select the ids of those of the meeting, without one."""
    wanted = select(PodMeetingPerson.person_id).where(PodMeetingPerson.meeting_id == meeting_id)
    return wanted.where(PodMeetingPerson.person_id != but) if but is not None else wanted


def coming(people: Collection[int], ids: Collection[int]) -> set[tuple[int, int]]:
    """Return who of these people comes to which of these meetings, as pairs: fixed ones of cohorts that take
    place, and who is in them still.
    """
    of = PodMeetingPerson
    signed = (SignUp.program_id == PodMeeting.cohort_id) & (SignUp.person_id == of.person_id)
    rows = db.session.execute(
        select(of.person_id, of.meeting_id)
        .join(PodMeeting, PodMeeting.id == of.meeting_id)
        .join(Program, Program.id == PodMeeting.cohort_id)
        .join(SignUp, signed)
        .where(of.person_id.in_(people), of.meeting_id.in_(ids), SignUp.state == SignUpState.IN)
        .where(PodMeeting.state == MeetingState.FIXED, Program.state == ProgramState.PUBLISHED)
    )
    return {(person_id, meeting_id) for person_id, meeting_id in rows}


def fixed_for(person: Person, since: datetime, until: datetime) -> Sequence[PodMeeting]:
    """Return the fixed meetings of the person, who is in it still, that begin between these moments."""
    mine = (SignUp.program_id == Cohort.id) & (SignUp.person_id == person.id)
    return db.session.scalars(
        select(PodMeeting)
        .join(PodMeeting.cohort)
        .join(SignUp, mine)
        .join(PodMeetingPerson, PodMeetingPerson.meeting_id == PodMeeting.id)
        .options(contains_eager(PodMeeting.cohort))
        .where(PodMeetingPerson.person_id == person.id, SignUp.state == SignUpState.IN)
        .where(PodMeeting.state == MeetingState.FIXED, Cohort.state == ProgramState.PUBLISHED)
        .where(PodMeeting.starts_at >= since, PodMeeting.starts_at < until)
        .order_by(PodMeeting.starts_at, PodMeeting.id)
    ).all()


def proposals(person: Person, cohort: Cohort, minutes: int = USUAL) -> list[datetime]:
    """Return up to three times that fit the whole pod; fewer, or none, where they share no hour."""
    people = [person, *pod_notes.mates(cohort, person)]
    ids, now = [each.id for each in people], clock.now()
    rests, taken = quiet.of_each(ids), _taken(ids, now)
    mates = [Mate(each, [*rests.get(each.id, ()), *taken]) for each in people]
    return meeting_rules.proposals(mates, minutes, dates.local_date(now, person.tz), person.tz)


def _taken(ids: Sequence[int], now: datetime) -> list[Block]:
    """Return from when to when one of these people is in a session, a talk or a hackathon."""
    until = now + timedelta(days=meeting_rules.LOOK + 2)
    inside = (
        SignUp.person_id.in_(ids),
        SignUp.state == SignUpState.IN,
        Program.state == ProgramState.PUBLISHED,
    )
    sessions = (
        select(CohortDate.at, CohortDate.ends_at)
        .join(SignUp, SignUp.program_id == CohortDate.cohort_id)
        .join(Program, Program.id == SignUp.program_id)
        .where(CohortDate.step == Step.SESSION, CohortDate.at < until, CohortDate.ends_at > now, *inside)
    )
    others = (
        select(Program.starts_at, Program.ends_at)
        .join(SignUp, SignUp.program_id == Program.id)
        .where(Program.kind != "cohort", Program.starts_at < until, Program.ends_at > now, *inside)
    )
    rows: Sequence[Any] = db.session.execute(union_all(sessions, others)).all()
    return [Block(starts, ends) for starts, ends in rows]
