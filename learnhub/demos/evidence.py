"""Demos that serve a goal by themselves, and so are evidence once they are kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.demos.models import Demo, DemoState, Snapshot
from learnhub.goals import queries as goals


def proving(demo_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when those demos were kept that serve a goal by themselves, by id."""
    chosen = select(Snapshot).join(Demo, Demo.id == Snapshot.demo_id).where(Demo.state == DemoState.SUBMITTED)
    tied = chosen.where(Demo.id.in_(demo_ids), goals.is_tied("demo", Demo.id))
    return {snapshot.demo_id: snapshot.taken_at for snapshot in db.session.scalars(tied)}
