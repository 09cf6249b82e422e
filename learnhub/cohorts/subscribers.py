"""What a deadline means elsewhere: the act of who did it, once, and taken back with it."""

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.cohorts.events import DeadlineDone, DeadlineTakenBack
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref


def on_done(fact: DeadlineDone) -> None:
    """Who did what was due took part."""
    within = Ref("cohort", fact.cohort_id)
    activity.record(ActKind.SUBMITTED, Ref("deadline", fact.date_id), [fact.person_id], within=within)


def on_taken_back(fact: DeadlineTakenBack) -> None:
    """It was not done after all."""
    activity.take_back(ActKind.SUBMITTED, Ref("deadline", fact.date_id), [fact.person_id])


SUBSCRIPTIONS: Subscriptions = {DeadlineDone: [on_done], DeadlineTakenBack: [on_taken_back]}
