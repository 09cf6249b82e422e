"""A few words to a pod-mate: one note a day, which stands with the reader's pod for two weeks. No chat.

Org leaders write so to who facilitates, and have their answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from learnhub.cohorts import pods, policies
from learnhub.cohorts.check_in_models import TEXT
from learnhub.cohorts.events import PodNoteWritten
from learnhub.cohorts.meeting_models import PodMeeting, PodMeetingPerson
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import PodNote
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.policy import Verdict, require
from learnhub.core.text import many_lines
from learnhub.people.models import Person, Role
from learnhub.programs import queries

SHOWN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody of one's pod wrote to one; `back` is whether they are of it still."""

    by: Person
    text: str
    at: datetime
    back: bool


def mates(cohort: Cohort, person: Person) -> Sequence[Person]:
    """Return who shares a pod with the person there, by name."""
    ids = pods.mates(cohort.id, person.id)
    wanted = select(Person).where(Person.id.in_(ids), Person.left_at.is_(None))
    return db.session.scalars(wanted.order_by(Person.name, Person.id)).all()


@dataclass(frozen=True, slots=True)
class Around:
    """A person's pod: who is of it, notes to them, whom they wrote to today, and when it meets.

    `meeting` is the last, also where it was cancelled; `fits` is by person what each said of its times, and
    `asked` are those who have still to say of some.
    """

    mates: Sequence[Person]
    notes: Sequence[Received]
    written: set[int]
    meeting: PodMeeting | None
    fits: dict[int, list[Any] | None]
    asked: set[int]


def around(cohort: Cohort, person: Person, now: datetime) -> Around:
    """Return the person's pod-mates there by name, and the notes of the last two weeks to them, the latest
    first; those of who is of the pod no longer too. One statement.
    """
    is_mate = and_(Person.id.in_(pods.mates(cohort.id, person.id)), Person.left_at.is_(None))
    to_me = PodNote.cohort_id == cohort.id, PodNote.to_id == person.id, PodNote.text != ""
    sent, theirs, own = aliased(PodNote), aliased(PodMeetingPerson), aliased(PodMeetingPerson)
    mine = sent.cohort_id == cohort.id, sent.by_id == person.id, sent.day == _day(person)
    last = _last_meeting(cohort, person)
    rows: Sequence[Any] = db.session.execute(
        select(Person, is_mate, PodNote, sent.id, PodMeeting, theirs, own)
        .outerjoin(PodNote, and_(PodNote.by_id == Person.id, *to_me, PodNote.at > now - SHOWN))
        .outerjoin(sent, and_(sent.to_id == Person.id, *mine))
        .outerjoin(PodMeeting, PodMeeting.id == last)
        .outerjoin(theirs, and_(theirs.meeting_id == PodMeeting.id, theirs.person_id == Person.id))
        .outerjoin(own, and_(own.meeting_id == PodMeeting.id, own.person_id == person.id))
        .where(or_(is_mate, PodNote.id.is_not(None)))
        .order_by(Person.name, Person.id, PodNote.id)
        .execution_options(populate_existing=True)
    ).all()
    notes = [Received(by, note.text, note.at, bool(back)) for by, back, note, *_ in rows if note is not None]
    said = [each for *_, one, other in rows for each in (one, other) if each is not None]
    return Around(
        [*dict.fromkeys(each for each, back, *_ in rows if back)],
        sorted(notes, key=lambda each: each.at, reverse=True),
        {each.id for each, _, _, today, *_ in rows if today is not None},
        next((each for *_, each, _, _ in rows), None),
        {each.person_id: each.fits for each in said},
        {each.person_id for each in said if each.is_asked},
    )


def _last_meeting(cohort: Cohort, person: Person) -> ScalarSelect[int]:
    of = PodMeetingPerson.meeting_id == PodMeeting.id, PodMeetingPerson.person_id == person.id
    last = select(func.max(PodMeeting.id)).join(PodMeetingPerson, and_(*of))
    return last.where(PodMeeting.cohort_id == cohort.id).correlate(None).scalar_subquery()


def written_today(cohort: Cohort, person: Person) -> set[int]:
    """Return the ids of those there to whom the person wrote today, by their own day."""
    mine = PodNote.cohort_id == cohort.id, PodNote.by_id == person.id, PodNote.day == _day(person)
    return set(db.session.scalars(select(PodNote.to_id).where(*mine)))


def last_written(cohort: Cohort, person: Person) -> dict[int, datetime]:
    """Return when the person wrote last to each to whom they wrote there, by id."""
    latest = select(PodNote.to_id, func.max(PodNote.at)).group_by(PodNote.to_id)
    rows = db.session.execute(latest.where(PodNote.cohort_id == cohort.id, PodNote.by_id == person.id))
    return {to: at for to, at in rows}


def may_write(cohort: Cohort, now: datetime) -> Verdict:
    """Return whether notes may be written there still."""
    return policies.may_write_note(state=cohort.state, is_over=now >= cohort.ends_at)


def addressee(cohort: Cohort, person: Person, key: str) -> tuple[Person, bool]:
    """Return to whom with that key the person may write there, and whether they share a pod: else who
    facilitates, of an org leader; or an org leader, of a facilitator to whom they wrote. Raises NotFound.
    """
    for each in mates(cohort, person):
        if each.key == key:
            return each, True
    hosts = queries.hosts_of(cohort)
    wrote = select(PodNote.by_id).where(PodNote.cohort_id == cohort.id, PodNote.to_id == person.id)
    asked = select(Person).where(Person.id.in_(wrote)) if person in hosts else None
    others = (
        db.session.scalars(asked).all() if asked is not None else hosts if person.has(Role.LEADER) else ()
    )
    for each in others:
        if each.key == key and each != person and each.left_at is None:
            return each, False
    raise NotFound


def of_today(actor: Person, cohort: Cohort, to: Person) -> PodNote | None:
    """Return what the actor wrote to that person today, by the actor's own day."""
    day = _day(actor)
    ours = PodNote.cohort_id == cohort.id, PodNote.by_id == actor.id, PodNote.to_id == to.id
    return db.session.scalar(select(PodNote).where(*ours, PodNote.day == day))


def write(actor: Person, cohort: Cohort, key: str, text: str) -> PodNote:
    """Write to an addressee of the actor's.

    Raises NotFound for who is none, Forbidden where the cohort was cancelled or is over, Invalid for no
    words and for a second note of one day.
    """
    (to, of_pod), said, now = addressee(cohort, actor, key), many_lines(text), clock.now()
    require(may_write(cohort, now), yours={"Your note": said} if said else None)
    if not said:
        raise Invalid("Write a few words.", "text")
    note = PodNote(
        cohort_id=cohort.id, by_id=actor.id, to_id=to.id, day=_day(actor), text=said[:TEXT], at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(note)
    except IntegrityError as error:
        raise Invalid(f"{to.name} has a note of yours from today. Write again tomorrow.", "text") from error
    events.publish(PodNoteWritten(note.id, cohort.id, actor.id, to.id, of_pod))
    return note


def _day(actor: Person) -> date:
    return dates.local_date(clock.now(), actor.tz)
