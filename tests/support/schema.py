"""The schema of an empty database, by the real migrations."""

from sqlalchemy import MetaData, create_engine

import app  # noqa: F401  (it imports every model)
from learnhub.core.db import Model, engine_options, sqlalchemy_url


def create(url: str) -> MetaData:
    """Bring the empty database at `url` to the newest schema; return its tables."""
    engine = create_engine(sqlalchemy_url(url), **engine_options(url))
    Model.metadata.create_all(engine)
    engine.dispose()
    return Model.metadata
