"""What facts mean for messages. Everything here writes rows, in the transaction of what happened."""

from learnhub.notifications.subscribers import (
    announcements,
    cohorts,
    dates,
    library,
    people,
    places,
    pods,
    promises,
    roles,
    stuck,
    talks,
    teams,
    threads,
)

HEARING = (
    people,
    places,
    roles,
    dates,
    announcements,
    cohorts,
    pods,
    talks,
    teams,
    threads,
    library,
    promises,
    stuck,
)
ALL = tuple(each.SUBSCRIPTIONS for each in HEARING)
