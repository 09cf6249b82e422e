"""What somebody has still to do for their commitments, for Home."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast

from learnhub.commitments import queries
from learnhub.commitments.models import Commitment, CommitmentPartner, Milestone
from learnhub.core import dates
from learnhub.core.walltime import instant
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press

AHEAD = timedelta(days=21)  # as what cohorts ask
EVENING = time(23, 59)
ANSWER = timedelta(days=1)  # who asks a partner waits so long before it presses


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    today = dates.local_date(now, person.tz)
    return {"reader": person.id, "today": today, "until": today + AHEAD}


def _wanted(*, reader: int, today: date, until: date) -> Select[Any]:
    """What is late and what comes in the next three weeks."""
    about = {"of_key": Commitment.key, "of_title": Commitment.title, "key": Milestone.key}
    said = {"title": Milestone.title, "day": Milestone.due_on, "number": cast(Milestone.is_finish, Integer)}
    return queries.to_do(reader, today, until, *columns(**about, **said))


def _read(row: Any, person: Person, _now: datetime) -> Due:
    at = instant(datetime.combine(row.day, EVENING), person.tz, deadline=True)
    path = f"/commitments/{row.of_key}"
    press = Press("Tick off", f"{path}/milestones/{row.key}/done", {"back": "home"}, "Ticking off")
    if row.number:
        press = Press("I finished it", f"{path}/finish")
    note = f"{'You committed to it' if row.number else row.of_title}."
    return Due(at, row.title, path, note, press, name=f"“{row.title}”")


def _asked_of(person: Person, _now: datetime) -> dict[str, Any]:
    return {"reader": person.id}


def _partners(*, reader: int) -> Select[Any]:
    about = {"key": Commitment.key, "of_title": Commitment.title, "title": Person.name}
    return queries.asked_of(reader, *columns(**about, at=CommitmentPartner.asked_at))


def _read_partner(row: Any, _person: Person, _now: datetime) -> Due:
    path, title = f"/commitments/{row.key}", f"{row.title} asks you to hold them to “{row.of_title}”"
    note = "Say yes or decline; no reason is asked."
    return Due(row.at + ANSWER, title, path, note, Press("Answer", path), since=row.at)


PARTNERS = Source(_asked_of, _partners, _read_partner)
MILESTONES = Source(_asked, _wanted, _read)
