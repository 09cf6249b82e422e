"""What the page shows that keeps what was changed."""

from datetime import datetime
from typing import Any

from learnhub.cohorts import pages, queries
from learnhub.people import management
from learnhub.people.models import Person


def show(person: Person, key: str, now: datetime) -> dict[str, Any]:
    """Return what was changed: for who is in it of themselves and of all, for facilitators of everyone.

    `managed` are those whom the reader manages: what these wrote themselves they do not read.
    """
    cohort, standing = queries.find(person, key)
    found = queries.changes(cohort, person_id=person.id, everyone=standing.is_host)
    others = {each.person_id for each in found if each.person_id} - {person.id}
    managed = management.managed_by(person, others) if others else set()
    return pages.around(person, cohort, standing, now) | {"changes": found, "managed": managed}
