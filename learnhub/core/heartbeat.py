"""When a part of LearnHub that runs by itself was last seen alive."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from learnhub.core import clock
from learnhub.core.db import Model, db

SCHEDULE = "schedule"


class Heartbeat(Model):
    """One row per part, overwritten at each beat."""

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    at: Mapped[datetime]


def beat(name: str) -> None:
    """Note that `name` is alive now. Two that note it at once meet at the primary key; the later one wins."""
    db.session.merge(Heartbeat(name=name, at=clock.now()))
    db.session.flush()


def last(name: str) -> datetime | None:
    """When `name` was last seen, or None if never."""
    found = db.session.get(Heartbeat, name)
    return found.at if found else None
