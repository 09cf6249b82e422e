"""Quiet hours: no mail comes then, and nobody who is stuck is sent; what is critical alone breaks them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Time, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import contains_eager

from learnhub.core import audit, clock, events
from learnhub.core.db import UtcDateTime, db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.people import conflicts, sentences
from learnhub.people.events import QuietAdded
from learnhub.people.focus_models import FocusBlock, FocusFeed
from learnhub.people.hours import Block, Quiet, Window, leave_open, leave_some, overlap, work
from learnhub.people.models import Person, Unit, UnitPath
from learnhub.people.quiet_models import QuietWindow

MOST = 6  # of one person or unit
AHEAD = timedelta(days=14)  # in which an hour is left
COLUMNS = QuietWindow.days, QuietWindow.starts, QuietWindow.ends
PATTERN = Person.work_days, Person.work_starts, Person.work_ends
THESE = "these quiet hours"
NO_HOUR = "No hour of work would be left in which mail may come. Leave one."


def of_each(person_ids: Collection[int] | Select[Any]) -> dict[int, tuple[Quiet, ...]]:
    """Return the quiet hours of these people, their own and their units', and the focus blocks to come from
    their calendars: one statement. Who has none is not in it.
    """
    these = Person.id.in_(person_ids)
    rows = db.session.execute(union_all(*_ways(these), _blocks(these))).all()
    found: dict[int, set[Quiet]] = {}
    for person_id, days, starts, ends, begins, over in rows:
        each = Window(days, starts, ends) if days else Block(begins, over)
        found.setdefault(person_id, set()).add(each)
    return {person_id: _in_order(each) for person_id, each in found.items()}


def _in_order(found: Collection[Quiet]) -> tuple[Quiet, ...]:
    weekly = sorted(each for each in found if isinstance(each, Window))
    return (*weekly, *sorted(each for each in found if isinstance(each, Block)))


def of(person: Person) -> tuple[Quiet, ...]:
    """Return the quiet hours of a person, and the focus blocks to come from their calendar."""
    return of_each([person.id]).get(person.id, ())


def weekly(person: Person) -> tuple[Window, ...]:
    """Return those of a person that come each week."""
    return tuple(each for each in of(person) if isinstance(each, Window))


def whose() -> Select[int]:
    """Select the ids of those who have quiet hours, or focus blocks to come."""
    return _ids(*_ways(), _blocks())


def whom(window_id: int) -> Select[int]:
    """Select the ids of those whom these quiet hours leave in peace."""
    return _ids(*_ways(QuietWindow.id == window_id))


def _ids(*ways: Select[*tuple[Any, ...]]) -> Select[int]:
    return select(union_all(*(way.with_only_columns(way.selected_columns[0]) for way in ways)).subquery())


Row = Select[int, str, time, time, datetime, datetime]


def _ways(*which: ColumnElement[bool]) -> tuple[Row, ...]:
    mine, no = Person.id == QuietWindow.person_id, cast(null(), UtcDateTime)
    own = select(Person.id, *COLUMNS, no, no).join(QuietWindow, mine)
    units = (
        select(Person.id, *COLUMNS, no, no)
        .join(UnitPath, UnitPath.descendant_id == Person.unit_id)
        .join(QuietWindow, QuietWindow.unit_id == UnitPath.ancestor_id)
    )
    return own.where(*which), units.where(*which)


def _blocks(*which: ColumnElement[bool]) -> Row:
    no = cast(null(), Time)
    blocks = (
        select(Person.id, literal(""), no, no, FocusBlock.starts_at, FocusBlock.ends_at)
        .join(FocusFeed, FocusFeed.person_id == Person.id)
        .join(FocusBlock, FocusBlock.feed_id == FocusFeed.id)
    )
    holds = FocusFeed.confirmed_at.is_not(None), FocusBlock.ends_at > clock.now()
    return blocks.where(*holds, *which)


def listed(person: Person) -> tuple[Sequence[QuietWindow], FocusFeed | None]:
    """Return what the person chose, with what holds for everybody of their unit and those above, and the
    calendar that they gave: one statement.
    """
    above = select(UnitPath.ancestor_id).where(UnitPath.descendant_id == person.unit_id)
    theirs = or_(QuietWindow.person_id == person.id, QuietWindow.unit_id.in_(above))
    wanted = (
        select(QuietWindow, FocusFeed)
        .select_from(Person)
        .outerjoin(FocusFeed, FocusFeed.person_id == Person.id)
        .outerjoin(QuietWindow, theirs)
        .outerjoin(QuietWindow.unit)
        .options(contains_eager(QuietWindow.unit))
    )
    rows = db.session.execute(wanted.where(Person.id == person.id).order_by(QuietWindow.id)).all()
    return [*filter(None, (row[0] for row in rows))], rows[0][1] if rows else None


def of_unit(unit: Unit) -> Sequence[QuietWindow]:
    """Return what holds for everybody of a unit."""
    theirs = select(QuietWindow).where(QuietWindow.unit_id == unit.id)
    return db.session.scalars(theirs.order_by(QuietWindow.id)).all()


def add(person: Person, *, days: list[str], starts: time, ends: time) -> Sequence[Window]:
    """Leave the person in peace then, each week; return which others these overlap: all of them hold.

    Raises Invalid without a day, or if no hour is left.
    """
    made = QuietWindow(person_id=person.id, days=_days(days), starts=starts, ends=ends)
    known = of(person)
    _leave_an_hour(person, known, made.window)
    _add(made)
    return _overlapped(known, made.window)


def change(
    person: Person, key: str, *, version: int | None, days: list[str], starts: time, ends: time
) -> Sequence[Window]:
    """Leave the person in peace at other hours than those; return and raise as `add` does, NotFound for
    anybody else's, and Conflict with both where they are others since `version`.
    """
    row = own(person, key)
    window, others = Window(_days(days), starts, ends), _but(person, row)
    _compare(row, version, window, conflicts.said(person, THESE, person, None))
    _leave_an_hour(person, others, window)
    _put(row, window)
    return _overlapped(others, window)


def _compare(row: QuietWindow, version: int | None, window: Window, said: str) -> None:
    if version != row.version and window != row.window:
        raise Conflict(said, theirs=_in_words(row.window), yours=_in_words(window))


def _in_words(window: Window) -> dict[str, str]:
    days = sentences.weekdays(window.days)
    return {"starts": f"{window.starts:%H:%M}", "ends": f"{window.ends:%H:%M}", "days": days}


def _put(row: QuietWindow, window: Window) -> None:
    row.days, row.starts, row.ends = window.days, window.starts, window.ends
    db.session.flush()
    events.publish(QuietAdded(row.id))


def _but(person: Person, row: QuietWindow) -> tuple[Quiet, ...]:
    """Return what keeps a person in peace besides these hours: what they and a unit have alike stays."""
    windows, _ = listed(person)
    blocks = (each for each in of(person) if isinstance(each, Block))
    return (*(each.window for each in windows if each.id != row.id), *blocks)


def _leave_an_hour(person: Person, known: Sequence[Quiet], window: Window) -> None:
    every_week = tuple(each for each in known if isinstance(each, Window))
    if not (leave_open(_work(person), (*every_week, window)) and leave_room(person, (*known, window))):
        raise Invalid(NO_HOUR, "days")


def _overlapped(known: Sequence[Quiet], window: Window) -> Sequence[Window]:
    return [each for each in known if isinstance(each, Window) and overlap(each, window)]


def leave_room(person: Person, over: Sequence[Quiet]) -> bool:
    """Whether these leave an hour of the person's work in the days to come."""
    now = clock.now()
    today = now.astimezone(person.tz).date()
    days = [today + timedelta(days=number) for number in range(AHEAD.days)]
    past = Block(now - timedelta(days=1), now)
    return leave_some(_work(person), [past, *over], person.tz, days)


