"""An occasion becomes rows: one for each whom it concerns, by one statement, made once for all its like."""

from datetime import datetime
from functools import cache
from typing import Any
from typing import cast as cast_type

from sqlalchemy import Insert, String, Table, bindparam, cast, select, true

from learnhub.core.db import changed, db, insert
from learnhub.core.refs import Ref
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.planning import audiences
from learnhub.notifications.planning.rules import Occasion

TABLE = cast_type(Table, Reminder.__table__)  # past the session, in which nobody has loaded these rows
KEY = ["occurrence_key"]


def write(occasion: Occasion, program_id: int, now: datetime) -> int:
    """Write an occasion for everyone whom it concerns; return for how many it was not written before."""
    values, due = _values(occasion, program_id, now), occasion.due
    shape = occasion.kind, due.subject.kind, bool(due.zone), tuple(values)
    before, after = occasion.key("\n").split("\n")
    given = {f"its_{name}": value for name, value in values.items()}
    given |= {"key_before": before, "key_after": after, "in_zone": due.zone}
    return changed(_each(*shape, dialect=db.engine.dialect.name), given)


@cache
def _each(kind: str, subject: str, zoned: bool, names: tuple[str, ...], *, dialect: str) -> Insert:
    its: dict[str, Any] = {name: bindparam(f"its_{name}", type_=TABLE.c[name].type) for name in names}
    zone: Any = bindparam("in_zone", type_=String()) if zoned else None
    about = Ref(subject, its["subject_id"])
    people = audiences.at_the_time(kind, its["program_id"], about, its["fire_at"], zone).subquery()
    before, after = (bindparam(name, type_=String()) for name in ("key_before", "key_after"))
    key = before + cast(people.c.person_id, String) + after
    rows = select(people.c.person_id, key, *its.values()).where(true())
    written = insert(TABLE).from_select(["person_id", *KEY, *its], rows)  # in the words of one `dialect`
    return written.on_conflict_do_nothing(index_elements=KEY)


def post(occasion: Occasion, program_id: int, now: datetime) -> None:
    """Write what is to be posted into the channel of the program."""
    key = {"person_id": None, "occurrence_key": occasion.key("channel")}
    row = insert(TABLE).values(**key, **_values(occasion, program_id, now))
    db.session.execute(row.on_conflict_do_nothing(index_elements=KEY))


def _values(occasion: Occasion, program_id: int, now: datetime) -> dict[str, object]:
    return {
        "kind": occasion.kind,
        "rule": occasion.rule,
        "offset": str(occasion.offset),
        "subject_kind": occasion.due.subject.kind,
        "subject_id": occasion.due.subject.id,
        "program_id": program_id,
        "due_rev": occasion.due.rev,
        "due_at": occasion.due.at,
        "fire_at": occasion.fire_at,
        "next_at": occasion.fire_at,
        "expires_at": occasion.due.until,
        "state": State.PENDING,
        "skip_reason": "",
        "attempts": 0,
        "copies": 0,
        "created_at": now,
    }
