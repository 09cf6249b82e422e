"""A few words to a pod-mate: one a day, which stand in their inbox and go by mail as they chose. No chat."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learnhub.cohorts import pods
from learnhub.cohorts.events import PodNoteWritten
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import TEXT, PodNote
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.text import many_lines
from learnhub.people.models import Person


def mates(cohort: Cohort, person: Person) -> Sequence[Person]:
    """Return who shares a pod with the person there, by name."""
    ids = pods.mates(cohort.id, person.id)
    wanted = select(Person).where(Person.id.in_(ids), Person.left_at.is_(None))
    return db.session.scalars(wanted.order_by(Person.name, Person.id)).all()


def mate(cohort: Cohort, person: Person, key: str) -> Person:
    """Return who shares a pod with the person, by their key. Raises NotFound."""
    found = next((each for each in mates(cohort, person) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def write(actor: Person, cohort: Cohort, key: str, text: str) -> PodNote:
    """Write to somebody of the actor's pod.

    Raises NotFound for who is not of it, Invalid for no words, Conflict for a second note of one day.
    """
    to, said, now = mate(cohort, actor, key), many_lines(text), clock.now()
    if not said:
        raise Invalid("Write a few words.", "text")
    day = dates.local_date(now, actor.tz)
    note = PodNote(cohort_id=cohort.id, by_id=actor.id, to_id=to.id, day=day, text=said[:TEXT], at=now)
    try:
        with db.session.begin_nested():
            db.session.add(note)
    except IntegrityError as error:
        raise Conflict(f"{to.name} has a note of yours from today. Write again tomorrow.") from error
    events.publish(PodNoteWritten(note.id, cohort.id, actor.id, to.id))
    return note
