"""Every SELECT about cohorts. Each takes who asks, or a cohort that was found for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import NOTHING, Mine, effective
from learnhub.cohorts.models import Change, Cohort, CohortCompletion, CohortDate, Progress
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.courses.models import Course, CourseVersion, ItemKind, OutlineItem
from learnhub.people.models import Kind, Person
from learnhub.programs import queries as programs
from learnhub.programs.models import ProgramState, SignUp, SignUpState
from learnhub.programs.queries import Standing

COURSE = joinedload(Cohort.course_version).joinedload(CourseVersion.course)
ITEM = joinedload(Change.date).joinedload(CohortDate.item)
SHOWN = 50
MOST = 1000  # dates of one person's cohorts


def find(person: Person, key: str) -> tuple[Cohort, Standing]:
    """Return the cohort and what the person is to it. Raises NotFound for what they may not know of."""
    return programs.find(person, key, Cohort, COURSE)


def hosted(person: Person, key: str) -> tuple[Cohort, Standing]:
    """Return a cohort that the person runs. Raises as `find` does, Forbidden for those who know of it."""
    return programs.hosted(person, key, Cohort, COURSE)


def dates(cohort: Cohort) -> Sequence[CohortDate]:
    """Return its dates in the order of the outline, each with its line of it and the title of its part."""
    part = aliased(OutlineItem)
    rows = db.session.execute(
        select(CohortDate, part.title)
        .join(CohortDate.item)
        .outerjoin(part, part.id == OutlineItem.part_id)
        .options(contains_eager(CohortDate.item))
        .where(CohortDate.cohort_id == cohort.id)
        .order_by(OutlineItem.position, CohortDate.id)
        .execution_options(populate_existing=True)
    )
    found = []
    for row, title in rows:
        row.part = title or (row.item.title if row.item.kind is ItemKind.PART else "")
        found.append(row)
    return found


def date_of(cohort: Cohort, key: str, step: Step = Step.DEADLINE) -> CohortDate:
    """Return a deadline of the cohort, or a session that is held. Raises NotFound."""
    found = db.session.scalar(
        select(CohortDate)
        .join(CohortDate.item)
        .options(contains_eager(CohortDate.item))
        .where(CohortDate.cohort_id == cohort.id, CohortDate.key == key, CohortDate.step == step)
        .execution_options(populate_existing=True)
    )
    if found is None or found.at is None:
        raise NotFound
    return found


def progress_of(cohort: Cohort, ids: Collection[int] | None = None) -> dict[int, dict[int, Progress]]:
    """Return what was done about its deadlines, by person and date; of everyone or of these people."""
    wanted = select(Progress).join(CohortDate, CohortDate.id == Progress.date_id)
    wanted = wanted.where(CohortDate.cohort_id == cohort.id)
    if ids is not None:
        wanted = wanted.where(Progress.person_id.in_(ids))
    found: dict[int, dict[int, Progress]] = {}
    for row in db.session.scalars(wanted):
        found.setdefault(row.person_id, {})[row.date_id] = row
    return found


def counted(cohort: Cohort, person_id: int) -> list[tuple[datetime, Mine]]:
    """Return the deadlines that count towards completion, with what the person did: as they are now."""
    mine = (Progress.date_id == CohortDate.id) & (Progress.person_id == person_id)
    rows = db.session.execute(
        select(CohortDate.at, Progress)
        .join(CohortDate.item)
        .outerjoin(Progress, mine)
        .where(CohortDate.cohort_id == cohort.id, CohortDate.step == Step.DEADLINE)
        .where(CohortDate.at.is_not(None), OutlineItem.counts)
        .execution_options(populate_existing=True)
    )
    pairs: list[tuple[datetime | None, Progress | None]] = [(at, row) for at, row in rows]
    return [(at, row.mine if row is not None else NOTHING) for at, row in pairs if at is not None]


def touched(cohort: Cohort) -> set[int]:
    """Return which of its dates somebody has done, or has something of their own about."""
    mine = select(Progress.date_id).join(CohortDate, CohortDate.id == Progress.date_id)
    return set(db.session.scalars(mine.where(CohortDate.cohort_id == cohort.id)))


def completion(cohort: Cohort, person_id: int) -> CohortCompletion | None:
    """Return that the person has completed it, if they have."""
    return db.session.scalar(
        select(CohortCompletion).where(
            CohortCompletion.cohort_id == cohort.id, CohortCompletion.person_id == person_id
        )
    )


def completed(person: Person, key: str, whose: str) -> CohortCompletion:
    """Return that somebody completed a cohort, for themselves and its facilitators. Raises NotFound."""
    cohort, standing = find(person, key)
    found = db.session.scalar(
        select(CohortCompletion)
        .join(CohortCompletion.person)
        .options(contains_eager(CohortCompletion.person), joinedload(CohortCompletion.cohort))
        .where(CohortCompletion.cohort_id == cohort.id, Person.key == whose)
    )
    if found is None or not (found.person_id == person.id or standing.is_host):
        raise NotFound
    return found


def certificate(code: str) -> CohortCompletion:
    """Return what the certificate with this code says. Raises NotFound."""
    found = db.session.scalar(
        select(CohortCompletion)
        .options(joinedload(CohortCompletion.cohort), joinedload(CohortCompletion.person))
        .where(CohortCompletion.key == code)
    )
    if found is None:
        raise NotFound("No certificate has this code. It may have been taken back, or a letter is wrong.")
    return found


def row_of(date: CohortDate, person_id: int) -> Progress | None:
    """Return what the person did about it, as it is stored now."""
    return db.session.scalar(
        select(Progress)
        .where(Progress.date_id == date.id, Progress.person_id == person_id)
        .execution_options(populate_existing=True)
    )


def members(cohort: Cohort, ids: Collection[int] | None = None) -> Sequence[SignUp]:
    """Return who is in it, by name, with their people and units: everyone or these people."""
    return db.session.scalars(inside(cohort, ids)).unique().all()


def inside(cohort: Cohort, ids: Collection[int] | None = None) -> Select[SignUp]:
    """Select who is in it, as `members` has them."""
    wanted = (
        select(SignUp)
        .join(SignUp.person)
        .outerjoin(Person.unit)
        .options(contains_eager(SignUp.person).contains_eager(Person.unit))
        .where(SignUp.program_id == cohort.id, SignUp.state == SignUpState.IN, Person.left_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    if ids is not None:
        wanted = wanted.where(SignUp.person_id.in_(ids))
    return wanted


def member_named(cohort: Cohort, key: str) -> SignUp:
    """Return who is in it by the person's key. Raises NotFound."""
    found = programs.signup_named(cohort, key)
    if found.state is not SignUpState.IN:
        raise NotFound
    return found


