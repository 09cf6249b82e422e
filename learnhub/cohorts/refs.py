"""Cohorts to be found: by their course and their facilitators’ text."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from learnhub.cohorts.models import Cohort
from learnhub.core.db import db
from learnhub.courses.models import Course, CourseVersion
from learnhub.programs import documents as programs
from learnhub.search.documents import Document


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give cohorts to be found, by the course they run too."""
    return programs.of("cohort", ids, told=_courses)


def _courses(ids: Sequence[int] | None) -> Mapping[int, str]:
    wanted = (
        select(Cohort.id, Course.title)
        .join(CourseVersion, CourseVersion.id == Cohort.outline_id)
        .join(Course, Course.id == CourseVersion.course_id)
    )
    if ids is not None:
        wanted = wanted.where(Cohort.id.in_(ids))
    return {id_: title for id_, title in db.session.execute(wanted)}
