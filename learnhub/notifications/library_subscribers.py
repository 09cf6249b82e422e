"""What happens in the library, for messages."""

from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.library.events import LinksBroke
from learnhub.notifications import jobs
from learnhub.notifications.planning import notices


def links_broke(fact: LinksBroke) -> None:
    """Who keeps them hears of all at once; what it says is read when it goes."""
    notices.tell("links_broken", fact.person_id, Ref("person", fact.person_id), rev=fact.day)
    later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {LinksBroke: [links_broke]}