def changes(cohort: Cohort, *, person_id: int | None = None, everyone: bool = False) -> Sequence[Change]:
    """Return the history, the latest first: of a person with what concerns all, or of everyone."""
    wanted = (
        select(Change)
        .options(joinedload(Change.by), joinedload(Change.person), ITEM)
        .where(Change.cohort_id == cohort.id)
        .order_by(Change.at.desc(), Change.id.desc())
        .limit(SHOWN)
    )
    if not everyone:
        wanted = wanted.where(or_(Change.person_id.is_(None), Change.person_id == person_id))
    return db.session.scalars(wanted).unique().all()


def change(cohort: Cohort, key: str) -> Change:
    """Return a shift of the cohort. Raises NotFound."""
    found = db.session.scalar(select(Change).where(Change.cohort_id == cohort.id, Change.key == key))
    if found is None or not found.moves:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """A session or a deadline of somebody's; `due_at` is the due in force for them."""

    cohort: Cohort
    date: CohortDate
    due_at: datetime


def to_do(person_id: int, until: datetime, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select what a person has still to do in their cohorts by then, the earliest first."""
    return (
        select(*columns)
        .select_from(Cohort)
        .join(CohortDate, CohortDate.cohort_id == Cohort.id)
        .join(CohortDate.item)
        .join(SignUp, SignUp.program_id == Cohort.id)
        .outerjoin(Progress, (Progress.date_id == CohortDate.id) & (Progress.person_id == person_id))
        .where(
            SignUp.person_id == person_id,
            SignUp.state == SignUpState.IN,
            Cohort.state == ProgramState.PUBLISHED,
            CohortDate.step == Step.DEADLINE,
            CohortDate.at <= until,
            Progress.done_at.is_(None),
            Progress.waived_at.is_(None),
        )
        .order_by(CohortDate.at, CohortDate.id)
    )


def dated_for(person: Person, until: datetime, since: datetime | None = None) -> list[Due]:
    """Return the sessions of a person's cohorts and what they have still to do, in one statement."""
    rows = db.session.execute(
        select(Cohort, CohortDate, Progress.extended_to)
        .join(CohortDate, CohortDate.cohort_id == Cohort.id)
        .join(CohortDate.item)
        .join(SignUp, SignUp.program_id == Cohort.id)
        .outerjoin(Progress, (Progress.date_id == CohortDate.id) & (Progress.person_id == person.id))
        .options(contains_eager(CohortDate.item))
        .where(
            SignUp.person_id == person.id,
            SignUp.state == SignUpState.IN,
            Cohort.state == ProgramState.PUBLISHED,
            CohortDate.at <= until,
            CohortDate.at > since if since else CohortDate.at.is_not(None),
            Progress.done_at.is_(None),
            Progress.waived_at.is_(None),
        )
        .order_by(CohortDate.at, CohortDate.id)
        .limit(MOST)
    )
    found = []
    for cohort, date, extended_to in rows:
        assert date.at is not None  # the statement asks for those with a date
        found.append(Due(cohort, date, effective(date.at, extended_to)))
    return found


def dates_between(person: Person, ids: Sequence[int], first: datetime, last: datetime) -> list[Due]:
    """Return the sessions of these cohorts between two moments, and what the person has to do in those that
    they are in, by the due in force for them: one statement.
    """
    mine = (Progress.date_id == CohortDate.id) & (Progress.person_id == person.id)
    is_in = select(SignUp.id).where(
        SignUp.program_id == Cohort.id, SignUp.person_id == person.id, SignUp.state == SignUpState.IN
    )
    to_do = and_(
        CohortDate.step == Step.DEADLINE,
        Progress.done_at.is_(None),
        Progress.waived_at.is_(None),
        is_in.exists(),
    )
    rows = db.session.execute(
        select(Cohort, CohortDate, Progress.extended_to)
        .join(CohortDate, CohortDate.cohort_id == Cohort.id)
        .join(CohortDate.item)
        .outerjoin(Progress, mine)
        .options(contains_eager(CohortDate.item))
        .where(Cohort.id.in_(ids), CohortDate.at < last)
        .where(or_(CohortDate.at >= first, Progress.extended_to >= first))
        .where(or_(CohortDate.step == Step.SESSION, to_do))
        .order_by(CohortDate.at, CohortDate.id)
        .limit(MOST)
    )
    found = [Due(cohort, date, effective(date.at, longer)) for cohort, date, longer in rows if date.at]
    return [each for each in found if first <= each.due_at < last]


def courses(person: Person) -> Sequence[tuple[str, str]]:
    """Return (key, title) of the courses that have an outline, for whoever makes a cohort."""
    if person.kind is Kind.GUEST:
        return []
    has = select(OutlineItem.id).join(CourseVersion, CourseVersion.id == OutlineItem.version_id)
    has = has.where(CourseVersion.course_id == Course.id, CourseVersion.number == Course.current)
    rows = db.session.execute(
        select(Course.key, Course.title)
        .where(Course.binned_at.is_(None), has.exists())
        .order_by(func.lower(Course.title), Course.id)
    )
    return [(key, title) for key, title in rows]
