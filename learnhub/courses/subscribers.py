"""What the completion of a course means elsewhere: it is an act, once a person and course."""

from datetime import UTC, datetime, time

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.courses.events import CompletionTakenBack, CourseCompleted
from learnhub.courses.models import Completion


def on_completed(fact: CourseCompleted) -> None:
    """It counts on the day on which it was finished, by noon; said again on another day, on that."""
    row = db.session.get_one(Completion, fact.completion_id)
    at = min(datetime.combine(row.finished_on, time(12), UTC), row.at)
    ref = Ref("course", fact.course_id)
    activity.take_back(ActKind.COMPLETED, ref, [fact.person_id])
    activity.record(ActKind.COMPLETED, ref, [fact.person_id], at=at)


def on_taken_back(fact: CompletionTakenBack) -> None:
    """What was not so is no act."""
    activity.take_back(ActKind.COMPLETED, Ref("course", fact.course_id), [fact.person_id])


SUBSCRIPTIONS: Subscriptions = {
    CourseCompleted: [on_completed],
    CompletionTakenBack: [on_taken_back],
}
