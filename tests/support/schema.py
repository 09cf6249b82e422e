"""The schema of an empty database, by the real migrations."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, pool

import app  # noqa: F401  (it imports every model)
from learnhub.core import migrate
from learnhub.core.db import Model, engine_options, sqlalchemy_url


def create(url: str) -> MetaData:
    """Bring the empty database at `url` to the newest schema; return its tables.

    Where a migration is not written yet, the tables come from the models, so that this fails the tests of
    the migrations and not every other.
    """
    migrate.upgrade(url)
    if differences(url):
        migrate.downgrade(url, "base")
        engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url))
        Model.metadata.create_all(engine)
    return Model.metadata


def differences(url: str) -> list[object]:
    """Return in what the database differs from the models."""
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool, **engine_options(url))
    with engine.connect() as connection:
        ours = MigrationContext.configure(connection, opts={"include_name": migrate.is_ours})
        return list(compare_metadata(ours, Model.metadata))
