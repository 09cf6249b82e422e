"""Quiet hours: no mail comes then, and nobody who is stuck is sent; what is critical alone breaks them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import contains_eager

from learnhub.core import audit, events
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.people.events import QuietAdded
from learnhub.people.hours import Window, leave_open, work
from learnhub.people.models import Person, Unit, UnitPath
from learnhub.people.quiet_models import QuietWindow

MOST = 6  # of one person or unit
COLUMNS = QuietWindow.days, QuietWindow.starts, QuietWindow.ends
PATTERN = Person.work_days, Person.work_starts, Person.work_ends
NO_HOUR = "No hour of work would be left in which mail may come. Leave one."


def of_each(person_ids: Collection[int] | Select[Any]) -> dict[int, tuple[Window, ...]]:
    """Return the quiet hours of these people, their own and their units': one statement.

    Who has none is not in it.
    """
    rows = db.session.execute(union_all(*_ways(Person.id.in_(person_ids)))).all()
    found: dict[int, set[Window]] = {}
    for person_id, days, starts, ends in rows:
        found.setdefault(person_id, set()).add(Window(days, starts, ends))
    return {person_id: tuple(sorted(windows)) for person_id, windows in found.items()}


def of(person: Person) -> tuple[Window, ...]:
    """Return the quiet hours of a person."""
    return of_each([person.id]).get(person.id, ())


def whose(*which: ColumnElement[bool]) -> Select[int]:
    """Select the ids of those who have quiet hours, or such as these."""
    ways = (way.with_only_columns(way.selected_columns[0]) for way in _ways(*which))
    return select(union_all(*ways).subquery())


def _ways(*which: ColumnElement[bool]) -> tuple[Select[int, str, time, time], ...]:
    mine = Person.id == QuietWindow.person_id
    own = select(Person.id, *COLUMNS).join(QuietWindow, mine)
    units = (
        select(Person.id, *COLUMNS)
        .join(UnitPath, UnitPath.descendant_id == Person.unit_id)
        .join(QuietWindow, QuietWindow.unit_id == UnitPath.ancestor_id)
    )
    return own.where(*which), units.where(*which)


def listed(person: Person) -> Sequence[QuietWindow]:
    """Return what the person chose, and what holds for everybody of their unit and those above."""
    above = select(UnitPath.ancestor_id).where(UnitPath.descendant_id == person.unit_id)
    theirs = or_(QuietWindow.person_id == person.id, QuietWindow.unit_id.in_(above))
    wanted = select(QuietWindow).outerjoin(QuietWindow.unit).options(contains_eager(QuietWindow.unit))
    return db.session.scalars(wanted.where(theirs).order_by(QuietWindow.id)).all()


def of_unit(unit: Unit) -> Sequence[QuietWindow]:
    """Return what holds for everybody of a unit."""
    theirs = select(QuietWindow).where(QuietWindow.unit_id == unit.id)
    return db.session.scalars(theirs.order_by(QuietWindow.id)).all()


def add(person: Person, *, days: list[str], starts: time, ends: time) -> None:
    """Leave the person in peace then, each week. Raises Invalid without a day, or if no hour is left."""
    made = QuietWindow(person_id=person.id, days=_days(days), starts=starts, ends=ends)
    if not leave_open(
        work(person.work_days, person.work_starts, person.work_ends), (*of(person), _window(made))
    ):
        raise Invalid(NO_HOUR, "days")
    _add(made)


def add_for(unit: Unit, *, days: list[str], starts: time, ends: time, by: Person) -> None:
    """Leave everybody of a unit and below in peace then. Raises Invalid without a day, or if that, with what
    holds for the unit already, leaves somebody no hour.
    """
    made = QuietWindow(unit_id=unit.id, days=_days(days), starts=starts, ends=ends)
    windows = (*_over(unit), _window(made))
    if not all(leave_open(work(*pattern), windows) for pattern in _patterns(unit)):
        raise Invalid(NO_HOUR, "days")
    _add(made)
    _record(by, "unit.quiet", made)


def _over(unit: Unit) -> Iterable[Window]:
    """Return what holds for the unit and those above."""
    above = select(UnitPath.ancestor_id).where(UnitPath.descendant_id == unit.id)
    rows = db.session.scalars(select(QuietWindow).where(QuietWindow.unit_id.in_(above)))
    return map(_window, rows)


def _patterns(unit: Unit) -> Iterable[tuple[str, time, time]]:
    """Return when they work who are in the unit or below, each pattern once."""
    inside = select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit.id)
    here = Person.unit_id.in_(inside), Person.left_at.is_(None)
    rows = db.session.execute(select(*PATTERN).where(*here).distinct())
    return [(days, starts, ends) for days, starts, ends in rows]


def _window(row: QuietWindow) -> Window:
    return Window(row.days, row.starts, row.ends)


def remove(person: Person, key: str) -> None:
    """End quiet hours of the person's own. Raises NotFound for anybody else's."""
    db.session.delete(_found(key, person_id=person.id))
    db.session.flush()


def remove_for(unit: Unit, key: str, *, by: Person) -> None:
    """End quiet hours of a unit. Raises NotFound."""
    found = _found(key, unit_id=unit.id)
    db.session.delete(found)
    _record(by, "unit.quiet_ended", found)


def _days(days: list[str]) -> str:
    if not days:
        raise Invalid("Choose at least one day.", "days")
    return "".join(sorted(set(days)))


def _add(made: QuietWindow) -> None:
    theirs = QuietWindow.person_id == made.person_id, QuietWindow.unit_id == made.unit_id
    if (db.session.scalar(select(func.count(QuietWindow.id)).where(*theirs)) or 0) >= MOST:
        raise Invalid("Six are the most. End one first.", "days")
    db.session.add(made)
    db.session.flush()
    events.publish(QuietAdded(made.id))


def _found(key: str, **owner: int) -> QuietWindow:
    found = db.session.query(QuietWindow).filter_by(key=key, **owner).one_or_none()
    if found is None:
        raise NotFound
    return found


def _record(by: Person, act: str, row: QuietWindow) -> None:
    said = {"days": row.days, "from": f"{row.starts:%H:%M}", "to": f"{row.ends:%H:%M}"}
    audit.record(by.id, act, Ref("unit", row.unit_id or 0), after=said)
