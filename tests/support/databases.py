"""The two databases: a template with the schema, one copy per worker, emptied between tests."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import MetaData

from tests.support.postgres import Cluster

NAMES = ("sqlite", "postgres")
BRING_BACK = "SELECT pristine.bring_back()"
Schema = Callable[[str], MetaData]


class Database(Protocol):
    """What a test runs on."""

    name: str
    url: str

    def empty(self) -> None:
        """Bring back the state right after the migrations, commits undone.

        On SQLite nobody may be connected, on PostgreSQL no transaction may be open.
        """

    def fresh(self, name: str) -> str:
        """Return the address of another database, with the schema, that nothing else uses."""

    def blank(self, name: str) -> str:
        """Return the address of another database, without any table."""


class SQLite:
    """A file; to empty it, the template is copied over it, or what was written is deleted.

    Whoever is connected can stay then: to open it and read its schema took some milliseconds of each test.
    """

    name = "sqlite"

    def __init__(self, home: Path, schema: Schema) -> None:
        self._home = home
        self._template, self._file = home / "template.db", home / "main.db"
        self._own: sqlite3.Connection | None = None
        tables = schema(f"sqlite:///{self._template}")
        with sqlite3.connect(self._template) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            for number, table in enumerate(tables.sorted_tables, start=1):
                if _starts_at_one(connection, table.name):
                    values = (table.name, first_id(number))
                    connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", values)
            self._read(connection)
        connection.close()
        self.empty()

    def _read(self, template: sqlite3.Connection) -> None:
        """Note what the template holds, and how to ask which tables hold anything."""
        (self._version,) = template.execute("PRAGMA schema_version").fetchone()
        kinds = {name: kind for _, name, kind, *_ in template.execute("PRAGMA main.table_list")}
        self._indexes = {name for name, kind in kinds.items() if kind == "virtual"}  # of words
        tables = [name for name, kind in kinds.items() if kind == "table" and name != "sqlite_schema"]
        stored = {name: template.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
        self._rows = {name: rows for name, rows in stored.items() if rows}
        asked = {name: name for name in tables} | {name: f"{name}_docsize" for name in self._indexes}
        holds = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{of}\")" for name, of in asked.items())
        self._written = " UNION ALL ".join(holds)

    def empty(self) -> None:
        if self._own:
            self._own.close()
        self._own = None
        self.url = self.fresh("main")
        self._number = os.stat(self._file).st_ino

    def bring_back(self) -> bool:
        """Do the same beside who is connected; return False where that cannot be: it may be another file."""
        try:
            if os.stat(self._file).st_ino != self._number:
                return False
            if self._own is None:
                self._own = sqlite3.connect(self._file, isolation_level=None, cached_statements=1000)
            (version,) = self._own.execute("PRAGMA schema_version").fetchone()
            if version == self._version:
                self._take_back(self._own)
        except (OSError, sqlite3.Error):  # somebody holds a lock, or it is no database any more
            return False
        return bool(version == self._version)

    def _take_back(self, own: sqlite3.Connection) -> None:
        """Without foreign keys, so in any order."""
        own.execute("BEGIN IMMEDIATE")
        for (table,) in own.execute(self._written).fetchall():
            if table in self._indexes:
                own.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
            else:
                own.execute(f'DELETE FROM "{table}"')
        for table, rows in self._rows.items():
            own.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        own.execute("COMMIT")

    def fresh(self, name: str) -> str:
        file = self._home / f"{name}.db"
        for left in (f"{file}-wal", f"{file}-shm"):
            Path(left).unlink(missing_ok=True)
        shutil.copyfile(self._template, file)
        return f"sqlite:///{file}"

    def blank(self, name: str) -> str:
        for left in self._home.glob(f"{name}.db*"):
            left.unlink()
        return f"sqlite:///{self._home / name}.db"


class Postgres:
    """A database cloned from a template; to empty it, all rows go and those of the migrations come back."""

    name = "postgres"

    def __init__(self, cluster: Cluster, prefix: str, schema: Schema) -> None:
        self.cluster = cluster
        self._prefix = prefix
        self._template = f"{prefix}_template"
        tables = schema(self._create(self._template, "template0"))
        with psycopg.connect(cluster.url(self._template)) as connection:
            _keep_pristine(connection, tables)
        self.url = self.fresh("main")
        self._connection = self._connect()

    def empty(self) -> None:
        if self._connection.closed or self._connection.broken:
            self._connection = self._connect()
        try:
            self._connection.execute(BRING_BACK)
        except psycopg.OperationalError as broken:  # the server went away in the test before
            if isinstance(broken, psycopg.errors.LockNotAvailable):
                raise
            self._connection = self._connect()
            self._connection.execute(BRING_BACK)

    def _connect(self) -> psycopg.Connection:
        """Connect without foreign keys and triggers: emptied in any order, and planned once."""
        connection = psycopg.connect(self.url, autocommit=True)
        connection.execute("SET lock_timeout = '5s'")
        connection.execute("SET session_replication_role = replica")
        return connection

    def fresh(self, name: str) -> str:
        return self._create(f"{self._prefix}_{name}", self._template)

    def blank(self, name: str) -> str:
        return self._create(f"{self._prefix}_{name}", "template0")

    def close(self) -> None:
        """Stop the server; on one that others use, drop what was made here."""
        self._connection.close()
        if self.cluster.ours:
            self.cluster.stop()
            return
        with psycopg.connect(self.cluster.url("postgres"), autocommit=True) as connection:
            ours = "SELECT datname FROM pg_database WHERE datname LIKE %s"
            for (name,) in connection.execute(ours, [f"{self._prefix}_%"]).fetchall():
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def _create(self, name: str, template: str) -> str:
        self.cluster.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.cluster.url(name)


def first_id(number: int) -> int:
    """Return where the ids of the table with this number begin: apart, so that one table's id is never
    by chance another's, and a mix-up shows."""
    return number * 1000


def _starts_at_one(connection: sqlite3.Connection, table: str) -> bool:
    used = connection.execute("SELECT 1 FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
    made = "SELECT 1 FROM sqlite_master WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'"
    return not used and connection.execute(made, [table]).fetchone() is not None


def _keep_pristine(connection: psycopg.Connection, tables: MetaData) -> None:
    """Set the sequences apart, put the rows that the migrations made aside, and make what brings it back."""
    statements = []
    connection.execute("CREATE SCHEMA pristine")
    for number, table in enumerate(tables.sorted_tables, start=1):
        name = f'public."{table.name}"'
        statements.append(f"DELETE FROM {name};")
        found = connection.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()
        if found and found[0]:
            connection.execute(f'CREATE TABLE pristine."{table.name}" AS TABLE {name}'.encode())
            statements.append(f'INSERT INTO {name} SELECT * FROM pristine."{table.name}";')
        elif "id" in table.columns:
            owner = f"pg_get_serial_sequence('{name}', 'id')"
            sequence = f"SELECT setval({owner}::regclass, {first_id(number)}) WHERE {owner} IS NOT NULL"
            connection.execute(sequence.encode())
    made = "CREATE FUNCTION pristine.bring_back() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {} END $$"
    connection.execute(made.format(" ".join(statements)).encode())
