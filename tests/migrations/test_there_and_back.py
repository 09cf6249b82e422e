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
from tests.support import schema, tree
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
    """A database at the newest revision with rows in it; return its address."""
    url = database.fresh("filled")
    app = create_app(replace(settings, database_url=url))
    with app.app_context():
        populate(ROWS)
        db.session.remove()
        with db.engine.begin() as connection:
            fill(connection, Model.metadata)
        db.engine.dispose()
    return url


def test_they_are_one_line_and_numbered():
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_they_make_what_the_models_say(database: Database):
    url = database.blank("made")
    migrate.upgrade(url)
    assert schema.differences(url) == []


def test_each_goes_back_and_forth_over_filled_tables(filled: str):
    """Down to each revision in turn, and up again, over the rows that its tables can hold."""
    for revision in [*REVISIONS[:-1][::-1], "base"]:
        before, shape = counts(filled), described(filled)
        migrate.downgrade(filled, revision)
        lower = counts(filled)
        kept = {table: before[table] for table in lower}
        assert lower == kept, f"down to {revision}"
        migrate.upgrade(filled)
        assert described(filled) == shape, f"up from {revision}"
        after = counts(filled)
        assert {table: after[table] for table in lower} == kept, f"up from {revision}"


def test_each_step_alone_gives_the_same_schema(database: Database):
    at_once, by_steps = database.blank("once"), database.blank("steps")
    migrate.upgrade(at_once)
    for revision in REVISIONS:
        migrate.upgrade(by_steps, revision)
    assert described(by_steps) == described(at_once)


def test_every_table_is_filled(filled: str):
    """Rows that are not there would prove nothing."""
    assert {table for table, count in counts(filled).items() if not count} == set()


def counts(url: str) -> dict[str, int]:
    """Return how many rows each table has."""
    with connected(url) as connection:
        tables = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in tables
        }


def described(url: str) -> dict[str, object]:
    """Return tables, columns, indexes, keys and constraints as the database tells them."""
    with connected(url) as connection:
        look = inspect(connection)
        return {
            table: {
                "columns": {
                    each["name"]: (str(each["type"]), each["nullable"], str(each["default"]))
                    for each in look.get_columns(table)
                },
                "key": look.get_pk_constraint(table)["constrained_columns"],
                "foreign": sorted(
                    str(sorted(each.items(), key=str)) for each in look.get_foreign_keys(table)
                ),
                "unique": sorted(str(each["column_names"]) for each in look.get_unique_constraints(table)),
                "indexes": sorted(
                    f"{each['name']} {each['column_names']}" for each in look.get_indexes(table)
                ),
                "checks": sorted(str(each["name"]) for each in look.get_check_constraints(table)),
            }
            for table in look.get_table_names()
        }


def connected(url: str) -> Connection:
    """Connect, once, to the database at `url`."""
    return create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url)).connect()
