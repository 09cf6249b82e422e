"""Days on which somebody was away, and will be: the present is on the person, what passed is kept beside."""

from datetime import date, timedelta

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.people.absence_models import Absence
from learnhub.people.models import Person

DAY = timedelta(days=1)


def of(person: Person, since: date) -> list[tuple[date, date]]:
    """Return the person's absences, first and last day, that reach beyond `since`; the planned one too."""
    wanted = select(Absence.first, Absence.last).where(Absence.person_id == person.id, Absence.last >= since)
    found = [(first, last) for first, last in db.session.execute(wanted)]
    if person.away_until is not None:
        found.append((person.away_from or since, person.away_until))
    return found


def keep(person: Person, today: date) -> None:
    """Keep what passed of the person's absence: another is about to take its place."""
    if person.away_from is None or person.away_until is None:
        return
    last = min(person.away_until, today - DAY)
    if person.away_from <= last:
        db.session.add(Absence(person_id=person.id, first=person.away_from, last=last))
