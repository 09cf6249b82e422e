"""What other pages say of cohorts: when each meets next, and in which one takes a course."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

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


class Session(NamedTuple):
    """A session to come, with the place that it has for itself."""

    title: str
    at: datetime
    place: str
    call_url: str


def sessions(_listed: Sequence[int], concerned: Sequence[int]) -> dict[int, tuple[Session, ...]]:
    """Return the sessions of the next weeks for who is in a cohort, by its id: in one statement."""
    now = clock.now()
    found: defaultdict[int, tuple[Session, ...]] = defaultdict(tuple)
    for id_, *row in db.session.execute(*kept(_sessions, concerned, now, now + AHEAD)) if concerned else ():
        found[id_] += (Session(*row),)
    return found


def take_sessions(cohort: Cohort, sessions: Sequence[Session]) -> None:
    """Give a cohort of a list these sessions."""
    cohort.meets = tuple(Moment(each.title, each.at, where=where(each, cohort)) for each in sessions)


def _sessions(
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
