"""When pods meet, read: for who is asked, for their calendars, for messages."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from learnhub.cohorts.meeting_models import MeetingState, PodMeeting, PodMeetingPerson
from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState

LATELY = 5  # so many of one's last are looked at for one that stands


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


def standing_of(cohort_id: int, people: Collection[int], now: datetime) -> list[PodMeeting]:
    """Return what pods of any of these people are asked about there, or have fixed, and that is not over."""
    theirs = select(PodMeetingPerson.meeting_id).where(PodMeetingPerson.person_id.in_(people))
    found = db.session.scalars(
        select(PodMeeting)
        .where(PodMeeting.cohort_id == cohort_id, PodMeeting.state != MeetingState.CANCELLED)
        .where(PodMeeting.id.in_(theirs))
        .options(selectinload(PodMeeting.people))
        .order_by(PodMeeting.id)
        .execution_options(populate_existing=True)
    )
    return [each for each in found if stands(each, now)]


def by_id(meeting_id: int) -> PodMeeting:
    """Return the meeting with that id, with its cohort."""
    wanted = select(PodMeeting).where(PodMeeting.id == meeting_id).options(joinedload(PodMeeting.cohort))
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def asked(
    meeting_id: int, *, but: int | None = None, only: int | None = None, to_say: bool = False
) -> Select[int]:
    """Select the ids of those of the meeting, without one, or of one alone; with `to_say` of those alone who
    have still to say of some of its times.
    """
    wanted = select(PodMeetingPerson.person_id).where(PodMeetingPerson.meeting_id == meeting_id)
    wanted = wanted if only is None else wanted.where(PodMeetingPerson.person_id == only)
    wanted = wanted.where(PodMeetingPerson.is_asked.is_(True)) if to_say else wanted
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
