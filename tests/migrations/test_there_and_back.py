"""Every migration both ways over filled tables: no row is lost, and the schema comes back."""

from dataclasses import replace

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, pool, text

from app import create_app
from learnhub.core import migrate
from learnhub.core.db import Model, db, engine_options, sqlalchemy_url
from tests.migrations.filling import fill
from tests.pages.world import populate
from tests.support import tree
from tests.support.databases import Database

ROWS = 5


def revisions() -> list[str]:
    """Return the numbers of all migrations, the first one first."""
    config = Config()
    config.set_main_option("script_location", str(tree.ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()][::-1]


REVISIONS = revisions()


@pytest.fixture
def filled(database: Database, settings) -> str:
    """A database at the newest revision with rows in every table; return its address."""
    url = database.fresh("filled")
    app = create_app(replace(settings, database_url=url))
    with app.app_context():
        populate(ROWS)
        db.session.remove()
        with db.engine.begin() as connection:
            fill(connection, Model.metadata)
        db.engine.dispose()
    assert [table for table, count in counts(url).items() if not count] == []
    return url


def test_they_are_one_line_and_numbered():
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_each_goes_back_and_forth_over_filled_tables(filled: str):
    """From the newest down, each goes back, forth and back, over the rows that the tables below it hold."""
    before, shape = counts(filled), described(filled)
    for revision, below in zip(REVISIONS[::-1], [*REVISIONS[-2::-1], "base"], strict=True):
        migrate.downgrade(filled, below)  # and, but for the newest, from the one above it again
        lower, lower_shape = counts(filled), described(filled)
        kept = {table: before[table] for table in lower}
        assert lower == kept, f"down from {revision}"
        migrate.upgrade(filled, revision)
        assert described(filled) == shape, f"up to {revision}"
        after = counts(filled)
        assert {table: after[table] for table in lower} == kept, f"up to {revision}"
        before, shape = lower, lower_shape
    assert set(shape) <= {"alembic_version"}


def test_each_step_alone_gives_the_same_schema(database: Database):
    at_once, by_steps = database.blank("once"), database.blank("steps")
    migrate.upgrade(at_once)
    for revision in REVISIONS:
        migrate.upgrade(by_steps, revision)
    assert described(by_steps) == described(at_once)


def counts(url: str) -> dict[str, int]:
    """Return how many rows each table has."""
    with connected(url) as connection:
        tables = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
        each = [f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables]
        rows = connection.execute(text(" UNION ALL ".join(each))).all() if each else []
    return {name: count for name, count in rows}


def described(url: str) -> dict[str, object]:
    """Return tables, columns, indexes, keys and constraints as the database tells them.

    What it has word for word as it had it before is not taken apart again.
    """
    with connected(url) as connection:
        found = connection.execute(text(WORDS[connection.dialect.name]))
        words = {name: (connection.dialect.name, name, said) for name, said in found}
        new = [name for name, said in words.items() if said not in _read]
        _read.update({words[name]: told for name, told in reflected(connection, new).items()} if new else {})
        return {name: _read[said] for name, said in words.items()}


# What each table and its indexes were made by; PostgreSQL puts it together from its catalogue.
WORDS = {
    "sqlite": """
        SELECT tbl_name, group_concat(sql) FROM sqlite_master
        WHERE type IN ('table', 'index') AND tbl_name NOT LIKE 'sqlite_%' GROUP BY tbl_name
    """,
    "postgresql": """
        SELECT relname, concat_ws('; ',
            (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
                    attidentity, attgenerated, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attname)
                FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
            (SELECT string_agg(concat_ws(' ', conname, pg_get_constraintdef(pg_constraint.oid)), ', '
                    ORDER BY conname)
                FROM pg_constraint WHERE conrelid = pg_class.oid),
            (SELECT string_agg(pg_get_indexdef(indexrelid), ', ' ORDER BY pg_get_indexdef(indexrelid))
                FROM pg_index WHERE indrelid = pg_class.oid))
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    """,
}
_read: dict[tuple[str, str, str], object] = {}


def reflected(connection: Connection, names: list[str]) -> dict[str, object]:
    """Return what `described` says of these tables."""
    look = inspect(connection)
    columns, keys = (
        look.get_multi_columns(filter_names=names),
        look.get_multi_pk_constraint(filter_names=names),
    )
    foreign = look.get_multi_foreign_keys(filter_names=names)
    unique = look.get_multi_unique_constraints(filter_names=names)
    indexes = look.get_multi_indexes(filter_names=names)
    checks = look.get_multi_check_constraints(filter_names=names)
    return {
        str(name): {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"], str(each["default"]))
                for each in columns[of]
            },
            "key": keys[of]["constrained_columns"],
            "foreign": sorted(str(sorted(each.items(), key=str)) for each in foreign[of]),
            "unique": sorted(str(each["column_names"]) for each in unique[of]),
            "indexes": sorted(f"{each['name']} {each['column_names']}" for each in indexes[of]),
            "checks": sorted(str(each["name"]) for each in checks[of]),
        }
        for of in columns
        for _schema, name in [of]
    }


def connected(url: str) -> Connection:
    """Connect, once, to the database at `url`."""
    return create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url)).connect()
