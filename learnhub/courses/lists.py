"""The catalogue as a list: what the address asks for, the page of it, and the providers there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.paging import within
from learnhub.courses.models import Completion, Course, CourseVersion, ItemKind, OutlineItem
from learnhub.goals.models import Goal, Tie
from learnhub.library.models import Level
from learnhub.people.models import Person

PAGE = 50
NO_GOAL = "none"
HOURS = {  # more than, up to
    "short": (0, 5),
    "some": (5, 20),
    "long": (20, 60),
    "whole": (60, 100_000),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; empty is everything."""

    level: Level | None = None
    provider: str = ""
    goal: str = ""  # a key, or `NO_GOAL`
    hours: str = ""  # of `HOURS`
    mine: bool = False  # what I keep
    newest: bool = False  # otherwise by title

    def __bool__(self) -> bool:
        return bool(self.level or self.provider or self.goal or self.hours or self.mine)


@dataclass(frozen=True, slots=True)
class Row:
    """A course in the list: what its outline holds and how long it is, and how many completed it."""

    course: Course
    holds: Mapping[ItemKind, int]
    weeks: int
    completed: int


def rows(person: Person, wanted: Wanted, page: int) -> tuple[list[Row], int]:
    """Return one page of courses, and how many there are in all."""
    which = _which(person, wanted)
    total = db.session.scalar(select(func.count()).select_from(Course).where(*which)) or 0
    order = [Course.created_at.desc(), Course.id.desc()] if wanted.newest else [Course.title, Course.id]
    found = db.session.execute(
        select(
            Course, _completed(), _outline(func.max(OutlineItem.week)), *(_number(kind) for kind in ItemKind)
        )
        .options(joinedload(Course.owner))
        .where(*which)
        .order_by(*order)
        .limit(PAGE)
        .offset((within(page, total, PAGE) - 1) * PAGE)
    )
    made = [
        Row(course, dict(zip(ItemKind, holds, strict=True)), weeks or 0, completed)
        for course, completed, weeks, *holds in found
    ]
    return made, total


def providers() -> Sequence[str]:
    """Return who gives courses, by name."""
    return db.session.scalars(
        select(Course.provider)
        .where(Course.binned_at.is_(None), Course.provider != "")
        .group_by(Course.provider)
        .order_by(Course.provider)
        .limit(200)
    ).all()


def _number(kind: ItemKind) -> ColumnElement[int]:
    return _outline(func.coalesce(func.sum(case((OutlineItem.kind == kind, 1), else_=0)), 0))


def _outline(what: ColumnElement[Any]) -> ColumnElement[int]:
    is_current = and_(CourseVersion.course_id == Course.id, CourseVersion.number == Course.current)
    return (
        select(what)
        .select_from(OutlineItem)
        .join(CourseVersion, OutlineItem.version_id == CourseVersion.id)
        .where(is_current)
        .correlate(Course)
        .scalar_subquery()
    )


def _completed() -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Completion.course_id == Course.id, Completion.removed_at.is_(None))
        .correlate(Course)
        .scalar_subquery()
    )


def _which(person: Person, wanted: Wanted) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = [Course.binned_at.is_(None)]
    if wanted.level:
        which.append(Course.level == wanted.level)
    if wanted.provider:
        which.append(Course.provider == wanted.provider)
    if wanted.hours:
        least, most = HOURS[wanted.hours]
        which += [Course.hours > least, Course.hours <= most]
    if wanted.mine:
        which.append(Course.owner_id == person.id)
    if wanted.goal:
        tie = exists().where(Tie.ref_kind == "course", Tie.ref_id == Course.id, Goal.id == Tie.goal_id)
        which.append(~tie if wanted.goal == NO_GOAL else tie.where(Goal.key == wanted.goal))
    return which
