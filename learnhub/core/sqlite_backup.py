"""Copies of an SQLite database while it is in use. A copied file would lack what is not yet in it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for another kind, or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def copy(source: Path, target: Path) -> None:
    """Copy a database in use, whole or not at all, by SQLite's own backup; the copy is checked."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as ours, closing(sqlite3.connect(part)) as theirs:
        ours.backup(theirs)
        theirs.execute("PRAGMA journal_mode=DELETE")
        check(theirs)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)


def check(connection: sqlite3.Connection) -> None:
    """Raise ValueError unless the database is whole."""
    result = connection.execute("PRAGMA integrity_check").fetchone()
    if result != ("ok",):
        raise ValueError(f"the copy is damaged: {result[0]}")
