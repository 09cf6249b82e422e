"""Who has completed a cohort: decided at each act, by its rule, and taken back with what it rested on."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from learnhub.cohorts import deadlines, queries
from learnhub.cohorts.deadlines import Progress
from learnhub.cohorts.events import CohortCompleted, CohortNotCompleted
from learnhub.cohorts.models import Cohort, CohortCompletion, CohortDate
from learnhub.core import clock, dates, events
from learnhub.core.db import db
from learnhub.courses import completions
from learnhub.courses import queries as courses
from learnhub.courses.completions import Said
from learnhub.people.models import Kind, Person
from learnhub.programs.models import SignUp, SignUpState

KEPT = ("key", "done", "of", "outline")
Was = dict[str, Any] | None  # a completion that was lost, for JSON


def settle(cohort: Cohort, person: Person, was: Was = None, *, by: Person | None = None) -> Was:
    """Note that the person has completed it, or no longer has; return what they lost by that. Needs the
    cohort's lock. `was`: what they lost before, which is given back as it was, its code too. `by`: who took
    back something.

    Where a newer outline asks for more, who had completed it before keeps that, as long as they have done
    enough of what it asked for then.
    """
    found = deadlines.progress(queries.counted(cohort, person.id), cohort.rule, clock.now())
    row = queries.completion(cohort, person.id)
    former = _former(cohort, person, was) if was and row is None else None
    if former is not None and _holds(cohort, former, found):
        _put_back(cohort, person, former)
        _count(cohort, former, found)
    elif row is None and found.completes(cohort.completes_at):
        _complete(cohort, person, found)
    elif row is not None and not _holds(cohort, row, found):
        return _take_back(cohort, person, row, by)
    elif row is not None:
        _count(cohort, row, found)
    return None


def by_one_more(cohort: Cohort, found: Progress, *, completed: bool) -> bool:
    """Whether the next thing that is done completes it. Pure."""
    return not completed and replace(found, done=found.done + 1).completes(cohort.completes_at)


def by_this(cohort: Cohort, person: Person, date: CohortDate) -> bool:
    """Whether ticking off that deadline completes it for the person."""
    row = queries.row_of(date, person.id)
    if not date.item.counts or (row is not None and (row.done_at or row.waived_at)):
        return False
    found = deadlines.progress(queries.counted(cohort, person.id), cohort.rule, clock.now())
    return by_one_more(cohort, found, completed=queries.completion(cohort, person.id) is not None)


def without_this(cohort: Cohort, person: Person, date: CohortDate) -> bool:
    """Whether taking back that deadline takes the completion with it."""
    row = queries.completion(cohort, person.id)
    if row is None or not date.item.counts:
        return False
    found = deadlines.progress(queries.counted(cohort, person.id), cohort.rule, clock.now())
    return goes_with_one(cohort, row, found)


def goes_with_one(cohort: Cohort, row: CohortCompletion, found: Progress) -> bool:
    """Whether the completion goes with any thing that is taken back. Pure."""
    return not _holds(cohort, row, replace(found, done=found.done - 1))


def count(cohort: Cohort) -> int:
    """Return how many have completed it by now."""
    return db.session.scalar(select(func.count()).where(CohortCompletion.cohort_id == cohort.id)) or 0


def finished(cohort: Cohort) -> set[int]:
    """Return the ids of those who have completed it."""
    wanted = select(CohortCompletion.person_id).where(CohortCompletion.cohort_id == cohort.id)
    return set(db.session.scalars(wanted))


def of_members(cohort: Cohort) -> Select[int, int | None]:
    """Select the ids of the people who are in it, by name, and of what each has who has completed it."""
    inside = SignUp.program_id == cohort.id, SignUp.state == SignUpState.IN, Person.left_at.is_(None)
    theirs = (CohortCompletion.cohort_id == cohort.id) & (CohortCompletion.person_id == Person.id)
    people = select(Person.id, CohortCompletion.id).join(SignUp, SignUp.person_id == Person.id).where(*inside)
    return people.outerjoin(CohortCompletion, theirs).order_by(Person.name, Person.id)


def _holds(cohort: Cohort, row: CohortCompletion, found: Progress) -> bool:
    """Whether enough is done; where it was given for an older outline, of what that asked for."""
    older = row.outline != cohort.course_version.number
    asked = (found, replace(found, of=row.of)) if older else (found,)
    return any(each.completes(cohort.completes_at) for each in asked)


def _count(cohort: Cohort, row: CohortCompletion, found: Progress) -> None:
    """Let the certificate say how much is done by now: of what its outline asked for then."""
    of = found.of if row.outline == cohort.course_version.number else row.of
    row.done, row.of = min(found.done, of), of
    db.session.flush()


def _complete(cohort: Cohort, person: Person, found: Progress) -> None:
    row = CohortCompletion(
        cohort_id=cohort.id, person_id=person.id, at=clock.now(), done=found.done, of=found.of
    )
    row.outline = cohort.course_version.number
    row.course_completion_id = _of_course(cohort, person)
    db.session.add(row)
    db.session.flush()
    events.publish(CohortCompleted(row.id, cohort.id, person.id))


def _of_course(cohort: Cohort, person: Person) -> int | None:
    """Complete the course with it, for who is of the organisation and has not said so before."""
    course = cohort.course_version.course
    refused = person.kind is Kind.GUEST or course.binned_at is not None
    if refused or courses.completion(person, course) is not None:
        return None
    today = dates.local_date(clock.now(), person.tz)
    before = courses.completion(person, course, removed=True)
    kept = (before.worth, before.skip) if before else ("", "")
    said = Said(today, proof=f"Completed with the cohort {cohort.title}.", worth=kept[0], skip=kept[1])
    return completions.complete(person, course, said).id


def _former(cohort: Cohort, person: Person, was: dict[str, Any]) -> CohortCompletion:
    """Return what was lost, not stored again yet."""
    row = CohortCompletion(cohort_id=cohort.id, person_id=person.id, at=datetime.fromisoformat(was["at"]))
    row.key, row.done, row.of, row.outline = (was[name] for name in KEPT)
    said = courses.completion(person, cohort.course_version.course, removed=True)
    row.course_completion_id = said.id if said and said.id == was["course_completion_id"] else None
    return row


def _put_back(cohort: Cohort, person: Person, row: CohortCompletion) -> None:
    db.session.add(row)
    db.session.flush()
    if row.course_completion_id is not None:
        completions.put_back(person, cohort.course_version.course)
    events.publish(CohortCompleted(row.id, cohort.id, person.id))


def _take_back(cohort: Cohort, person: Person, row: CohortCompletion, by: Person | None) -> dict[str, Any]:
    with_course = row.course_completion_id is not None
    was = {name: getattr(row, name) for name in (*KEPT, "course_completion_id")}
    was["at"] = row.at.isoformat()
    db.session.delete(row)
    db.session.flush()
    if with_course:
        completions.take_back(person, cohort.course_version.course)
    events.publish(CohortNotCompleted(cohort.id, person.id, by.id if by else None))
    return was
