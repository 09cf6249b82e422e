"""What facts mean for messages. Everything here writes rows, in the transaction of what happened."""

from learnhub.notifications.subscribers import (
    announcements,
    cohorts,
    commitments,
    dates,
    follow_ups,
    library,
    people,
    places,
    pods,
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
    follow_ups,
    commitments,
    stuck,
)
ALL = tuple(each.SUBSCRIPTIONS for each in HEARING)
