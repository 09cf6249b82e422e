"""What somebody who is in a cohort has there of their own, read at once for its page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from learnhub.cohorts.check_in_models import CheckInChoice
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import NOTHING, DeadlineState, Rule, effective, state
from learnhub.cohorts.models import Cohort, CohortCompletion, CohortDate, Progress
from learnhub.cohorts.support_models import CohortPause
from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.courses.models import OutlineItem
from learnhub.people.models import Person
from learnhub.programs.models import ProgramState, SignUp, SignUpState

_UNTICKED = (  # what is due and neither done nor waived; `deadlines.state` says whether it was missed
    *(CohortDate.step == Step.DEADLINE, CohortDate.at.is_not(None)),
    *(Progress.done_at.is_(None), Progress.waived_at.is_(None)),
)


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


class Attended(NamedTuple):
    """A cohort in which somebody is, with the first and the last day of the pause that stands there.

    `is_done`: they completed it, and nothing of theirs is due there any more.
    """

    key: str
    title: str
    starts_on: date
    ends_at: datetime
    since: date | None
    until: date | None
    is_done: bool


def running(person: Person, now: datetime) -> list[Attended]:
    """Return the cohorts in which the person is that are not over."""
    pause, whose = CohortPause, SignUp.program_id == Cohort.id
    stands = and_(pause.cohort_id == Cohort.id, pause.person_id == person.id, pause.ended_at.is_(None))
    done = CohortCompletion.cohort_id == Cohort.id, CohortCompletion.person_id == person.id
    mine = and_(Progress.date_id == CohortDate.id, Progress.person_id == person.id)
    in_force = case((Progress.extended_to > CohortDate.at, Progress.extended_to), else_=CohortDate.at)
    last = select(func.max(in_force)).select_from(CohortDate).outerjoin(Progress, mine)
    last = last.where(CohortDate.cohort_id == Cohort.id, *_UNTICKED)
    rows = db.session.execute(
        select(Cohort.key, Cohort.title, Cohort.starts_on, Cohort.ends_at, pause.since, pause.until)
        .add_columns(select(CohortCompletion.id).where(*done).exists())
        .add_columns(last.scalar_subquery(), Cohort.strictness, Cohort.grace_days)
        .join(SignUp, and_(whose, SignUp.person_id == person.id, SignUp.state == SignUpState.IN))
        .outerjoin(pause, and_(stands, pause.until_at > now))
        .where(Cohort.state == ProgramState.PUBLISHED, Cohort.ends_at > now)
        .order_by(Cohort.starts_on, Cohort.id)
    )
    found = []
    for *row, completed, last_at, strictness, grace in rows:
        is_open = _is_open(last_at, Rule(strictness, timedelta(days=grace)), now)
        key, title, starts_on, ends_at, since, until = row
        found.append(
            Attended(key, title, starts_on, ends_at, since, until, is_done=completed and not is_open)
        )
    return found


def _is_open(last: datetime | None, rule: Rule, now: datetime) -> bool:
    """Whether something can be done still, of what is not ticked off: what is due last is missed last."""
    return last is not None and state(last, NOTHING, rule, now) is not DeadlineState.MISSED


def open_dues(person: Person, cohort: Cohort) -> dict[int, tuple[str, date]]:
    """Return by id what the person can still do there: its title, and its day by their own clock."""
    now = clock.now()
    mine = (Progress.date_id == CohortDate.id) & (Progress.person_id == person.id)
    rows = db.session.execute(
        select(CohortDate.id, OutlineItem.title, CohortDate.at, Progress.extended_to)
        .join(CohortDate.item)
        .outerjoin(Progress, mine)
        .where(CohortDate.cohort_id == cohort.id, *_UNTICKED)
        .order_by(CohortDate.at, CohortDate.id)
    )
    found: list[tuple[int, str, datetime | None, datetime | None]] = [(*row,) for row in rows]
    return {
        id_: (title, dates.local_date(effective(at, later), person.tz))
        for id_, title, at, later in found
        if at is not None and _is_open(effective(at, later), cohort.rule, now)
    }
