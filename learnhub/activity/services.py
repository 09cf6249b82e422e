"""Recording what people did. Every feature above records; dashboards read."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select, update

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock
from learnhub.core.db import db, insert
from learnhub.core.refs import Ref
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
    rows_of = db.session.execute(_units_at(at).where(Person.id.in_(ids)))
    units = {person_id: unit_id for person_id, unit_id in rows_of}
    rows = [
        {
            "id": uuid.uuid4(),
            "person_id": person_id,
            "unit_id": units.get(person_id),
            "kind": kind,
            "ref_kind": ref.kind,
            "ref_id": ref.id,
            "within_kind": whole.kind,
            "within_id": whole.id,
            "at": moment,
        }
        for person_id in ids
    ]
    db.session.execute(insert(LearningAct).values(rows).on_conflict_do_nothing())


def _units_at(moment: datetime | None) -> Select[int, int | None]:
    """Select people with their unit at that moment; None is now."""
    if moment is None:
        return select(Person.id, Person.unit_id)
    then = (
        select(UnitStay.unit_id)
        .where(UnitStay.person_id == Person.id, UnitStay.since <= moment)
        .where(or_(UnitStay.until.is_(None), UnitStay.until > moment))
        .order_by(UnitStay.since.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(Person.id, func.coalesce(then, Person.unit_id))


def take_back(kind: ActKind, ref: Ref, people: Iterable[int] | None = None) -> None:
    """Forget acts that were undone, such as a demo that is a draft again: of all, or of these `people`."""
    undone = delete(LearningAct).where(
        LearningAct.kind == kind, LearningAct.ref_kind == ref.kind, LearningAct.ref_id == ref.id
    )
    if people is not None:
        undone = undone.where(LearningAct.person_id.in_(sorted(set(people))))
    db.session.execute(undone)


def pass_on(old: Ref, new: Ref) -> None:
    """Let what was done within `old` count within `new`: the two have become one."""
    db.session.execute(
        update(LearningAct)
        .where(LearningAct.within_kind == old.kind, LearningAct.within_id == old.id)
        .values(within_kind=new.kind, within_id=new.id)
    )
