"""When a part of LearnHub that runs by itself was last seen alive."""

from datetime import datetime

from sqlalchemy import Insert, String, select
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core import clock
from learnhub.core.db import Model, db, insert
from learnhub.core.statements import kept

SCHEDULE = "schedule"


class Heartbeat(Model):
    """One row per part, overwritten at each beat."""

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    at: Mapped[datetime]


def beat(name: str) -> None:
    """Note that `name` is alive now, past the session. Of two that note it at once the later one wins."""
    statement, _ = kept(_beat, dialect=db.engine.dialect.name)
    db.session.execute(statement, {"name": name, "at": clock.now()})


def _beat(*, dialect: str) -> Insert:  # it is built for one of them
    row = insert(Heartbeat.__table__)
    return row.on_conflict_do_update(index_elements=["name"], set_={"at": row.excluded.at})


def last(name: str) -> datetime | None:
    """When `name` was last seen, or None if never."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))
