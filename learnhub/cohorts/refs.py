"""Cohorts to be found: by their course and their facilitators’ text."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from learnhub.cohorts.models import Cohort
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import Course, CourseVersion
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program
from learnhub.search.documents import Document


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give cohorts to be found, with the course they run: once published by all, before by their hosts."""
    columns = (
        Program.id,
        Program.title,
        Program.summary,
        Program.story,
        Program.published_at,
        Program.is_limited,
    )
    wanted = (
        select(*columns, Program.created_at, Course.title)
        .select_from(Cohort)
        .join(CourseVersion, CourseVersion.id == Cohort.outline_id)
        .join(Course, Course.id == CourseVersion.course_id)
    )
    if ids is not None:
        wanted = wanted.where(Cohort.id.in_(ids))
    for id_, title, summary, story, published_at, is_limited, created_at, course in db.session.execute(
        wanted
    ):
        yield Document(
            Ref("cohort", id_),
            title=title,
            body="\n\n".join(part for part in (summary, course, story) if part),
            audience=audience(id_, published_at, is_limited=is_limited),
            updated_at=published_at or created_at,
        )
