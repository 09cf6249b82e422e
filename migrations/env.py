"""How migrations run: in one transaction, on SQLite with its foreign keys at rest and its triggers kept."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Enum, TypeDecorator, create_engine, event, inspect, pool

from learnhub.core.db import WRITING, engine_options, sqlalchemy_url
from learnhub.core.migrate import is_ours

# Any number will do, as long as all that migrate use the same.
ADVISORY_LOCK = 4_711_001
Step = Callable[..., None]


def run(url: str) -> None:
    """Bring the database at `url` to the revision that was asked for, or change nothing."""
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url))
    prepare = sqlite if engine.dialect.name == "sqlite" else postgresql
    with engine.connect() as connection, prepare(connection) as after_each:
        context.configure(
            connection=connection,
            target_metadata=context.config.attributes.get("metadata"),
            render_as_batch=True,
            transactional_ddl=True,
            render_item=plain_type,
            include_name=is_ours,
            on_version_apply=after_each,
        )
        context.run_migrations()


def plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Our own column types as what they are stored as: a migration must outlive our classes."""
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"  # the values are the code's: a new one is no new schema
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


@contextmanager
def sqlite(connection: Connection) -> Iterator[Step]:
    """Batch mode drops and recreates tables: that must not cascade to their children, nor lose triggers."""
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
    writing = WRITING.set(True)  # BEGIN IMMEDIATE: a second migration waits here
    try:
        with connection.begin():
            yield Triggers(connection).restore
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"this migration would leave rows that refer to nothing: {broken[:5]}")
    finally:
        WRITING.reset(writing)


@contextmanager
def postgresql(connection: Connection) -> Iterator[Step]:
    with connection.begin():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        yield lambda **_step: None


class Triggers:
    """Creates again, after each migration, what went with a recreated table; not what was dropped by name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.known = self._present()
        self.dropped: set[str] = set()
        event.listen(connection, "before_cursor_execute", self._note)

    def restore(self, **_step: object) -> None:
        """Called by Alembic after each migration."""
        present = self._present()
        for name in self.known.keys() - present.keys() - self.dropped:
            table, sql = self.known[name]
            if inspect(self.connection).has_table(table):
                self.connection.exec_driver_sql(sql)
        self.known = self._present()
        self.dropped.clear()

    def _present(self) -> dict[str, tuple[str, str]]:
        sql = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
        return {name: (table, made_by) for name, table, made_by in self.connection.exec_driver_sql(sql)}

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        found = re.match(r"\s*DROP\s+TRIGGER\s+(?:IF\s+EXISTS\s+)?[\"`]?(\w+)", statement, re.IGNORECASE)
        if found:
            self.dropped.add(found[1])


run(context.config.attributes["url"])
