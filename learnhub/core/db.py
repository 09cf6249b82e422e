"""The database handle, the model base, and the ways in which values are stored."""

import json
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    FromClause,
    MetaData,
    Select,
    String,
    UpdateBase,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from learnhub.core import clock
from learnhub.core.compiled_statements import Compiled
from learnhub.core.memory import for_an_hour
from learnhub.core.postgres_cursors import PARAMETERS
from learnhub.core.sessions import Session
from learnhub.core.statements import kept
from learnhub.core.turns import Turn

# True while a write is under way: SQLite then takes its lock at the start (BEGIN IMMEDIATE),
# because a reader that turns into a writer fails at once with "database is locked".
WRITING: ContextVar[bool] = ContextVar("writing", default=False)
TURN_WITHIN = 15.0  # seconds that a write waits for those before it, in its own process
LOCK_WITHIN = 15.0  # and for those of other processes
_JSON = json.JSONDecoder()
MOMENTS = 3000  # under a megabyte, in each web process
KEY_LETTERS, KEY_LENGTH = "abcdefghijkmnpqrstuvwxyz23456789", 10
_turns: defaultdict[str, Turn] = defaultdict(Turn)  # by database
_held: dict[Connection, Turn] = {}


class UtcDateTime(TypeDecorator[datetime]):
    """Stores aware moments as UTC and gives them back aware; refuses naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: use learnhub.core.clock.now()")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Read in one step, or in none: a page reads hundreds of moments.

        PostgreSQL gives them in the zone of its connection, which is UTC by `engine_options`.
        """
        return _read_text if dialect.name == "sqlite" else None


@for_an_hour(MOMENTS)  # pages read the same ones again and again
def _read_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


class WallTime(TypeDecorator[datetime]):
    """Stores what a clock on the wall shows: naive, to be read with the zone beside it."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is not None and value.tzinfo is not None:
            raise ValueError("a wall time carries no zone")
        return value


class Base(DeclarativeBase):
    """Names constraints alike on both databases, and stores moments as UTC and enums as their values."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, Any]: JSON,
            list[Any]: JSON,
            list[str]: JSON,
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                create_constraint=False,
                length=30,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )


def new_key() -> str:
    """Return ten random characters: what a URL shows instead of an id that could be counted."""
    number, letters = secrets.randbelow(len(KEY_LETTERS) ** KEY_LENGTH), ""
    for _ in range(KEY_LENGTH):  # to ask for each letter took seven times as long
        number, at = divmod(number, len(KEY_LETTERS))
        letters += KEY_LETTERS[at]
    return letters


Id = Annotated[int, mapped_column(primary_key=True)]
Key = Annotated[str, mapped_column(String(10), unique=True, default=new_key)]
CreatedAt = Annotated[datetime, mapped_column(default=lambda: clock.now())]

db = SQLAlchemy(model_class=Base, session_options={"class_": Session})

if TYPE_CHECKING:
    Model = Base  # mypy sees the plain base; Flask-SQLAlchemy builds the real one
