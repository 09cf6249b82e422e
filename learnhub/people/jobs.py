"""Work of people that waits for the network."""

from learnhub.core.queue import later, slow, within
from learnhub.core.transaction import transaction
from learnhub.people import focus


@slow
@within(focus.STUCK)
def read_calendar(feed_id: int) -> None:
    """Read a calendar for focus blocks."""
    focus.ask(feed_id)


def read_calendars() -> None:
    """Queue the calendars that are due."""
    with transaction():
        for id_ in focus.claim():
            later(read_calendar, id_)
