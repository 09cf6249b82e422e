"""What was decided of a demo, and who decides next, for messages."""

from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.demos.events import FollowedUp
from learnhub.notifications import jobs
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import decisions, notices


def followed_up(fact: FollowedUp) -> None:
    """What was asked is answered; who is to decide from now on hears of it, and is asked on the day."""
    asked = Reminder.kind.in_(decisions.KINDS), Reminder.subject_kind == "demo"
    about = *asked, Reminder.subject_id == fact.demo_id
    notices.settle(*about)
    notices.cancel(notices.DONE, *about, decisions.stale())
    if fact.new_owner_id is not None:
        ref = Ref("demo", fact.demo_id)
        notices.tell("follow_up_yours", fact.new_owner_id, ref, rev=fact.version, by_id=fact.by_id)
        later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {FollowedUp: [followed_up]}
