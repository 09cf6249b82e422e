"""What facts about people mean for work that waits for the network."""

from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.people import jobs
from learnhub.people.events import CalendarGiven


def calendar_given(fact: CalendarGiven) -> None:
    later(jobs.read_calendar, fact.feed_id)


SUBSCRIPTIONS: Subscriptions = {CalendarGiven: [calendar_given]}
