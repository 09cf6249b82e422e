"""Which SQL a piece of code sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SET ", "SAVEPOINT", "RELEASE")
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "TRUNCATE", "WITH")


@contextmanager
def statements(*, frame: bool = False) -> Iterator[list[str]]:
    """Collect the statements sent inside, those that frame a transaction left out unless `frame`."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if frame or not sql.lstrip().upper().startswith(FRAME):
            sent.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def changes(sent: list[str]) -> list[str]:
    """Return those that may change rows."""
    return [sql for sql in sent if _changes(sql.lstrip().upper())]


def _changes(sql: str) -> bool:
    if sql.startswith("WITH"):
        return any(word in sql for word in (" INSERT ", "UPDATE ", "DELETE "))
    return sql.startswith(CHANGES) or " FOR UPDATE" in sql
