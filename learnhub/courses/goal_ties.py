"""Courses as what serves a goal: whoever may change one may say which."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import lazyload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.courses import services
from learnhub.courses.models import Course
from learnhub.goals import queries as goals
from learnhub.goals.tieable import Asked, Served, Thing
from learnhub.people.models import Kind, Person


def _one(person: Person, key: str) -> Thing:
    found = _things(person, Course.key == key, most=1)
    if not found:
        raise NotFound
    return found[0]


def _some(person: Person, asked: Asked) -> Sequence[Thing]:
    wanted: list[ColumnElement[bool]] = []
    if asked.words:
        wanted.append(Course.title.icontains(one_line(asked.words), autoescape=True))
    if asked.untied:
        wanted.append(~goals.is_tied("course", Course.id))
    return _things(person, *wanted, most=asked.most, skip=asked.skip)


def _things(person: Person, *wanted: ColumnElement[bool], most: int, skip: int = 0) -> list[Thing]:
    if person.kind is Kind.GUEST:
        return []
    rows = db.session.execute(
        select(Course, func.count().over())
        .options(lazyload("*"))
        .where(Course.binned_at.is_(None), *wanted)
        .order_by(Course.created_at.desc(), Course.id.desc())
        .limit(most)
        .offset(skip)
    )
    return [
        Thing(
            Ref("course", row.id),
            row.key,
            row.title,
            row.provider,
            bool(services.verdict_on_editing(person, row)),
            of,
        )
        for row, of in rows
    ]


COURSES = Served("Course", "Courses", "graduation-cap", one=_one, some=_some)
