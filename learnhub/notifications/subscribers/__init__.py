"""What facts mean for messages. Everything here writes rows, in the transaction of what happened."""

from learnhub.notifications.subscribers import (
    cohorts,
    dates,
    library,
    people,
    places,
    promises,
    roles,
    stuck,
    talks,
    teams,
    threads,
)

HEARING = (people, places, roles, dates, cohorts, talks, teams, threads, library, promises, stuck)
ALL = tuple(each.SUBSCRIPTIONS for each in HEARING)
