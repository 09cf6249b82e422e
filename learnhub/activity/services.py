"""Recording what people did. Every feature above records; dashboards read."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from learnhub.activity.events import ActsChanged
from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock, events
from learnhub.core.db import db, insert
from learnhub.core.refs import Ref
from learnhub.core.statements import kept
from learnhub.people.models import Person, UnitStay


def record(
    kind: ActKind,
    ref: Ref,
    people: Iterable[int],
    *,
    within: Ref | None = None,
    at: datetime | None = None,
) -> None:
    """Record that each of `people` (ids) did this to `ref`; who did so before is left as it was.

    `within` is what it was part of, such as a demo's hackathon; `ref` itself where nothing is named.
    The act keeps the unit that the person was in at that moment; where nothing is known of it, today's.
    """
    ids = sorted(set(people))
    if not ids:
        return
    moment = at or clock.now()
    whole = within or ref
    units = {person_id: unit_id for person_id, unit_id in db.session.execute(*_units_at(ids, at))}
    same = {"kind": kind, "ref_kind": ref.kind, "ref_id": ref.id, "at": moment}
    same |= {"within_kind": whole.kind, "within_id": whole.id}
    rows = [
        same | {"id": uuid.uuid4(), "person_id": person_id, "unit_id": units.get(person_id)}
        for person_id in ids
    ]
    # row by row: SQLAlchemy compiles an INSERT of many anew each time
    db.session.execute(insert(LearningAct.__table__).on_conflict_do_nothing(), rows)
    _say([(person_id, moment) for person_id in ids])


def _units_at(ids: list[int], moment: datetime | None) -> tuple[Select[int, int | None], dict[str, Any]]:
    """Return a SELECT of people with their unit at that moment, None is now; and the values for it."""
    return kept(_today, ids) if moment is None else kept(_then, ids, moment)


def _today(ids: list[int]) -> Select[int, int | None]:
    return select(Person.id, Person.unit_id).where(Person.id.in_(ids))


def _then(ids: list[int], moment: datetime) -> Select[int, int | None]:
    then = (
        select(UnitStay.unit_id)
        .where(UnitStay.person_id == Person.id, UnitStay.since <= moment)
        .where(or_(UnitStay.until.is_(None), UnitStay.until > moment))
        .order_by(UnitStay.since.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(Person.id, func.coalesce(then, Person.unit_id)).where(Person.id.in_(ids))


def take_back(kind: ActKind, ref: Ref, people: Iterable[int] | None = None) -> None:
    """Forget acts that were undone, such as a demo that is a draft again: of all, or of these `people`."""
    which = [LearningAct.kind == kind, LearningAct.ref_kind == ref.kind, LearningAct.ref_id == ref.id]
    if people is not None:
        which.append(LearningAct.person_id.in_(sorted(set(people))))
    _forget(which)


def forget(ref_kind: str, ids: Iterable[int]) -> None:
    """Forget whatever was done to these things: they are no more."""
    _forget([LearningAct.ref_kind == ref_kind, LearningAct.ref_id.in_(sorted(set(ids)))])


def pass_on(old: Ref, new: Ref) -> None:
    """Let what was done within `old` count within `new`: the two have become one."""
    moved = db.session.execute(
        update(LearningAct)
        .where(LearningAct.within_kind == old.kind, LearningAct.within_id == old.id)
        .values(within_kind=new.kind, within_id=new.id)
        .returning(LearningAct.person_id, LearningAct.at)
    )
    _say((person_id, at) for person_id, at in moved)


def _forget(which: list[ColumnElement[bool]]) -> None:
    gone = db.session.execute(
        delete(LearningAct).where(*which).returning(LearningAct.person_id, LearningAct.at)
    )
    _say((person_id, at) for person_id, at in gone)


def _say(acts: Iterable[tuple[int, datetime]]) -> None:
    """Publish one fact for each moment."""
    by_moment: dict[datetime, list[int]] = {}
    for person_id, at in acts:
        by_moment.setdefault(at, []).append(person_id)
    for at, ids in by_moment.items():
        events.publish(ActsChanged(tuple(ids), at.astimezone(UTC).isoformat()))
