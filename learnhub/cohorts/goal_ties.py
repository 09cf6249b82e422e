"""A course and its cohorts serve a goal through one another: who takes the course is in one of them."""

from sqlalchemy import ColumnElement, SQLColumnExpression, exists

from learnhub.cohorts.models import Cohort
from learnhub.courses.models import CourseVersion
from learnhub.goals.models import Tie


def course_through_cohorts(course_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether, inside a SELECT of courses, a cohort of one serves a goal."""
    cohorts = Cohort.__table__.c
    return exists().where(
        CourseVersion.course_id == course_id,
        cohorts.outline_id == CourseVersion.id,
        Tie.ref_kind == "cohort",
        Tie.ref_id == cohorts.id,
    )


def cohort_through_course(cohort_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether, inside a SELECT of cohorts, the course of one serves a goal."""
    cohorts = Cohort.__table__.c
    return exists().where(
        cohorts.id == cohort_id,
        CourseVersion.id == cohorts.outline_id,
        Tie.ref_kind == "course",
        Tie.ref_id == CourseVersion.course_id,
    )
