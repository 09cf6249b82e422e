"""Stage a file, choose its columns, bring it in, take it back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from learnhub.core import audit, clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.sheets import Row, Sheet
from learnhub.core.text import one_line
from learnhub.core.transaction import release
from learnhub.imports import columns, policies, queries
from learnhub.imports.importer import Checked, Importer, Table, connected
from learnhub.imports.models import BatchState, ImportBatch, ImportRow, RowState

STAGED_LASTS = timedelta(days=7)


def read(kind: str, stream: BinaryIO, mapping: Mapping[str, str] | None = None) -> Sheet:
    """Read a file of that kind, which may take seconds, with no transaction open.

    Raises Invalid for what cannot be read, and for a column that neither its header nor `mapping` gives.
    """
    importer = connected(kind).importer
    release()
    sheet = connected(kind).source.read(stream, least=importer.least)
    if not importer.matched:
        known = columns.matched(importer.fields, sheet.headers, {}) | dict(mapping or {})
        columns.require(importer.fields, known, sheet.headers)
    return sheet


def stage(
    actor: Any, kind: str, file_name: str, sheet: Sheet, mapping: Mapping[str, str] | None = None
) -> ImportBatch:
    """Store what each row would do; nothing else changes.

    Where a person chooses the columns and `mapping` is not given, the rows wait unchecked for that.
    Raises Invalid for a mapping that cannot be.
    """
    importer = connected(kind).importer
    guess = columns.matched(
        importer.fields, sheet.headers, queries.last_mapping(kind) if importer.matched else {}
    )
    if mapping:
        mapping = columns.chosen(importer.fields, sheet.headers, guess | dict(mapping))
    batch = ImportBatch(
        kind=kind,
        state=BatchState.MATCHING,
        file_name=one_line(file_name)[-200:] or "file",
        headers=sheet.headers,
        mapping=dict(mapping or guess),
        actor_id=actor.id,
    )
    db.session.add(batch)
    db.session.flush()
    if importer.matched and mapping is None:
        cells = [
            {"batch_id": batch.id, "number": row.number, "state": RowState.NEW, "cells": row.cells}
            for row in sheet.rows
        ]
        db.session.execute(insert(ImportRow), cells)
    else:
        columns.require(importer.fields, batch.mapping, sheet.headers)
        _check(batch, importer, actor, sheet.rows)
    return batch


def match(actor: Any, batch: ImportBatch, wanted: Mapping[str, str]) -> None:
    """Check the rows anew with the columns that a person chose. Raises Invalid, by field."""
    require(policies.may_match(batch.state))
    importer = connected(batch.kind).importer
    batch.mapping = columns.chosen(importer.fields, batch.headers, wanted)
    kept = [Row(row.number, row.cells) for row in queries.all_rows(batch) if row.number]
    _check(batch, importer, actor, kept)


def _check(batch: ImportBatch, importer: Importer, actor: Any, rows: Sequence[Row]) -> None:
    table = Table(batch.file_name, batch.headers, batch.mapping, rows)
    checked = importer.check(table, actor)
    batch.options = {**checked.options, **{name: batch.options[name] for name in batch.options}}
    batch.notes = list(checked.notes)
    batch.state = BatchState.STAGED
    db.session.flush()
    db.session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    if found := _as_rows(batch, checked, rows if importer.matched else ()):
        db.session.execute(insert(ImportRow), found)
    db.session.expire_all()


def _as_rows(batch: ImportBatch, checked: Checked, kept: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the rows to insert. Cells stay only where columns may still be chosen differently."""
    cells = {row.number: row.cells for row in kept}
    return [
        {
            "batch_id": batch.id,
            "number": found.number,
            "state": found.state,
            "title": one_line(found.title)[:200],
            "reason": one_line(found.reason)[:500],
            "data": dict(found.data),
            "cells": cells.get(found.number, []),
            "ref_kind": found.ref.kind if found.ref else None,
            "ref_id": found.ref.id if found.ref else None,
        }
        for found in checked.rows
    ]


