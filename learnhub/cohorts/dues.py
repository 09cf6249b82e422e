"""What somebody has still to do in their cohorts, for Home."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, or_, type_coerce

from learnhub.cohorts import queries
from learnhub.cohorts.deadlines import Rule, Strictness, effective
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.courses.models import OutlineItem
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press

AHEAD = timedelta(days=14)
OVER = timedelta(days=14)  # so long after its end what a cohort left undone is asked for
LONGEST_GRACE = timedelta(days=60)


def _wanted(person: Person, now: datetime) -> Select[Any]:
    """What is overdue and what comes in the next two weeks.

    What was missed, or is of a cohort that is long over, takes nobody's place in a short list.
    """
    in_grace = and_(Cohort.strictness == Strictness.GRACE, _not_before(now - LONGEST_GRACE))
    wanted = queries.to_do(
        person,
        now + AHEAD,
        *columns(
            of_key=Cohort.key,
            of_title=Cohort.title,
            key=CohortDate.key,
            title=OutlineItem.title,
            at=CohortDate.at,
            later=Progress.extended_to,
            state=type_coerce(Cohort.strictness, String),
            number=Cohort.grace_days,
        ),
    )
    return wanted.where(
        or_(Cohort.ends_at > now - OVER, Progress.extended_to > now - OVER),
        or_(Cohort.strictness == Strictness.SOFT, in_grace, _not_before(now)),
    )


def _not_before(moment: datetime) -> ColumnElement[bool]:
    """Whether the due in force is that moment or later."""
    return or_(CohortDate.at >= moment, Progress.extended_to >= moment)


def _read(row: Any, _person: Person, now: datetime) -> Due | None:
    """What was missed is due no more."""
    due_at = effective(row.at, row.later)
    shut = Rule(Strictness(row.state), timedelta(days=row.number)).closes_at(due_at)
    if shut is not None and now > shut:
        return None
    url = f"/cohorts/{row.of_key}"
    tick = Press("Tick off", f"{url}/dates/{row.key}/done", {"back": "home"}, "Ticking off")
    note = f"{'Overdue. ' if due_at < now else ''}{row.of_title}."
    return Due(due_at, row.title, f"{url}#d-{row.key}", note, tick, name=f"“{row.title}”")


DEADLINES = Source(_wanted, _read)
