"""Rows, committed for real."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import TypeVar

from flask import current_app

from learnhub.core.db import WRITING, Model, db
from learnhub.core.transaction import settle

Row = TypeVar("Row", bound=Model)
_many: ContextVar[bool] = ContextVar("many", default=False)


def save(row: Row) -> Row:
    """Commit `row`, and what the test did before; jobs asked for until here are queued."""
    if _many.get():
        db.session.add(row)
        db.session.flush()
        return row
    with many():
        db.session.add(row)
    return row


@contextmanager
def many() -> Iterator[None]:
    """Let whatever is saved inside be one commit: for a world of hundreds of rows.

    Inside another it is part of that one.
    """
    if _many.get():
        yield
        return
    settle(save=True)
    session = db.session()
    writing, many = WRITING.set(True), _many.set(True)
    session.expire_on_commit = False  # whatever else may write, a browser or a job, settles first
    try:
        yield
        settle(save=True)
    finally:
        session.expire_on_commit = True
        _many.reset(many)
        WRITING.reset(writing)


def fresh(row: Row) -> Row:
    """Return `row` as the database has it now, what others committed included."""
    settle(save=True)
    db.session.refresh(row)
    return row


def perform(job: Callable[..., None], *ids: int) -> None:
    """Run `job(*ids)` as a worker does: in an application context and a session of its own."""
    settle(save=True)
    app = current_app._get_current_object()  # the proxy's own way to it

    def work() -> None:
        with app.app_context():
            job(*ids)

    Context().run(work)
