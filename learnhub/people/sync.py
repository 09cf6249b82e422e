"""The people file: who joins, moves and, only when told, leaves. A sync by external id or e-mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.core.policy import Verdict, no
from learnhub.core.refs import Ref
from learnhub.core.words import count, joined
from learnhub.imports.importer import Checked, Field, Found, Onward, Option, Table
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.people import identities, newcomers, organisations, sync_managers, sync_write
from learnhub.people import sync_rows as rows_of
from learnhub.people.models import Kind, Person, Unit
from learnhub.people.sync_rows import Here, Line, Roll
from learnhub.people.sync_units import SEPARATOR, Tree, folded
from learnhub.web import mail

NAMED = 12


class People:
    """An `imports.importer.Importer`."""

    kind = "people"
    name = "the people of the organisation"
    noun = "person"
    help = "A list from your HR system or directory, one person a row. An empty cell changes nothing."
    sees = "Admins alone see this page. Nobody is invited or told: that is the next step, once they are here."
    fields: tuple[Field, ...] = rows_of.FIELDS
    matched = True
    options: tuple[Option, ...] = (
        Option(
            "leavers",
            "Everybody who is not in the file has left",
            "yes",
            "Their logins end at once, and what they host is listed for others to take over.",
        ),
    )

    def least(self, headers: Sequence[str]) -> int:
        return len(headers)

    def check(self, table: Table, actor: Person) -> Checked:
        units = db.session.scalars(select(Unit)).all()
        tree = Tree.of(units, _parents(table))
        roll = Roll.of(_everybody(Tree.of(units)))
        lines = rows_of.lines(table, tree, roll)
        sync_managers.check(lines, roll)
        names = {name: line.name for line in reversed(lines) for name in line.names()}
        found = [_found(line, roll, names) for line in lines]
        absent = _absent(lines, roll, actor)
        wrong = any(line.wrong for line in lines)
        notes = _notes(lines, tree, () if wrong else absent)
        if wrong:
            if absent:
                notes.append("Leavers can be marked once every row can be read.")
            return Checked(found, {}, notes)
        return Checked([*found, *absent], {"leavers": ""} if absent else {}, notes)

    def parse(self, options: Mapping[str, str], actor: Person) -> Mapping[str, Any]:
        return {"leavers": options.get("leavers") == "yes"}

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> None:
        sync_write.write(rows, actor)
        organisations.finish("people")

    def onward(self, batch: ImportBatch) -> Onward:
        waiting, mails = len(identities.newcomers(batch.id)), mail.is_set_up()
        some = count(min(waiting, newcomers.MOST if mails else newcomers.MOST_LINKS), "person")
        return Onward(
            "Open people and roles",
            "/admin/people",
            (f"Invite {some}" if mails else f"Make links for {some}") if waiting else "",
            f"/admin/people/invite/{batch.key}{'' if mails else '/links'}",
            _who_waits(waiting, mails=mails),
        )

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        return no("A people file is not undone: bring in the earlier file, and people are as they were.")

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Person) -> None:
        raise Conflict("A people file is not undone.")


def _parents(table: Table) -> dict[str, str]:
    """Return unit → unit above, as the columns of the file say."""
    pairs = ((table.value(row, "unit"), table.value(row, "parent")) for row in table.rows)
    return {unit: parent for unit, parent in pairs if unit and parent}


def _everybody(tree: Tree) -> list[Here]:
    """Return everybody who is or was here, in two SELECTs."""
    paths = {id_: tree.by_path[key] for key, id_ in tree.ids.items()}
    people = db.session.scalars(select(Person).options(selectinload(Person.roles))).all()
    return [
        Here(
            id=each.id,
            name=each.name,
            email=each.email,
            external_id=each.external_id,
            kind=each.kind,
            unit=paths.get(each.unit_id or 0, ()),
            manager_id=each.manager_id,
            roles=frozenset(grant.role for grant in each.roles),
            has_left=each.left_at is not None,
        )
        for each in people
    ]


def _found(line: Line, roll: Roll, names: Mapping[str, str]) -> Found:
    """`names` are those of the people in the file, by the ways in which a row names them."""
    title = line.name or line.email or "No name"
    if line.wrong:
        return Found(line.number, title, RowState.ERROR, line.wrong)
    if line.here is None:
        where = f"Joins {SEPARATOR.join(line.unit)}." if line.unit else "Joins no unit."
        above = roll.named(line.manager) if line.manager else None
        manager = above.name if above else names.get(line.manager or "", "")
        said = f"{where} Manager: {manager}." if manager else where
        return Found(line.number, title, RowState.NEW, said, line.data)
    ref = Ref("person", line.here.id)
    reason = rows_of.changes(line, line.here, roll)
    return Found(line.number, title, RowState.CHANGED if reason else RowState.SAME, reason, line.data, ref)


def _absent(lines: Sequence[Line], roll: Roll, actor: Person) -> list[Found]:
    """Return who is here and in no row: not guests, and not whoever brings in the file."""
    named = {line.here.id for line in lines if line.here} | {actor.id}
    gone = [
        each
        for each in roll.by_id.values()
        if each.id not in named and not each.has_left and each.kind is not Kind.GUEST
    ]
    return [
        Found(0, each.name, RowState.ABSENT, each.email, ref=Ref("person", each.id))
        for each in sorted(gone, key=lambda each: each.name.casefold())
    ]


def _notes(lines: Sequence[Line], tree: Tree, absent: Sequence[Found]) -> list[str]:
    new = {
        folded(line.unit[:depth]): line.unit[:depth]
        for line in lines
        if line.unit and not line.wrong
        for depth in range(1, len(line.unit) + 1)
    }
    made = sorted(SEPARATOR.join(path) for key, path in new.items() if key not in tree.ids)
    notes = []
    if made:
        notes.append(f"{count(len(made), 'unit')} {'is' if len(made) == 1 else 'are'} new: {_some(made)}.")
    if absent:
        names = _some([each.title for each in absent])
        notes.append(
            f"{count(len(absent), 'person')} {'is' if len(absent) == 1 else 'are'} not in the file: {names}."
        )
    return notes


def _who_waits(waiting: int, *, mails: bool) -> str:
    """Say of whom came in and was not invited yet, and how they come in: by mail, where it can go."""
    if not waiting:
        return ""
    have, most, how = "has" if waiting == 1 else "have", newcomers.MOST, "Each gets one mail with a link."
    if not mails:
        how = "No mail can go from here yet: hand each a link, with which they come in and choose a password."
        most = newcomers.MOST_LINKS
    more = f" {most} at a time: press again for more." if waiting > most else ""
    return f"{count(waiting, 'newcomer')} {have} no invitation yet. {how}{more}"


def _some(names: Sequence[str]) -> str:
    """Return the names, the first dozen of many."""
    if len(names) <= NAMED:
        return joined(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


PEOPLE = People()
