"""Where a database stands: the revision of its tables against the one that the code expects."""

from dataclasses import dataclass

from sqlalchemy import create_engine, inspect, pool, text

from learnhub.core.db import engine_options, sqlalchemy_url
from learnhub.ops import revisions
from learnhub.settings import ROOT


@dataclass(frozen=True)
class Standing:
    """`revision` is None before the first migration; `empty`: there is no table at all."""

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
    """Raises a DBAPIError when the database cannot be reached."""
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url))
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        revision = None
        if "alembic_version" in tables:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    known = revision is None or revision in revisions.known(ROOT)
    return Standing(revision, revisions.newest(ROOT), known=known, empty=not tables)
