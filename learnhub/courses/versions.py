"""Versions of an outline: read as values, written in place, or as the next one where a cohort runs it."""

from collections.abc import Sequence
from dataclasses import fields, replace

from sqlalchemy import delete, select

from learnhub.core import clock
from learnhub.core.db import db, new_key
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.courses import outlines, queries, services
from learnhub.courses.models import Course, CourseVersion, ItemKind, OutlineItem
from learnhub.courses.outlines import Line
from learnhub.people.models import Person
from learnhub.search import services as search

MOST = 500  # lines
BEFORE = [each.name for each in fields(Line)]


def lines(version: CourseVersion) -> list[Line]:
    """Return a version's outline as values."""
    return [Line.of(item) for item in queries.outline(version.id)]


def fix(version_id: int) -> None:
    """A cohort runs this version from now on: it is never changed again."""
    version = _locked(version_id)
    version.fixed_at = version.fixed_at or clock.now()
    db.session.flush()


def _locked(version_id: int) -> CourseVersion:
    found = select(CourseVersion).where(CourseVersion.id == version_id)
    return db.session.scalars(found.with_for_update().execution_options(populate_existing=True)).one()


def write(
    actor: Person, course: Course, wanted: Sequence[Line], *, version: int, anew: bool = False
) -> CourseVersion:
    """Let the outline be these lines: in the current version, or in the next where a cohort runs that one.

    `version` is the course's, as it was read; with `anew` it is the next version in any case. Raises
    Conflict where someone changed it since, Invalid for more than `MOST` lines.
    """
    require(services.verdict_on_editing(actor, course))
    if course.version != version:
        raise Conflict("The outline was changed meanwhile, by someone else or in another window. Look again.")
    if len(wanted) > MOST:
        raise Invalid(f"An outline holds {MOST} lines at most.")
    current = _locked(queries.current(course).id)
    kept = [line if line.key else replace(line, key=new_key()) for line in wanted]
    if kept == lines(current) and not anew:
        return current
    target = _next(actor, course, current) if anew or current.fixed_at else current
    _store(target, kept)
    if target.number > 1:
        target.changed = outlines.diff(lines(queries.version(course, target.number - 1)), kept).words()
    course.current, course.changed_at = target.number, clock.now()
    db.session.flush()
    search.changed(Ref("course", course.id))
    return target


def _next(actor: Person, course: Course, current: CourseVersion) -> CourseVersion:
    made = CourseVersion(course_id=course.id, number=current.number + 1, by_id=actor.id, at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def _store(version: CourseVersion, wanted: Sequence[Line]) -> None:
    """Write the lines with their order; a part holds what follows it."""
    db.session.execute(delete(OutlineItem).where(OutlineItem.version_id == version.id))
    part: OutlineItem | None = None
    for position, line in enumerate(wanted, start=1):
        values = {name: getattr(line, name) for name in BEFORE}
        item = OutlineItem(version_id=version.id, position=position, **values)
        item.part_id = part.id if part is not None and line.kind is not ItemKind.PART else None
        db.session.add(item)
        if line.kind is ItemKind.PART:
            db.session.flush()
            part = item
    db.session.flush()
