"""Everything of one person: taken out, or made nobody's. Tables are those of the registry."""

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select, update

from learnhub.core import audit, clock, events
from learnhub.core.audit import AuditEntry
from learnhub.core.db import Model, db
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict, no, require
from learnhub.core.refs import Ref
from learnhub.help.models import HelpAnswer, HelpRequest
from learnhub.imports.models import ImportRow
from learnhub.mine.registry import HELD, SECRET, Fate
from learnhub.people import services as people
from learnhub.people.events import PersonChanged
from learnhub.people.models import Person, Role
from learnhub.search import services as search

NOBODY = "Somebody who left"
DELETED = "This was deleted with who asked it."
REMOVED = "erased.invalid"  # a domain that never is (RFC 6761)


def may_erase(actor: Person, person: Person) -> Verdict:
    """Admins, and never themselves."""
    if not actor.has(Role.ADMIN):
        return no("Only admins can do that.")
    if person.id == actor.id:
        return no("Another admin erases you.")
    return no("They are erased already.") if is_erased(person) else Verdict(True, "")


def is_erased(person: Person) -> bool:
    return person.email.endswith(f"@{REMOVED}")


def everything(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return all rows that are about a person, by table, without secrets: for that person alone."""
    table = _table("person")
    found = {"person": _rows(table, table.c.id == person.id)}
    for held in HELD:
        if held.fate is Fate.ACTOR:
            continue
        table = _table(held.table)
        found[f"{held.table}.{held.column}"] = _rows(table, table.c[held.column] == person.id)
        for name, column in held.inside:
            inside, ids = _table(name), select(table.c.id).where(table.c[held.column] == person.id)
            found[name] = _rows(inside, inside.c[column].in_(ids))
    return {name: rows for name, rows in found.items() if rows}


def _rows(table: Table, wanted: Any) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in SECRET]
    rows = db.session.execute(select(*columns).where(wanted).order_by(*table.primary_key.columns))
    return [{name: _said(value) for name, value in row.items()} for row in rows.mappings()]


def _said(value: Any) -> Any:
    """Return what JSON can say."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def erase(actor: Person, person: Person, *, typed: str) -> None:
    """Make a person nobody: what is theirs alone is deleted, all else is left without a name. Audited.

    `typed` is their name, as a second yes. Raises Forbidden, Invalid. It cannot be undone.
    """
    require(may_erase(actor, person))
    if typed.strip().casefold() != person.name.strip().casefold():
        raise Invalid("Type the name as it stands above.", "name")
    people.leave(person, by=actor)
    make_nobody(person)
    audit.record(actor.id, "person.erased", Ref("person", person.id))
    db.session.flush()


def make_nobody(person: Person) -> None:
    """Delete and overwrite, for a person who has left."""
    db.session.flush()
    for held in HELD:
        table = _table(held.table)
        mine = table.c[held.column] == person.id
        for name, column in held.inside:
            inside = _table(name)
            db.session.execute(delete(inside).where(inside.c[column].in_(select(table.c.id).where(mine))))
        if held.fate is Fate.OWN and "id" not in table.c:
            db.session.execute(delete(table).where(mine))
        elif held.fate is Fate.OWN:
            _delete(table, [*db.session.scalars(select(table.c.id).where(mine))])
        elif held.blank:
            db.session.execute(update(table).where(mine).values(**held.blank))
    ref = Ref("person", person.id)
    about = AuditEntry.ref_kind == ref.kind, AuditEntry.ref_id == ref.id
    db.session.execute(update(AuditEntry).where(*about).values(before={}, after={}))
    _forget_in_files(person)
    _forget_what_blocked(person)
    _overwrite(person)
    events.publish(PersonChanged(person.id))  # what they gave is found without their name


def _forget_in_files(person: Person) -> None:
    """A people file stays as a list of what it did: without their row, and without them as a manager."""
    rows = ImportRow.ref_kind == "person", ImportRow.ref_id == person.id
    db.session.execute(delete(ImportRow).where(*rows))
    known = [name.lower() for name in (person.email, person.external_id) if name]
    manager = ImportRow.data["manager"].as_string()
    for row in db.session.scalars(select(ImportRow).where(manager.in_(known))):
        row.data, row.reason = {**row.data, "manager": ""}, ""
    db.session.flush()


def _forget_what_blocked(person: Person) -> None:
    """What they asked when they were stuck was for a few; what others answered stays theirs."""
    asked = select(HelpRequest.id).where(HelpRequest.asked_by_id == person.id)
    ids = [*db.session.scalars(asked)]
    added = HelpAnswer.author_id == person.id, HelpAnswer.request_id.in_(ids)
    db.session.execute(update(HelpRequest).where(HelpRequest.id.in_(ids)).values(text=DELETED, topic=""))
    db.session.execute(update(HelpAnswer).where(*added).values(text=DELETED))
    search.changed(*(Ref("help", id_) for id_ in ids))


def _overwrite(person: Person) -> None:
    person.name, person.email = NOBODY, f"{person.key}@{REMOVED}"
    person.external_id = person.manager_id = person.away_from = person.away_until = None
    person.learning = person.helping = ""
    person.zone, person.weekly_cap = "UTC", None
    person.work_days, person.work_starts, person.work_ends = "01234", time(9), time(17)
    person.left_at = person.left_at or clock.now()
    db.session.flush()


def _delete(table: Table, ids: Sequence[int | UUID]) -> None:
    """Delete these rows, and those below them; what only names them forgets it."""
    if not ids:
        return
    for other in Model.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is not table:
                continue
            named = key.parent.in_(ids)
            if key.parent.nullable:
                db.session.execute(update(other).where(named).values({key.parent.name: None}))
            elif "id" in other.c:
                _delete(other, [*db.session.scalars(select(other.c.id).where(named))])
            else:
                db.session.execute(delete(other).where(named))
    db.session.execute(delete(table).where(table.c.id.in_(ids)))


def _table(name: str) -> Table:
    return Model.metadata.tables[name]