def apply(actor: Any, batch: ImportBatch, options: Mapping[str, str]) -> None:
    """Bring in what is new or changed, in this one transaction; what has an error stays out.

    Raises Invalid that names an option, Conflict where it was staged against what has changed since.
    """
    importer = connected(batch.kind).importer
    values = importer.parse(options, actor)
    rows = queries.rows_in(batch, *doing(values))
    require(policies.may_apply(batch.state, rows=len(rows)))
    batch.state, batch.applied_at = BatchState.APPLIED, clock.now()
    batch.options = dict(options)
    db.session.flush()  # the version counts: of two who press at once, one goes on
    try:
        with db.session.begin_nested():
            result = importer.apply(values, rows, actor)
    except IntegrityError as error:
        raise Conflict("Something changed here since the file was read. Choose it again.") from error
    batch.result_kind, batch.result_id = (result.kind, result.id) if result else (None, None)
    db.session.flush()
    came_in = (ImportRow.batch_id == batch.id, ImportRow.state != RowState.ERROR)
    db.session.execute(update(ImportRow).where(*came_in).values(cells=[]))
    number = {str(state): count for state, count in queries.counts(batch).items() if count}
    audit.record(actor.id, "import.applied", Ref("import", batch.id), after={"kind": batch.kind, **number})


def doing(values: Mapping[str, Any]) -> tuple[RowState, ...]:
    """Return which rows are written: those that are absent only where that was ticked."""
    return (*queries.DOING, RowState.ABSENT) if values.get("leavers") else queries.DOING


def may_undo(batch: ImportBatch) -> Verdict:
    """Return whether this import can be taken back, with the reason if not."""
    if batch.state is not BatchState.APPLIED:
        return policies.may_undo(batch.state, Verdict(False))
    importer = connected(batch.kind).importer
    built_upon = importer.may_undo(result_of(batch), queries.rows_in(batch, *queries.DOING))
    return policies.may_undo(batch.state, built_upon)


def undo(actor: Any, batch: ImportBatch) -> None:
    """Take back what the import wrote. Raises Forbidden where something was built upon it."""
    require(may_undo(batch))
    importer = connected(batch.kind).importer
    rows = queries.rows_in(batch, *queries.DOING)
    batch.state, batch.undone_at = BatchState.UNDONE, clock.now()
    db.session.flush()
    try:
        with db.session.begin_nested():
            importer.undo(result_of(batch), rows, actor)
    except IntegrityError as error:
        raise Forbidden("Something was built upon this import since, so it cannot be undone.") from error
    audit.record(actor.id, "import.undone", Ref("import", batch.id), before={"kind": batch.kind})


def result_of(batch: ImportBatch) -> Ref | None:
    """Return what came of the batch."""
    if batch.result_kind is None or batch.result_id is None:
        return None
    return Ref(batch.result_kind, batch.result_id)


def discard(batch: ImportBatch) -> None:
    """Forget a file that was not brought in."""
    require(policies.may_match(batch.state))
    db.session.execute(delete(ImportRow).where(ImportRow.batch_id == batch.id))
    db.session.delete(batch)


def sweep() -> None:
    """Forget the files that nobody brought in within a week, and rows that stayed out of one as long ago."""
    old = select(ImportBatch.id).where(ImportBatch.applied_at < clock.now() - STAGED_LASTS)
    kept = (ImportRow.batch_id.in_(old), ImportRow.state == RowState.ERROR)
    db.session.execute(update(ImportRow).where(*kept).values(cells=[]))
    stale = select(ImportBatch.id).where(
        ImportBatch.state.in_((BatchState.MATCHING, BatchState.STAGED)),
        ImportBatch.created_at < clock.now() - STAGED_LASTS,
    )
    ids = list(db.session.scalars(stale))
    db.session.execute(delete(ImportRow).where(ImportRow.batch_id.in_(ids)))
    db.session.execute(delete(ImportBatch).where(ImportBatch.id.in_(ids)))
