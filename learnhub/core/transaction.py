"""The only file that commits."""

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from rq.timeouts import BaseTimeoutException
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from learnhub.core import queue
from learnhub.core.db import WRITING, Model, db
from learnhub.core.memory import forget_old
from learnhub.core.sessions import WROTE

log = logging.getLogger(__name__)


def keep(row: Model) -> None:
    """Insert `row` even if the request fails, after its other changes are undone."""
    db.session().info.setdefault("keep", []).append(row)


def before_commit(work: Callable[[list[Any]], None], *things: Hashable) -> None:
    """Do `work` once, right before this transaction is saved, with all the things it was asked for."""
    asked: dict[Any, dict[Hashable, None]] = db.session().info.setdefault("last", {})
    asked.setdefault(work, {}).update(dict.fromkeys(things))


def settle(*, save: bool) -> None:
    """End the transaction. Queued work leaves only after a commit."""
    session = db.session()
    kept = session.info.pop("keep", [])
    last = session.info.pop("last", {})
    if save:
        _finish(last)
    work = queue.take()
    if not save:
        _leave()
        work = []
    if save or kept:
        session.add_all(kept)
        session.commit()
    queue.send(work)


def _leave() -> None:
    """End the transaction and keep nothing of it.

    Where nothing was written, that is a COMMIT: at each ROLLBACK psycopg forgets the statements that it has
    prepared, and PostgreSQL plans each anew, which takes longer than to answer most of them.
    """
    session = db.session()
    if session.info.pop(WROTE, False) or WRITING.get() or session.new or session.dirty or session.deleted:
        session.rollback()
        return
    try:
        session.commit()
    except SQLAlchemyError:  # the connection is gone, or was lost before: there is nothing to lose
        session.rollback()


def _finish(asked: dict[Any, dict[Hashable, None]]) -> None:
    try:
        for act, things in asked.items():
            act([*things])
    except BaseException:  # nothing of it is saved, and no lock is held
        db.session().rollback()
        raise


def release() -> None:
    """End a read so that slow work can run with no transaction open. Raises if changes are pending."""
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("release() with changes pending: do the slow work before them")
    _leave()


@contextmanager
def transaction() -> Iterator[None]:
    """Commit on the way out, roll back on an exception. For jobs and commands.

    Raises RuntimeError inside another transaction: the inner one would save half of the outer.
    """
    if db.session().in_transaction():
        raise RuntimeError("a transaction is already open")
    forget_old()
    token = WRITING.set(True)
    try:
        yield
    except BaseException:  # whatever ends it, a job's time limit and Ctrl-C too, must not be half saved
        settle(save=False)
        raise
    else:
        settle(save=True)
    finally:
        WRITING.reset(token)


@contextmanager
def short(connection: Connection) -> Iterator[None]:
    """Commit what is written on `connection`, past the session: a third of the cost, for what is done for
    each of very many. No work can be queued in it.
    """
    token = WRITING.set(True)
    try:
        with connection.begin():
            yield
    finally:
        WRITING.reset(token)


def one_by_one(find: Callable[[], Iterable[int]], work: Callable[[int], object]) -> bool:
    """Do `work`, a function with a name for the log, with each id that `find` returns, each apart.

    Return whether all went well. For jobs.
    """
    with transaction():
        found = [*find()]
    return all([apart(work, id_) for id_ in found])


def apart(work: Callable[..., object], *of: object) -> bool:
    """Do `work` in a transaction of its own; return whether it went well. For jobs.

    What goes wrong is logged and not saved, and the caller goes on.
    """
    try:
        with transaction():
            work(*of)
    except BaseTimeoutException:  # of the whole job
        raise
    except Exception:  # whatever is wrong with one must not hold back the others
        db.session().rollback()
        log.exception("%s failed with %s", work.__qualname__, ", ".join(map(str, of)))
        return False
    return True
