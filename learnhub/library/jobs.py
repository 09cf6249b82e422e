"""Work of the library that waits for the network or for its moment."""

from learnhub.core.queue import later, slow
from learnhub.core.transaction import transaction
from learnhub.library import following, keepers, link_health, lookups, upkeep


@slow
def look_up(resource_id: int) -> None:
    """Ask a resource's page what it says of itself."""
    lookups.look_up(resource_id)


def look_up_waiting() -> None:
    """Queue those whose page was not asked yet: many that came at once, or while the queue was away."""
    with transaction():
        for id_ in lookups.waiting():
            later(look_up, id_)


@slow
def check_link(resource_id: int) -> None:
    """Look whether a link still leads somewhere."""
    link_health.check(resource_id)


def check_links() -> None:
    """Queue what is due, one of each host."""
    with transaction():
        for id_ in link_health.claim():
            later(check_link, id_)


def empty_bin() -> None:
    """Remove for good what rested in the bin for 30 days."""
    with transaction():
        upkeep.empty_bin()


@slow
def ask_feed(feed_id: int) -> None:
    """Read a feed that is followed."""
    following.ask(feed_id)


def ask_feeds() -> None:
    """Queue the feeds that are due."""
    with transaction():
        for id_ in following.claim():
            later(ask_feed, id_)


def tell_of_links() -> None:
    """Let those who keep resources hear which of their links broke."""
    with transaction():
        keepers.tell()
