"""The revision that the code ends at, and that of an SQLite file, without loading anything heavy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

DEMO_IS_THERE = "The demo organisation is loaded already; its accounts are as they were."


def known(root: Path) -> list[str]:
    """The revisions that the code has migrations for, oldest first: the numbers of their files."""
    return sorted(file.name.split("_", 1)[0] for file in root.glob("migrations/versions/[0-9]*_*.py"))


def newest(root: Path) -> str:
    return known(root)[-1]


def of_file(file: Path) -> str | None:
    """The revision of an SQLite database; None when there is none, or it cannot be told."""
    found = _first(file, "SELECT version_num FROM alembic_version")
    return str(found[0]) if found else None


def may_be_empty(file: Path | None) -> bool:
    """Whether an SQLite database holds no people; True also for a database that cannot be asked from here."""
    return file is None or _first(file, "SELECT 1 FROM person LIMIT 1") is None


def holds_demo(file: Path) -> bool:
    """Whether an SQLite database holds the demo organisation: it came in whole, or not at all."""
    return _first(file, "SELECT 1 FROM organisation WHERE is_demo") is not None


def _first(file: Path, question: str) -> tuple[object, ...] | None:
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found: tuple[object, ...] | None = connection.execute(question).fetchone()
    except sqlite3.Error:
        return None
    return found