def _work(person: Person) -> Window:
    return work(person.work_days, person.work_starts, person.work_ends)


def add_for(unit: Unit, *, days: list[str], starts: time, ends: time, by: Person) -> None:
    """Leave everybody of a unit and below in peace then. Raises Invalid without a day, or if that, with what
    holds for the unit already, leaves somebody no hour.
    """
    made = QuietWindow(unit_id=unit.id, days=_days(days), starts=starts, ends=ends)
    _leave_all_an_hour(unit, made.window)
    _add(made)
    _record(by, "unit.quiet", made, after=_audited(made.window))


def change_for(
    unit: Unit, key: str, *, version: int | None, days: list[str], starts: time, ends: time, by: Person
) -> None:
    """Leave everybody of a unit and below in peace at other hours than those; raises as `add_for` does,
    NotFound, and Conflict with both where somebody changed them since `version`.
    """
    row, window = of_one_unit(unit, key), Window(_days(days), starts, ends)
    said = conflicts.overtaken(by, THESE, Ref("unit", unit.id), "unit.quiet_changed")
    _compare(row, version, window, said)
    _leave_all_an_hour(unit, window, but=row)
    before = _audited(row.window)
    _put(row, window)
    _record(by, "unit.quiet_changed", row, before=before, after=_audited(window))


