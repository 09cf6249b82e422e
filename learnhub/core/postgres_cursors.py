"""Cursors of PostgreSQL that do nothing twice: psycopg's own take a twentieth of a page, or more.

A statement is sent as SQLAlchemy writes it, with $1 for a parameter. psycopg's usual %(name)s it looks for in
the text of a statement, in one of over 4,096 characters each time: Home has one of 17,000.

And of what was found the columns are described to who looks. SQLAlchemy asks for them after each SELECT, and
looks where it has not met the statement before; psycopg made an object for each, 100 to 170 for a page.

Nothing here imports psycopg, which is not loaded on SQLite.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, cast

from sqlalchemy import Dialect, Engine, event

PARAMETERS = "numeric_dollar"  # how SQLAlchemy calls them


class Columns(Sequence[Any]):
    """The columns of what was found; they are described when one of them is asked for."""

    def __init__(self, describe: Callable[[], Sequence[Any]]) -> None:
        self._describe = describe

    @cached_property
    def _all(self) -> Sequence[Any]:
        return self._describe()

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, at: Any) -> Any:
        return self._all[at]


@cache
def describing_late(cursor: type[Any]) -> type[Any]:
    """Return that class of cursors with `description` worked out when it is looked at."""

    class Cursor(cursor):
        @property
        def description(self) -> Any:
            found = self.pgresult
            if found is None or not found.nfields:
                return super().description
            return Columns(lambda: cast(Sequence[Any], super(Cursor, self).description))

    return Cursor


@event.listens_for(Engine, "do_connect")
def _connect(dialect: Dialect, _record: object, where: Any, options: dict[str, Any]) -> Any:
    """Connect with such cursors, where `engine_options` have SQLAlchemy write statements for them."""
    if dialect.paramstyle != PARAMETERS:
        return None
    connection, psycopg = dialect.connect(*where, **options), cast(Any, dialect.loaded_dbapi)
    connection.cursor_factory = describing_late(psycopg.RawCursor)
    connection.server_cursor_factory = psycopg.RawServerCursor
    return connection
