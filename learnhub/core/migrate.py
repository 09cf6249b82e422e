"""The shape of the stored tables: which revision a database has, which the code has, and the way between."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, pool

from learnhub.core.db import engine_options, sqlalchemy_url
from learnhub.settings import ROOT


@dataclass(frozen=True)
class Standing:
    """Where a database stands: its revision (None before the first migration) against the code's."""

    revision: str | None
    head: str
    known: bool
    empty: bool

    @property
    def is_current(self) -> bool:
        return self.revision == self.head

    @property
    def is_newer(self) -> bool:
        """Whether a later release has migrated it: this code does not know its revision."""
        return not self.known


def standing(url: str) -> Standing:
    """Raises OperationalError when the database cannot be reached."""
    scripts = _scripts()
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url))
    with engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        empty = not inspect(connection).get_table_names()
    head = scripts.get_current_head() or ""
    return Standing(revision, head, known=revision is None or is_known(revision), empty=empty)


def is_known(revision: str) -> bool:
    """Whether the code has a migration of this number."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to `revision`, in one transaction."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to `revision` ("base": no tables), in one transaction."""
    command.downgrade(_config(url), revision)


def draft(name: str, metadata: MetaData) -> Path:
    """Write the next numbered migration from what the models have and the migrations do not yet.

    Compares with an empty database that the migrations so far have shaped. Returns its file.
    """
    url = "sqlite:///file::memory:?cache=shared&uri=true"
    engine = create_engine(url)
    with engine.connect():  # holds the shared memory until the comparison is done
        upgrade(url)
        number = len(list(_scripts().walk_revisions())) + 1
        made: Any = command.revision(
            _config(url, metadata=metadata), message=name, autogenerate=True, rev_id=f"{number:04}"
        )
    engine.dispose()
    path = Path(made.path)
    kept = [line for line in path.read_text().splitlines() if "# ###" not in line]
    path.write_text("\n".join(kept) + "\n")
    return path


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(""))


def _config(url: str, **attributes: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(url=url, **attributes)
    return config
