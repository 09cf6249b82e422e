"""A PostgreSQL database from its backup: all of it, or what was there before."""

from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from learnhub.core import postgres_backup
from learnhub.core.errors import Unavailable
from learnhub.settings import Settings
from tests.support.databases import Database

pytestmark = [pytest.mark.postgres_only, pytest.mark.usefixtures("postgres_tools")]
OLD = """
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE stale (id serial PRIMARY KEY, who integer REFERENCES people);
CREATE VIEW stale_names AS SELECT name FROM people;
CREATE TYPE stale_kind AS ENUM ('one');
CREATE FUNCTION stale_sum(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE SCHEMA others;
CREATE TABLE others.kept (id integer);
GRANT USAGE ON SCHEMA public TO pg_monitor;
INSERT INTO people VALUES (1, 'Eve');
INSERT INTO stale (who) VALUES (1);
"""
NEW = """
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE words (id serial PRIMARY KEY, word text);
INSERT INTO people SELECT n, 'Ada' || md5(n::text) FROM generate_series(1, 5000) AS n;
INSERT INTO words (word) VALUES ('one');
"""


@pytest.fixture
def backup(database: Database, settings: Settings, tmp_path: Path) -> Path:
    """What NEW makes, written to a file."""
    source = replace(settings, database_url=database.blank("source"))
    execute(source.database_url, NEW)
    postgres_backup.dump(source, tmp_path / "database.pgdump")
    return tmp_path / "database.pgdump"


@pytest.fixture
def there(database: Database, settings: Settings) -> Settings:
    """A database that holds what OLD makes."""
    url = database.blank("there")
    execute(url, OLD)
    return replace(settings, database_url=url)


def execute(url: str, statements: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statements.encode())


def ask(url: str, question: str) -> list[object]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(question.encode())]


OURS = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1
"""


def test_a_restore_replaces_everything_that_is_ours(there: Settings, backup: Path) -> None:
    rights = ask(there.database_url, "SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'")
    postgres_backup.load(there, backup)
    assert ask(there.database_url, OURS) == ["people", "words", "words_id_seq"]
    assert ask(there.database_url, "SELECT count(*) FROM people") == [5000]
    execute(there.database_url, "INSERT INTO words (word) VALUES ('two')")
    assert ask(there.database_url, "SELECT id FROM words ORDER BY id") == [1, 2]
    assert ask(there.database_url, "SELECT count(*) FROM others.kept") == [0]
    assert ask(there.database_url, "SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'") == rights


def test_a_second_restore_and_one_into_an_empty_database_do_the_same(
    there: Settings, backup: Path, database: Database
) -> None:
    for url in (database.blank("empty"), there.database_url, there.database_url):
        postgres_backup.load(replace(there, database_url=url), backup)
        assert ask(url, OURS) == ["people", "words", "words_id_seq"]


def test_a_truncated_backup_leaves_what_was_there(there: Settings, backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-20_000])
    postgres_backup.readable(there, backup)  # its list is whole: only its rows tell
    unchanged(there, backup)


def test_a_restore_that_fails_at_its_last_statement_leaves_what_was_there(
    there: Settings, backup: Path, database: Database
) -> None:
    source = replace(there, database_url=database.blank("source"))
    elsewhere = """
        CREATE SCHEMA elsewhere;
        CREATE TABLE elsewhere.things (id integer PRIMARY KEY);
        ALTER TABLE words ADD thing integer REFERENCES elsewhere.things;
    """
    execute(source.database_url, NEW + elsewhere)  # foreign keys are made last, and that table is not ours
    postgres_backup.dump(source, backup)
    unchanged(there, backup)


def unchanged(there: Settings, backup: Path) -> None:
    before = ask(there.database_url, OURS)
    with pytest.raises(Unavailable):
        postgres_backup.load(there, backup)
    assert ask(there.database_url, OURS) == before
    assert ask(there.database_url, "SELECT name FROM people") == ["Eve"]
    assert ask(there.database_url, "SELECT who FROM stale") == [1]
