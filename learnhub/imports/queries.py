"""Every SELECT of staged imports. A batch is open to whoever brought the file, for as long as they may."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.imports.models import BatchState, ImportBatch, ImportRow, RowState

PER_PAGE = 50
DOING = (RowState.NEW, RowState.CHANGED)  # what applying writes; ABSENT only when told


def batch(actor: Any, key: str) -> ImportBatch:
    """Return the actor's batch. Raises NotFound, for that of another person too."""
    found = db.session.scalar(
        select(ImportBatch).where(ImportBatch.key == key, ImportBatch.actor_id == actor.id)
    )
    if found is None:
        raise NotFound
    return found


def counts(batch: ImportBatch) -> dict[RowState, int]:
    """Return how many rows are in each state."""
    found = db.session.execute(
        select(ImportRow.state, func.count()).where(ImportRow.batch_id == batch.id).group_by(ImportRow.state)
    )
    number = {state: count for state, count in found}
    return {state: number.get(state, 0) for state in RowState}


def rows_page(batch: ImportBatch, state: RowState | None, number: int) -> Sequence[ImportRow]:
    """Return one page of rows in the order of the file; without `state` of all of them."""
    query = select(ImportRow).where(ImportRow.batch_id == batch.id)
    if state is not None:
        query = query.where(ImportRow.state == state)
    ordered = query.order_by(ImportRow.number == 0, ImportRow.number, ImportRow.id)
    return db.session.scalars(ordered.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()


def rows_in(batch: ImportBatch, *states: RowState) -> Sequence[ImportRow]:
    """Return the rows in those states, in the order of the file."""
    return db.session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == batch.id, ImportRow.state.in_(states))
        .order_by(ImportRow.number, ImportRow.id)
    ).all()


def all_rows(batch: ImportBatch) -> Sequence[ImportRow]:
    """Return all rows, in the order of the file."""
    return rows_in(batch, *RowState)


def last_mapping(kind: str) -> dict[str, str]:
    """Return the columns that were chosen when a file of this kind was last brought in."""
    found = db.session.scalar(
        select(ImportBatch.mapping)
        .where(ImportBatch.kind == kind, ImportBatch.state.in_((BatchState.APPLIED, BatchState.UNDONE)))
        .order_by(ImportBatch.applied_at.desc())
        .limit(1)
    )
    return dict(found or {})


def recent(actor: Any, kind: str) -> Sequence[ImportBatch]:
    """Return the actor's last ten files of this kind."""
    return db.session.scalars(
        select(ImportBatch)
        .where(ImportBatch.actor_id == actor.id, ImportBatch.kind == kind)
        .order_by(ImportBatch.created_at.desc())
        .limit(10)
    ).all()