def _leave_all_an_hour(unit: Unit, window: Window, *, but: QuietWindow | None = None) -> None:
    windows = (*_over(unit, but), window)
    if not all(leave_open(work(*pattern), windows) for pattern in _patterns(unit)):
        raise Invalid(NO_HOUR, "days")


def _over(unit: Unit, but: QuietWindow | None) -> Iterable[Window]:
    """Return what holds for the unit and those above, but one."""
    above = select(UnitPath.ancestor_id).where(UnitPath.descendant_id == unit.id)
    rows = db.session.scalars(select(QuietWindow).where(QuietWindow.unit_id.in_(above)))
    return [each.window for each in rows if each is not but]


def _patterns(unit: Unit) -> Iterable[tuple[str, time, time]]:
    """Return when they work who are in the unit or below, each pattern once."""
    inside = select(UnitPath.descendant_id).where(UnitPath.ancestor_id == unit.id)
    here = Person.unit_id.in_(inside), Person.left_at.is_(None)
    rows = db.session.execute(select(*PATTERN).where(*here).distinct())
    return [(days, starts, ends) for days, starts, ends in rows]


def own(person: Person, key: str) -> QuietWindow:
    """Return quiet hours of the person's own. Raises NotFound for anybody else's."""
    return _found(key, person_id=person.id)


def of_one_unit(unit: Unit, key: str) -> QuietWindow:
    """Return quiet hours of the unit itself. Raises NotFound for those of another, or of a person."""
    return _found(key, unit_id=unit.id)


def remove(person: Person, key: str) -> None:
    """End quiet hours of the person's own. Raises NotFound for anybody else's."""
    db.session.delete(own(person, key))
    db.session.flush()


def remove_for(unit: Unit, key: str, *, by: Person) -> None:
    """End quiet hours of a unit. Raises NotFound."""
    found = of_one_unit(unit, key)
    db.session.delete(found)
    _record(by, "unit.quiet_ended", found, after=_audited(found.window))


def _days(days: list[str]) -> str:
    if not days:
        raise Invalid("Choose at least one day.", "days")
    return "".join(sorted(set(days)))


def _add(made: QuietWindow) -> None:
    theirs = QuietWindow.person_id == made.person_id, QuietWindow.unit_id == made.unit_id
    if (db.session.scalar(select(func.count(QuietWindow.id)).where(*theirs)) or 0) >= MOST:
        raise Invalid("Six are the most. Remove one first.", "days")
    db.session.add(made)
    db.session.flush()
    events.publish(QuietAdded(made.id))


def _found(key: str, **owner: int) -> QuietWindow:
    found = db.session.query(QuietWindow).filter_by(key=key, **owner).one_or_none()
    if found is None:
        raise NotFound
    return found


def _record(by: Person, act: str, row: QuietWindow, **values: dict[str, Any]) -> None:
    audit.record(by.id, act, Ref("unit", row.unit_id or 0), **values)


def _audited(window: Window) -> dict[str, Any]:
    return {"days": window.days, "from": f"{window.starts:%H:%M}", "to": f"{window.ends:%H:%M}"}
