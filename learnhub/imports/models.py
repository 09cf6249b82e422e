"""Staged imports: a file that came in, and what each of its rows would do."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core.db import CreatedAt, Id, Key, Model

AUTOINCREMENT = {"sqlite_autoincrement": True}


class BatchState(StrEnum):
    """Matching: columns are still to be chosen. Staged: checked, and nothing has changed yet."""

    MATCHING = "matching"
    STAGED = "staged"
    APPLIED = "applied"
    UNDONE = "undone"


class RowState(StrEnum):
    """What bringing in the file does, or did, to a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_OUT = "left_out"
    ERROR = "error"
    ABSENT = "absent"  # not in the file, but here


class ImportBatch(Model):
    """One file. `actor_id` is a person: no foreign key, imports lies below people."""

    __table_args__ = (Index("ix_import_batch_kind_state", "kind", "state"), AUTOINCREMENT)

    id: Mapped[Id]
    key: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(30))
    state: Mapped[BatchState] = mapped_column(default=BatchState.STAGED)
    file_name: Mapped[str] = mapped_column(String(200))
    headers: Mapped[list[str]] = mapped_column(default=list)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field → header
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name → text, as a form has them
    notes: Mapped[list[str]] = mapped_column(default=list)
    actor_id: Mapped[int] = mapped_column(index=True)
    created_at: Mapped[CreatedAt]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    result_kind: Mapped[str | None] = mapped_column(String(30))  # what came of it, as a Ref
    result_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ImportRow(Model):
    """One row: what it would do, with the reason where it does nothing, and what came of it as a Ref."""

    __table_args__ = (Index("ix_import_row_batch_state_number", "batch_id", "state", "number"), AUTOINCREMENT)

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    number: Mapped[int]  # as the spreadsheet shows it; 0 where it is in no row
    state: Mapped[RowState]
    title: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the importer needs to apply it
    # As read, until the file is brought in; of a row with an error a week longer, so that it can be mended.
    cells: Mapped[list[str]] = mapped_column(default=list)
    ref_kind: Mapped[str | None] = mapped_column(String(30))
    ref_id: Mapped[int | None]
