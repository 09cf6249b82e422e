"""Cohorts beside the days on which one is away, and how they are paused."""

from datetime import date, datetime

from learnhub.cohorts import own_queries, pausing, queries
from learnhub.cohorts.models import Cohort
from learnhub.core import dates
from learnhub.people.away_pauses import Pausing, Running
from learnhub.people.models import Person


def running(person: Person, now: datetime) -> list[Running]:
    """Return the cohorts in which the person is that are not over."""
    return [
        Running(
            each.key,
            each.title,
            f"/cohorts/{each.key}",
            each.starts_on,
            dates.local_date(each.ends_at, person.tz),
            (each.since, each.until) if each.since and each.until else None,
            "You completed it, and nothing of yours is due there any more." if each.is_done else "",
        )
        for each in own_queries.running(person, now)
    ]


def _find(person: Person, key: str) -> Cohort:
    return queries.find(person, key)[0]


def _rests(person: Person, cohort: Cohort) -> bool:
    return pausing.current(cohort, person) is not None


def _begin(person: Person, cohort: Cohort, since: date | None, until: date) -> None:
    pausing.pause(person, cohort, until, since=since)


PAUSING = Pausing(running, _find, own_queries.open_dues, _rests, _begin, pausing.resume)
