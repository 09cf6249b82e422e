"""The schema of an empty database, by the real migrations."""

from sqlalchemy import MetaData

import app  # noqa: F401  (it imports every model)
from learnhub.core import migrate
from learnhub.core.db import Model


def create(url: str) -> MetaData:
    """Bring the empty database at `url` to the newest schema; return its tables."""
    migrate.upgrade(url)
    return Model.metadata
