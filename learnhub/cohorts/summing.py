"""How a whole cohort gets on, in figures: counted in the database, however many are in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.flag_rules import BEHIND
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core.db import db
from learnhub.courses.models import OutlineItem
from learnhub.people.models import Person
from learnhub.programs.models import SignUp, SignUpState

NAMED = 3  # dates of which most is missing


@dataclass(frozen=True, slots=True)
class Sum:
    """`on_pace` have done as much as was due by now, `behind` less than the rule of the flag asks for.

    `missing`: dates that have passed, and how many have not done it, nor longer, nor been let off; the most
    first. Nothing while nothing was due.
    """

    of: int
    on_pace: int
    behind: int
    missing: Sequence[tuple[str, int]]


def of(cohort: Cohort, now: datetime) -> Sum | None:
    """Return the figures, in one statement; None before the first is due."""
    rows = db.session.execute(union_all(_paces(cohort, now), _missing(cohort, now))).all()
    (_, _, total, on_pace, behind), *dates = sorted(rows, key=lambda row: row[0])
    if not dates:
        return None
    short = [(title, total - settled) for _, title, settled, *_ in dates if total > settled]
    return Sum(total, on_pace, behind, sorted(short, key=lambda each: -each[1])[:NAMED])


def _inside(cohort: Cohort) -> tuple[ColumnElement[bool], ...]:
    return SignUp.program_id == cohort.id, SignUp.state == SignUpState.IN, Person.left_at.is_(None)


def _counts(cohort: Cohort) -> tuple[ColumnElement[bool], ...]:
    is_due = CohortDate.step == Step.DEADLINE, CohortDate.at.is_not(None), OutlineItem.counts.is_(True)
    return CohortDate.cohort_id == cohort.id, *is_due


def _missing(cohort: Cohort, now: datetime) -> Select[int, str, int, int, int]:
    """The dates that have passed, each with how many of those who are in it need do nothing about it."""
    settled = or_(Progress.done_at.is_not(None), Progress.waived_at.is_not(None), Progress.extended_to > now)
    inside = select(SignUp.person_id).join(Person, Person.id == SignUp.person_id).where(*_inside(cohort))
    mine = and_(Progress.date_id == CohortDate.id, settled, Progress.person_id.in_(inside))
    return (
        select(CohortDate.id, OutlineItem.title, func.count(Progress.id), literal(0), literal(0))
        .select_from(CohortDate)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .outerjoin(Progress, mine)
        .where(*_counts(cohort), CohortDate.at <= now)
        .group_by(CohortDate.id, OutlineItem.id, OutlineItem.title)
    )


def _paces(cohort: Cohort, now: datetime) -> Select[int, str, int, int, int]:
    """How many are in it, on pace, and behind: what passed was due, but for what is otherwise for oneself."""
    excused = and_(CohortDate.at <= now, or_(Progress.waived_at.is_not(None), Progress.extended_to > now))
    done = and_(Progress.done_at.is_not(None), Progress.waived_at.is_(None))
    each = (
        select(
            Progress.person_id,
            func.count().filter(done).label("done"),
            func.count().filter(excused).label("excused"),
        )
        .join(CohortDate, CohortDate.id == Progress.date_id)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .where(*_counts(cohort))
        .group_by(Progress.person_id)
        .subquery()
    )
    due = select(func.count()).select_from(CohortDate).join(OutlineItem, OutlineItem.id == CohortDate.item_id)
    passed = due.where(*_counts(cohort), CohortDate.at <= now).scalar_subquery()
    expected = passed - func.coalesce(each.c.excused, 0)
    has = func.coalesce(each.c.done, 0)
    on_pace, behind = (func.count().filter(so) for so in (has >= expected, has < expected * BEHIND))
    return (
        select(literal(0), literal(""), func.count(), on_pace, behind)
        .select_from(SignUp)
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(each, each.c.person_id == SignUp.person_id)
        .where(*_inside(cohort))
    )
