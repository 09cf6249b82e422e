"""What somebody has still to do in their cohorts, for Home."""

from datetime import datetime, timedelta

from learnhub.cohorts import queries
from learnhub.people.models import Person
from learnhub.programs.dues import Due, Press

AHEAD = timedelta(days=14)
MOST = 3


def of_person(person: Person, now: datetime) -> list[Due]:
    """Return what is overdue and what comes in the next two weeks, the next due first: one SELECT."""
    return [_due(each, now) for each in queries.due_for(person, now, now + AHEAD, MOST)]


def _due(found: queries.Due, now: datetime) -> Due:
    cohort, date, title = found.cohort, found.date, found.date.item.title
    tick = Press("Tick off", f"{cohort.url}/dates/{date.key}/done", {"back": "home"}, "Ticking off")
    note = f"{'Overdue. ' if found.due_at < now else ''}{cohort.title}."
    return Due(found.due_at, title, f"{cohort.url}#d-{date.key}", note, tick, name=f"“{title}”")
