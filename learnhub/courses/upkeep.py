"""What happens to courses by themselves: the bin is emptied, but for what a cohort or completion rests on."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses.models import Completion, Course, CourseVersion, OutlineItem
from learnhub.goals import services as goals
from learnhub.search import services as search

STAYS = timedelta(days=30)


def empty_bin() -> None:
    """Remove for good what rested in the bin for 30 days; what somebody ran or completed stays there."""
    ran = exists().where(CourseVersion.course_id == Course.id, CourseVersion.fixed_at.is_not(None))
    completed = exists().where(Completion.course_id == Course.id)
    over = Course.binned_at < clock.now() - STAYS
    for course in db.session.scalars(select(Course).where(over, ~ran, ~completed)).all():
        ref = Ref("course", course.id)
        versions = select(CourseVersion.id).where(CourseVersion.course_id == course.id)
        goals.forget(ref)
        search.gone(ref)
        db.session.execute(delete(OutlineItem).where(OutlineItem.version_id.in_(versions)))
        db.session.execute(delete(CourseVersion).where(CourseVersion.course_id == course.id))
        db.session.delete(course)
    db.session.flush()
