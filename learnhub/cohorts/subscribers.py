"""What deadlines and completion mean elsewhere: acts of who did it, once, and taken back with it."""

from datetime import datetime

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.cohorts import flags, meetings, pods, weeks
from learnhub.cohorts.events import (
    CheckedIn,
    CohortCompleted,
    CohortNotCompleted,
    CohortPaused,
    CohortResumed,
    DeadlineDone,
    DeadlineExtended,
    DeadlineTakenBack,
    DeadlineWaived,
    ExtensionTakenBack,
    PodJoined,
    PodLeft,
)
from learnhub.cohorts.models import Cohort, CohortCompletion
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.library.events import ResourceRemoved, ResourcesMerged
from learnhub.programs.events import Withdrew

Did = (
    CheckedIn
    | CohortPaused
    | CohortResumed
    | DeadlineDone
    | DeadlineExtended
    | DeadlineTakenBack
    | DeadlineWaived
    | ExtensionTakenBack
)


def on_done(fact: DeadlineDone) -> None:
    """Who did what was due took part."""
    within, at = Ref("cohort", fact.cohort_id), datetime.fromisoformat(fact.at)
    activity.record(ActKind.SUBMITTED, Ref("deadline", fact.date_id), [fact.person_id], within=within, at=at)


def on_taken_back(fact: DeadlineTakenBack) -> None:
    """It was not done after all."""
    activity.take_back(ActKind.SUBMITTED, Ref("deadline", fact.date_id), [fact.person_id])


def on_completed(fact: CohortCompleted) -> None:
    """Who completed a cohort did so in it, once, also where that was taken back and put back."""
    at = db.session.get_one(CohortCompletion, fact.completion_id).at
    activity.record(ActKind.COMPLETED, Ref("cohort", fact.cohort_id), [fact.person_id], at=at)


def on_not_completed(fact: CohortNotCompleted) -> None:
    """They had not after all."""
    activity.take_back(ActKind.COMPLETED, Ref("cohort", fact.cohort_id), [fact.person_id])


def on_checked_in(fact: CheckedIn) -> None:
    """Once a week, however often it is said."""
    within = Ref("cohort", fact.cohort_id)
    activity.record(ActKind.CHECKED_IN, Ref("check-in", fact.check_in_id), [fact.person_id], within=within)


def on_anything(fact: Did) -> None:
    """What they did may end a flag at their name at once."""
    flags.look(db.session.get_one(Cohort, fact.cohort_id), [fact.person_id])


def on_withdrew(fact: Withdrew) -> None:
    """Who is no longer in the cohort is in no pod of it."""
    pods.leave(fact.program_id, fact.person_id)


def on_pod_left(fact: PodLeft) -> None:
    """Their pod meets without them, or not at all."""
    meetings.left(fact.cohort_id, fact.people)


def on_pod_joined(fact: PodJoined) -> None:
    """They meet with their new pod."""
    meetings.joined_by(fact.cohort_id, fact.person_id, fact.mates)


def on_merged(fact: ResourcesMerged) -> None:
    """What stood in a week stands there as the other."""
    weeks.merged(fact.gone_id, fact.kept_id)


def on_removed(fact: ResourceRemoved) -> None:
    """Nothing of it is left."""
    weeks.forget(fact.resource_id)


SUBSCRIPTIONS: Subscriptions = {
    DeadlineDone: [on_done, on_anything],
    DeadlineTakenBack: [on_taken_back, on_anything],
    DeadlineExtended: [on_anything],
    ExtensionTakenBack: [on_anything],
    CohortPaused: [on_anything],
    CohortResumed: [on_anything],
    DeadlineWaived: [on_anything],
    CohortCompleted: [on_completed],
    CohortNotCompleted: [on_not_completed],
    CheckedIn: [on_checked_in, on_anything],
    Withdrew: [on_withdrew],
    PodJoined: [on_pod_joined],
    PodLeft: [on_pod_left],
    ResourcesMerged: [on_merged],
    ResourceRemoved: [on_removed],
}
