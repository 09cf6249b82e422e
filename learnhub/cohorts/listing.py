"""What other pages say of cohorts: when each meets next, and in which one takes a course."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import Cohort, CohortDate, where
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.courses.models import CourseVersion, OutlineItem
from learnhub.courses.running import Run
from learnhub.people.models import Person
from learnhub.programs.models import Moment, ProgramState, SignUp, SignUpState

AHEAD = timedelta(days=21)  # as far as the strip of days reaches


def meetings(concerned: Sequence[Cohort]) -> None:
    """Give cohorts of a list their sessions of the next weeks, for who is in them: in one statement."""
    now = clock.now()
    ids = [each.id for each in concerned if each.ends_at > now]
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(*kept(_meetings, ids, now, now + AHEAD)) if ids else ():
        found[row.cohort_id].append(row)
    for each in concerned:
        each.meets = tuple(Moment(row.title, row.at, where=where(row, each)) for row in found[each.id])


def _meetings(
    ids: Sequence[int], now: datetime, until: datetime
) -> Select[int, str, datetime | None, str, str]:
    columns = (CohortDate.cohort_id, OutlineItem.title, CohortDate.at, CohortDate.place, CohortDate.call_url)
    wanted = select(*columns).join(OutlineItem, OutlineItem.id == CohortDate.item_id)
    wanted = wanted.where(CohortDate.cohort_id.in_(ids), CohortDate.step == Step.SESSION)
    return wanted.where(CohortDate.at > now, CohortDate.at < until).order_by(CohortDate.at, CohortDate.id)


def runs(person: Person, course_id: int, now: datetime) -> list[Run]:
    """Return the cohorts of the course that are not over and in which the person is, the first first."""
    rows = db.session.execute(
        select(Cohort.title, Cohort.key)
        .join(CourseVersion, CourseVersion.id == Cohort.outline_id)
        .join(SignUp, SignUp.program_id == Cohort.id)
        .where(CourseVersion.course_id == course_id, Cohort.state == ProgramState.PUBLISHED)
        .where(SignUp.person_id == person.id, SignUp.state == SignUpState.IN, Cohort.ends_at > now)
        .order_by(Cohort.starts_at, Cohort.id)
    )
    return [Run(title, f"/cohorts/{key}") for title, key in rows]
