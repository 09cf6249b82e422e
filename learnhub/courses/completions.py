"""Who completed a course: said by themselves, with what it was worth. Only the review is for others."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line, web_address
from learnhub.courses import policies, queries
from learnhub.courses.events import CompletionTakenBack, CourseCompleted
from learnhub.courses.models import Completion, Course
from learnhub.library import url_keys
from learnhub.people.models import Kind, Person
from learnhub.search import services as search

TEXT, MOST_HOURS = 1000, 10_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a course that they completed. `worth` and `skip` are read by everyone."""

    finished_on: date
    proof_url: str = ""
    proof: str = ""
    hours: int | None = None
    worth: str = ""
    skip: str = ""


def complete(actor: Person, course: Course, said: Said) -> Completion:
    """Say that the actor completed the course, or say it anew. It counts as one act, however often.

    Raises Invalid for a day to come, an address that is none, and too many hours.
    """
    is_guest, is_binned = actor.kind is Kind.GUEST, course.binned_at is not None
    require(policies.may_complete(is_guest=is_guest, is_binned=is_binned))
    address = _checked(actor, said)
    row = queries.completion(actor, course, removed=True)
    if row is None:
        row = Completion(person_id=actor.id, course_id=course.id, at=clock.now())
    row.removed_at, row.finished_on, row.hours = None, said.finished_on, said.hours
    row.proof_url, row.proof = address or None, many_lines(said.proof)[:TEXT]
    row.worth, row.skip = many_lines(said.worth)[:TEXT], many_lines(said.skip)[:TEXT]
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Conflict("You said so already, in another window.") from error
    events.publish(CourseCompleted(row.id, course.id, actor.id))
    search.changed(Ref("course", course.id))
    return row


def _checked(actor: Person, said: Said) -> str:
    today = clock.now().astimezone(actor.tz).date()
    if said.finished_on > today:
        raise Invalid("That day is still to come.", field="finished_on")
    if said.finished_on < today - timedelta(days=365 * 40):
        raise Invalid("Use a day of the last forty years.", field="finished_on")
    if said.hours is not None and not 0 <= said.hours <= MOST_HOURS:
        raise Invalid(f"Use a number of hours up to {MOST_HOURS:,}.", field="hours")
    address = web_address(one_line(said.proof_url)) if said.proof_url.strip() else ""
    if address and not url_keys.is_address(address):
        raise Invalid("Use the address of a page, as in https://example.org/page.", field="proof_url")
    return address


def take_back(actor: Person, course: Course) -> None:
    """Say that it was not so; what was written is kept, should they say so again."""
    row = queries.completion(actor, course)
    if row is None:
        return
    row.removed_at = clock.now()
    db.session.flush()
    events.publish(CompletionTakenBack(row.id, course.id, actor.id))
    search.changed(Ref("course", course.id))


def put_back(actor: Person, course: Course) -> None:
    """Undo taking it back."""
    row = queries.completion(actor, course, removed=True)
    if row is None or row.removed_at is None:
        return
    row.removed_at = None
    db.session.flush()
    events.publish(CourseCompleted(row.id, course.id, actor.id))
    search.changed(Ref("course", course.id))
