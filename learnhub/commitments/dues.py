"""What somebody has still to do for their commitments, for Home."""

from datetime import datetime, time, timedelta

from learnhub.commitments import queries
from learnhub.core import dates
from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.programs.dues import Due, Press

AHEAD = timedelta(days=14)
MOST = 3
EVENING = time(23, 59)


def of_person(person: Person, now: datetime) -> list[Due]:
    """Return what is late and what comes in the next two weeks: one SELECT."""
    today = dates.local_date(now, person.tz)
    return [_due(each, person, now) for each in queries.due_for(person, today, today + AHEAD, MOST)]


def _due(found: queries.Due, person: Person, now: datetime) -> Due:
    row, of = found.milestone, found.commitment
    at = instant(datetime.combine(row.due_on, EVENING), person.tz, deadline=True)
    press = Press("Tick off", f"{of.path}/milestones/{row.key}/done", {"back": "home"}, "Ticking off")
    if row.is_finish:
        press = Press("I finished it", f"{of.path}/finish")
    note = f"{'Late. ' if at < now else ''}{'You committed to it' if row.is_finish else of.title}."
    return Due(at, row.title, of.path, note, press, name=f"“{row.title}”")
