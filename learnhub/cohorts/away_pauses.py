"""Cohorts beside the days on which one is away, and what a pause moves there, in words."""

from datetime import date, datetime

from learnhub.cohorts import own_queries, pausing, queries, sentences
from learnhub.cohorts.models import Cohort
from learnhub.core import clock, dates
from learnhub.people.away_pauses import Pausing, Running
from learnhub.people.models import Person


def running(person: Person, now: datetime) -> list[Running]:
    """Return the cohorts in which the person is that are not over, nor completed by them."""
    return [
        Running(
            each.key,
            each.title,
            f"/cohorts/{each.key}",
            each.starts_on,
            dates.local_date(each.ends_at, person.tz),
            (each.since, each.until) if each.since and each.until else None,
        )
        for each in own_queries.running(person, now)
    ]


def pause(person: Person, cohort: Cohort, since: date | None, until: date) -> str:
    """Pause it for the person and say which of their deadlines moved. Raises as `pausing.pause` does."""
    before = own_queries.open_dues(cohort, person)
    pausing.pause(person, cohort, until, since=since)
    begins = pausing.current(cohort, person) is not None
    return sentences.paused(_moved(person, cohort, before), begins=begins)


def resume(person: Person, cohort: Cohort) -> str:
    """End the pause that stands there, if one does, and say what moved back."""
    before, began = own_queries.open_dues(cohort, person), pausing.current(cohort, person) is not None
    pausing.resume(person, cohort)
    return sentences.resumed(_moved(person, cohort, before), began=began)


def _moved(person: Person, cohort: Cohort, before: sentences.Dues) -> str:
    after, today = own_queries.open_dues(cohort, person), dates.local_date(clock.now(), person.tz)
    return sentences.moves(before, after, today)


def _pause(person: Person, key: str, since: date, until: date) -> str:
    return pause(person, queries.find(person, key)[0], since, until)


def _resume(person: Person, key: str) -> str:
    return resume(person, queries.find(person, key)[0])


PAUSING = Pausing(running, _pause, _resume)
