"""Changing the shape of the stored tables. Loads Alembic, which only `migrate` needs."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, create_engine

from learnhub.ops import revisions
from learnhub.settings import ROOT

# FTS5 with its shadows, GIN, what SQLite reads in place of wide rows, and what it counts by triggers
DATABASES_OWN = ("search_index", "ix_search_document_vector", "ix_search_document_narrow", "resource_tally")


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
        number = int(revisions.newest(ROOT)) + 1
        made: Any = command.revision(
            _config(url, metadata=metadata), message=name, autogenerate=True, rev_id=f"{number:04}"
        )
    engine.dispose()
    path = Path(made.path)
    kept = [line for line in path.read_text().splitlines() if "# ###" not in line]
    path.write_text("\n".join(kept) + "\n")
    return path


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models say what this table or index is like; some are each database's own."""
    return not (kind in {"table", "index"} and (name or "").startswith(DATABASES_OWN))


def _config(url: str, **attributes: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes.update(url=url, **attributes)
    return config
