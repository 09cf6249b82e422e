"""Migrations on both databases: there and back, as the models say, and never in the way of rows."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from learnhub.cli.migrate import all_tables, files_of_models
from learnhub.core import migrate, schema_version
from learnhub.core.db import Model, engine_options, sqlalchemy_url
from tests.support.databases import Database

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'parent'"
CHILD = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9998", {head!r}
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE")))
    op.execute("CREATE TRIGGER kept AFTER UPDATE ON parent BEGIN DELETE FROM child WHERE parent_id = 0; END")
    op.execute("CREATE TRIGGER gone AFTER UPDATE ON parent BEGIN DELETE FROM child WHERE parent_id = 0; END")
    op.execute("INSERT INTO parent VALUES (1, 'a')")
    op.execute("INSERT INTO child VALUES (1, 1)")
def downgrade():
    pass
"""
RECREATE = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "9998"
def upgrade():
    op.execute("DROP TRIGGER gone")
    with op.batch_alter_table("parent") as batch:
        batch.alter_column("name", type_=sa.String(40), nullable=False)
    {more}
def downgrade():
    pass
"""


@pytest.fixture
def blank(database: Database) -> str:
    return database.blank("blank")


def tables(url: str) -> set[str]:
    engine = create_engine(sqlalchemy_url(url), **engine_options(url))
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return {name for name in found if migrate.is_ours(name, "table", {})} - {"alembic_version"}


def test_a_draft_knows_the_models_of_every_file() -> None:
    """Of one that it does not load, it would drop the tables; here the whole application is loaded."""
    written = {mapper.class_.__module__ for mapper in Model.registry.mappers}
    known = {f"learnhub.{path.parent.name}.{path.stem}" for path in files_of_models()}
    assert {name for name in written if name.startswith("learnhub.")} - known == set()


def test_the_migrations_make_what_the_models_say_and_go_back_to_nothing(blank: str) -> None:
    first = schema_version.standing(blank)
    assert (first.revision, first.empty, first.is_current, first.is_newer) == (None, True, False, False)
    migrate.upgrade(blank)
    assert schema_version.standing(blank).is_current
    engine = create_engine(sqlalchemy_url(blank), **engine_options(blank))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": migrate.is_ours})
        assert compare_metadata(context, all_tables()) == []
    engine.dispose()
    assert tables(blank) == set(all_tables().tables)
    migrate.downgrade(blank, "base")
    assert tables(blank) == set()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations that can grow."""
    here = migrate.ROOT / "migrations"
    for file in [*here.glob("*.*"), *here.glob("versions/*.py")]:
        copy = tmp_path / "migrations" / file.relative_to(here)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(file.read_text())
    for module in (migrate, schema_version):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path / "migrations" / "versions"


def test_a_database_of_a_later_release_is_recognised(
    later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/newer.db"
    head = schema_version.standing(url).head
    (later / "9998_grow.py").write_text(CHILD.format(head=head))
    migrate.upgrade(url)
    (later / "9998_grow.py").unlink()
    assert schema_version.standing(url).is_newer


def test_recreating_a_table_keeps_its_children_and_triggers(later: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/grown.db"
    (later / "9998_grow.py").write_text(CHILD.format(head=schema_version.standing(url).head))
    (later / "9999_recreate.py").write_text(RECREATE.format(more="pass"))
    migrate.upgrade(url)
    with sqlite3.connect(tmp_path / "grown.db") as connection:
        assert connection.execute("SELECT id, parent_id FROM child").fetchall() == [(1, 1)]
        triggers = connection.execute(TRIGGERS).fetchall()
    connection.close()
    assert triggers == [("kept",)]


def test_a_migration_that_would_orphan_rows_changes_nothing(later: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/refused.db"
    (later / "9998_grow.py").write_text(CHILD.format(head=schema_version.standing(url).head))
    migrate.upgrade(url)
    (later / "9999_orphan.py").write_text(RECREATE.format(more="op.execute('DELETE FROM parent')"))
    with pytest.raises(RuntimeError, match="refer to nothing"):
        migrate.upgrade(url)
    with sqlite3.connect(tmp_path / "refused.db") as connection:
        assert connection.execute("SELECT count(*) FROM parent").fetchone() == (1,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9998",)
    connection.close()