else:
    Model = db.Model


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: object) -> None:
    """Set what must hold on every connection."""
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # transactions are begun below, by name
        wait = f"busy_timeout={LOCK_WITHIN * 1000:.0f}"
        for pragma in (wait, "foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not WRITING.get():
        connection.exec_driver_sql("BEGIN")
        return
    _take_turn(connection)
    begun = False
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        begun = True
    finally:
        if not begun:
            _end_turn(connection)


def _take_turn(connection: Connection) -> None:
    """Let the threads of a process queue for SQLite's lock, in order.

    SQLite itself lets who waits ask again and again, ever more seldom: of many, who came last gets it,
    and who came first can wait until its time is up.
    """
    turn = _turns[str(connection.engine.url)]
    if turn.take(TURN_WITHIN):
        _held[connection] = turn


@event.listens_for(Engine, "commit")
def _commit(connection: Connection) -> None:
    """Save it while it is still the writer's turn: SQLAlchemy asks before it commits, and finds it done."""
    if connection not in _held:
        return
    try:
        connection.exec_driver_sql("COMMIT")
    finally:  # where it fails, no "rollback" is told of: the pool itself takes it back
        _end_turn(connection)


@event.listens_for(Engine, "rollback")
def _end_turn(connection: Connection) -> None:
    """Let the next begin; for what is rolled back it waits a moment longer, by SQLite's own way."""
    turn = _held.pop(connection, None)  # not in `connection.info`, which a lost connection refuses to show
    if turn is not None:
        turn.give()


def insert(model: type[Model] | FromClause) -> postgresql.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, as both databases do.

    Into a `__table__`, what is done for each message again and again, it takes half the time.

    From a SELECT on SQLite, that needs a WHERE: `.where(true())`.
    """
    if db.engine.dialect.name == "sqlite":
        return cast(postgresql.Insert, sqlite.insert(cast(Any, model)))
    return postgresql.insert(cast(Any, model))


def changed(statement: UpdateBase, values: Mapping[str, Any] | None = None) -> int:
    """Execute an INSERT, UPDATE or DELETE, perhaps with `values`, and return how many rows it reached."""
    # of an INSERT, psycopg's cursor is otherwise gone before it is asked, and -1 is said
    done = db.session.execute(statement, values, execution_options={"preserve_rowcount": True})
    return cast(CursorResult[Any], done).rowcount


def hold(row: Any, of: type[Model]) -> None:
    """Hold a row of the table of `of` until the transaction ends, and let it be as it is stored now.

    PostgreSQL holds that row, which is read anew. A transaction that writes to SQLite holds the whole
    database from its start (BEGIN IMMEDIATE): what it has read stands, and nothing is asked.
    """
    db.session.flush()
    if db.engine.dialect.name == "sqlite":
        return
    db.session.execute(*kept(_row, row.id, of=of))
    db.session.refresh(row)


def plan_once() -> None:
    """Have PostgreSQL plan what this transaction reads once for all values, and as for a disk without arms.

    It plans a wide SELECT anew for each value where it hopes for less to read, and reckons that at far less
    than it takes: longer than to answer. So this is for pages of many such statements, whose values differ in
    little; not where one value finds a row and another half of the table.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(*kept(_plan_once)).all()


def _plan_once() -> Select[Any]:
    wanted = {"plan_cache_mode": "force_generic_plan", "random_page_cost": "1.1"}
    return select(*(func.set_config(name, value, True) for name, value in wanted.items()))


def _row(id_: int, *, of: type[Model]) -> Select[int]:
    """Only that table's row, and not against rows that name it: who writes reminders holds some of those."""
    table = of.__table__.c
    return select(table.id).where(table.id == id_).with_for_update(key_share=True)


def _read_json(text: str | bytes) -> Any:
    """Read what `json.dumps` wrote: a dashboard reads hundreds of short lists, and `json.loads` looks at each
    for what it is encoded in, and for blanks around it.
    """
    return _JSON.raw_decode(text if isinstance(text, str) else text.decode())[0]


def engine_options(url: str) -> dict[str, Any]:
    """Return how to connect to `url`: PostgreSQL answers in UTC and a dead connection is noticed.

    It compiles no statement: a page's wide SELECT took it seconds to compile, and milliseconds to run.
    """
    kept = {"execution_options": {"compiled_cache": Compiled()}, "json_deserializer": _read_json}
    if url.startswith("sqlite"):
        return kept | {"connect_args": {"check_same_thread": False}}
    options = "-c timezone=UTC -c jit=off"
    kept |= {"paramstyle": PARAMETERS, "pool_pre_ping": True}
    return kept | {"connect_args": {"options": options, "connect_timeout": 5}}


def sqlalchemy_url(url: str) -> str:
    """Return `url` with our driver named: people write postgresql:// or postgres://."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url
