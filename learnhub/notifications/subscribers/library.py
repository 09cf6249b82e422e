"""What happens in the library, for messages."""

from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.library.events import KeeperChanged, LinksBroke
from learnhub.notifications import jobs
from learnhub.notifications.planning import notices


def links_broke(fact: LinksBroke) -> None:
    """Who keeps them hears of all at once; what it says is read when it goes."""
    notices.tell("links_broken", fact.person_id, Ref("person", fact.person_id), rev=fact.day)
    later(jobs.dispatch)


def keeper_changed(fact: KeeperChanged) -> None:
    """Who kept it and who keeps it now hear of it, but not of what they did themselves."""
    about = Ref("resource", fact.resource_id)
    for kind, person_id in (("kept_by_other", fact.former_id), ("kept_by_you", fact.keeper_id)):
        if person_id != fact.by_id:
            notices.tell(kind, person_id, about, rev=fact.version, by_id=fact.by_id)
    later(jobs.dispatch)


SUBSCRIPTIONS: Subscriptions = {LinksBroke: [links_broke], KeeperChanged: [keeper_changed]}
