"""Commitments beside the days on which one is away, and how they are paused."""

from datetime import date, datetime

from learnhub.commitments import pausing, queries
from learnhub.commitments.queries import Seen
from learnhub.commitments.services import today_of
from learnhub.core import dates
from learnhub.people.away_pauses import Pausing, Running
from learnhub.people.models import Person
from learnhub.people.pause_sentences import Dues


def running(person: Person, now: datetime) -> list[Running]:
    """Return the person's open commitments."""
    today, found = dates.local_date(now, person.tz), list[Running]()
    for row in queries.open_alone(person):
        rests = None
        if row.will_rest(today) and row.paused_from and row.paused_until:
            rests = (row.paused_from, row.paused_until)
        found.append(Running(row.key, row.title, row.path, row.starts_on, rests=rests))
    return found


def _dues(_person: Person, seen: Seen) -> Dues:
    return {each.id: (each.title, each.due_on) for each in seen.commitment.milestones if not each.done_at}


def _rests(person: Person, seen: Seen) -> bool:
    return seen.commitment.is_paused(today_of(person))


def _begin(person: Person, seen: Seen, since: date | None, until: date) -> None:
    pausing.pause(person, seen, until, since=since)


PAUSING = Pausing(running, queries.find, _dues, _rests, _begin, pausing.resume)
