"""From acts to facts: what each person did in each week, taken away and written anew where it is dirty."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Select, case, delete, func, literal, or_, select

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core.db import db, insert
from learnhub.dashboards import weeks
from learnhub.dashboards.models import AwayWeek, DirtyAct, PersonWeek
from learnhub.dashboards.periods import WEEK
from learnhub.people.models import Person

LISTENED = (ActKind.ATTENDED,)
AT_ONCE = 20_000  # dirty acts in one refresh
SOME = 5000  # people in one statement
COLUMNS = ["person_id", "week", "acts", "active", "first_kind", "first_id"]


def mark(people: Iterable[int], at: datetime) -> None:
    """Say that what these people did in the week of that moment is to be counted anew."""
    db.session.execute(insert(DirtyAct.__table__), [{"person_id": each, "at": at} for each in people])


def dirty_weeks(tz: ZoneInfo) -> tuple[list[int], dict[date, set[int]]]:
    """Return the oldest marks, and who is dirty in which week by them."""
    rows = db.session.execute(
        select(DirtyAct.id, DirtyAct.person_id, DirtyAct.at).order_by(DirtyAct.id).limit(AT_ONCE)
    ).all()
    found: dict[date, set[int]] = {}
    for _, person_id, at in rows:
        found.setdefault(weeks.week_of(at, tz), set()).add(person_id)
    return [row.id for row in rows], found


def unmark(marks: Sequence[int]) -> None:
    """Forget these marks: all that they stand for is written."""
    for ids in _some(marks):
        db.session.execute(delete(DirtyAct).where(DirtyAct.id.in_(ids)))


def write(week: date, tz: ZoneInfo, people: Collection[int] | None = None) -> None:
    """Write what everybody, or these people, did in that week, in place of what was written before."""
    chosen: Sequence[Sequence[int] | None] = [None] if people is None else [*_some(sorted(people))]
    for some in chosen:
        old = delete(PersonWeek).where(PersonWeek.week == week)
        new = counted(week, tz)
        if some is not None:
            old, new = old.where(PersonWeek.person_id.in_(some)), counted(week, tz, some)
        db.session.execute(old)
        db.session.execute(insert(PersonWeek).from_select(COLUMNS, new))


def counted(week: date, tz: ZoneInfo, people: Sequence[int] | None = None) -> Select[Any]:
    """Select the facts of one week from the acts, in the order of COLUMNS."""
    begins, ends = weeks.begin(week, tz), weeks.begin(week + WEEK, tz)
    place = func.row_number().over(
        partition_by=LearningAct.person_id, order_by=(LearningAct.at, LearningAct.within_id, LearningAct.id)
    )
    acts = select(
        LearningAct.person_id,
        LearningAct.kind,
        LearningAct.within_kind,
        LearningAct.within_id,
        place.label("place"),
    ).where(LearningAct.at >= begins, LearningAct.at < ends)
    if people is not None:
        acts = acts.where(LearningAct.person_id.in_(people))
    act = acts.subquery()
    is_first = act.c.place == 1
    return select(
        act.c.person_id,
        literal(week, Date),
        func.count(),
        func.sum(case((act.c.kind.in_(LISTENED), 0), else_=1)),
        func.max(case((is_first, act.c.within_kind))),
        func.max(case((is_first, act.c.within_id))),
    ).group_by(act.c.person_id)


def weeks_with_acts(tz: ZoneInfo) -> list[date]:
    """Return every week from the first act to the last."""
    first, last = db.session.execute(select(func.min(LearningAct.at), func.max(LearningAct.at))).one()
    if first is None:
        return []
    return weeks.each(weeks.week_of(first, tz), weeks.week_of(last, tz) + WEEK)


def first_week() -> date | None:
    """Return the first week in which anybody did something."""
    return db.session.scalar(select(func.min(PersonWeek.week)))


def close_away(first: date, after: date) -> None:
    """Note who was away at the end of these weeks, as people have said by now."""
    for week in weeks.each(first, after):
        last = week + WEEK - weeks.DAY
        db.session.execute(delete(AwayWeek).where(AwayWeek.week == week))
        away = select(Person.id, literal(week, Date)).where(
            Person.away_until >= last, or_(Person.away_from.is_(None), Person.away_from <= last)
        )
        db.session.execute(insert(AwayWeek).from_select(["person_id", "week"], away))


def dirty() -> set[int]:
    """Return who is to be counted anew."""
    return set(db.session.scalars(select(DirtyAct.person_id).distinct()))


def differing(week: date, tz: ZoneInfo) -> set[int]:
    """Return whose facts of that week are other than their acts say."""
    facts = {
        tuple(row)
        for row in db.session.execute(
            select(*(getattr(PersonWeek, name) for name in COLUMNS)).where(PersonWeek.week == week)
        )
    }
    acts = {tuple(row) for row in db.session.execute(counted(week, tz))}
    return {row[0] for row in facts ^ acts}


def _some(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + SOME] for start in range(0, len(ids), SOME)]
