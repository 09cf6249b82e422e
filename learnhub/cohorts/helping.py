"""Who helps somebody who is stuck in a cohort: besides who has the skill, who completed the course."""

from sqlalchemy import Select, select

from learnhub.cohorts import pods
from learnhub.cohorts.models import Cohort
from learnhub.courses.models import Completion, CourseVersion
from learnhub.programs.helping import programs


def _able(cohort_id: int) -> tuple[Select[int], str]:
    course = (
        select(CourseVersion.course_id)
        .join(Cohort, Cohort.outline_id == CourseVersion.id)
        .where(Cohort.id == cohort_id)
        .scalar_subquery()
    )
    done = select(Completion.person_id).where(Completion.course_id == course, Completion.removed_at.is_(None))
    return done, "completed the course"


COHORTS = programs("cohort", able=_able, mates=pods.mates)
