"""Commitments beside the days on which one is away, and what a pause moves there, in words."""

from datetime import date, datetime

from learnhub.cohorts import sentences
from learnhub.commitments import pausing, queries
from learnhub.commitments.queries import Seen
from learnhub.commitments.services import today_of
from learnhub.core import dates
from learnhub.people.away_pauses import Pausing, Running
from learnhub.people.models import Person


def running(person: Person, now: datetime) -> list[Running]:
    """Return the person's open commitments."""
    today, found = dates.local_date(now, person.tz), list[Running]()
    for row in queries.open_alone(person):
        rests = None
        if row.will_rest(today) and row.paused_from and row.paused_until:
            rests = (row.paused_from, row.paused_until)
        found.append(Running(row.key, row.title, row.path, row.starts_on, rests=rests))
    return found


def pause(person: Person, seen: Seen, since: date | None, until: date) -> str:
    """Pause it and say which milestones moved. Raises as `pausing.pause` does."""
    before = _dues(seen)
    pausing.pause(person, seen, until, since=since)
    return sentences.paused(_moved(person, seen, before), begins=seen.commitment.is_paused(today_of(person)))


def resume(person: Person, seen: Seen) -> str:
    """End the pause and say what moved back."""
    before, began = _dues(seen), seen.commitment.is_paused(today_of(person))
    pausing.resume(person, seen)
    return sentences.resumed(_moved(person, seen, before), began=began)


def _dues(seen: Seen) -> sentences.Dues:
    return {each.id: (each.title, each.due_on) for each in seen.commitment.milestones if not each.done_at}


def _moved(person: Person, seen: Seen, before: sentences.Dues) -> str:
    return sentences.moves(before, _dues(seen), today_of(person))


def _pause(person: Person, key: str, since: date, until: date) -> str:
    return pause(person, queries.find(person, key), since, until)


def _resume(person: Person, key: str) -> str:
    return resume(person, queries.find(person, key))


PAUSING = Pausing(running, _pause, _resume)
