"""How many hours a week cohorts take: those that their outlines name, over the weeks that they last."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, literal, select

from learnhub.cohorts import date_rules, pausing
from learnhub.cohorts.models import Cohort, CohortCompletion
from learnhub.core.db import db
from learnhub.courses import outlines
from learnhub.courses.models import Course, CourseVersion, OutlineItem
from learnhub.people.models import Person
from learnhub.programs.models import ProgramState, SignUp, SignUpState


def of(cohort: Cohort) -> float:
    """Return how many hours a week it takes; 0 where neither its outline nor its course names any."""
    return sum(hours for _, hours in _hours(Cohort.id == cohort.id))


def planned(person: Person, now: datetime) -> list[tuple[str, float]]:
    """Return by title how many hours a week those take in which the person is, which run or are to.

    What they completed takes none, nor does that in which they rest.
    """
    mine = SignUp.program_id == Cohort.id, SignUp.person_id == person.id, SignUp.state == SignUpState.IN
    done = CohortCompletion.cohort_id == Cohort.id, CohortCompletion.person_id == person.id
    return _hours(
        Cohort.state == ProgramState.PUBLISHED,
        Cohort.ends_at > now,
        select(SignUp.id).where(*mine).exists(),
        literal(person.id).not_in(pausing.resting(Cohort.id, now)),
        ~select(CohortCompletion.id).where(*done).exists(),
    )


def _hours(*which: ColumnElement[bool]) -> list[tuple[str, float]]:
    """Return the hours a week of these cohorts; a course says how long it takes where no line does."""
    rows = db.session.execute(
        select(
            Cohort.id,
            Cohort.title,
            Cohort.starts_wall,
            Cohort.ends_wall,
            Cohort.blackouts,
            Course.hours.label("said"),
        )
        .add_columns(OutlineItem.kind, OutlineItem.minutes, OutlineItem.hours)
        .join(CourseVersion, CourseVersion.id == Cohort.outline_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .join(OutlineItem, OutlineItem.version_id == CourseVersion.id)
        .where(*which)
        .order_by(Cohort.starts_on, Cohort.id)
    )
    by_cohort: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_cohort[row.id].append(row)
    return [(lines[0].title, _a_week(lines)) for lines in by_cohort.values()]


def _a_week(lines: Sequence[Any]) -> float:
    first, last = lines[0].starts_wall.date(), lines[0].ends_wall.date()
    hours: float = outlines.load(lines).total or lines[0].said or 0
    return hours / date_rules.weeks_between(first, last, lines[0].blackouts)
