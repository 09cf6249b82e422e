"""What somebody who is in a cohort has there of their own, read at once for its page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from learnhub.cohorts.models import Cohort, CohortCompletion
from learnhub.cohorts.pod_models import CheckInChoice
from learnhub.cohorts.support_models import CohortPause
from learnhub.core.db import db
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Own:
    """That they completed it, rest in it, and what they chose; each may be none."""

    completion: CohortCompletion | None
    pause: CohortPause | None
    choice: CheckInChoice | None


def of(cohort: Cohort, person: Person, now: datetime) -> Own:
    """Return it in one statement."""
    row, pause, chosen = CohortCompletion, CohortPause, CheckInChoice
    rests = and_(pause.ended_at.is_(None), pause.until_at > now)
    found = db.session.execute(
        select(row, pause, chosen)
        .select_from(Person)
        .outerjoin(row, and_(row.cohort_id == cohort.id, row.person_id == Person.id))
        .outerjoin(pause, and_(pause.cohort_id == cohort.id, pause.person_id == Person.id, rests))
        .outerjoin(chosen, and_(chosen.cohort_id == cohort.id, chosen.person_id == Person.id))
        .where(Person.id == person.id)
        .execution_options(populate_existing=True)
    ).one()
    return Own(*found)
