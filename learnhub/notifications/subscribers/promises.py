"""What people said they would do, and what became of it, for messages."""

from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.demos.events import DecisionDue, FollowedUp
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices


def decision_due(fact: DecisionDue) -> None:
    """Whoever decides about a demo is asked, once for each day."""
    notices.tell("decision_due", fact.owner_id, Ref("demo", fact.demo_id), rev=fact.day)
    later(jobs.dispatch)


def followed_up(fact: FollowedUp) -> None:
    """What was asked is answered; who is to decide from now on hears of it."""
    about = Reminder.subject_kind == "demo", Reminder.subject_id == fact.demo_id
    notices.fulfil(Reminder.kind == "decision_due", *about)
    if fact.new_owner_id is not None:
        ref = Ref("demo", fact.demo_id)
        notices.tell("follow_up_yours", fact.new_owner_id, ref, rev=fact.version, by_id=fact.by_id)
        later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {DecisionDue: [decision_due], FollowedUp: [followed_up]}
