"""Rows, committed for real."""

from collections.abc import Callable
from contextvars import Context
from typing import TypeVar

from flask import current_app

from learnhub.core.db import WRITING, Model, db
from learnhub.core.transaction import settle

Row = TypeVar("Row", bound=Model)


def save(row: Row) -> Row:
    """Commit `row`, and what the test did before; jobs asked for until here are queued."""
    settle(save=True)
    token = WRITING.set(True)
    try:
        db.session.add(row)
        settle(save=True)
    finally:
        WRITING.reset(token)
    return row


def fresh(row: Row) -> Row:
    """Return `row` as the database has it now, what others committed included."""
    settle(save=True)
    db.session.refresh(row)
    return row


def perform(job: Callable[..., None], *ids: int) -> None:
    """Run `job(*ids)` as a worker does: in an application context and a session of its own."""
    settle(save=True)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own way to it

    def work() -> None:
        with app.app_context():
            job(*ids)

    Context().run(work)
