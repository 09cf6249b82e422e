"""What came of the library: who used what they read."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, union

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards.counting import Counted, counted_once
from learnhub.dashboards.metrics.asked import Asked, places
from learnhub.dashboards.periods import Period
from learnhub.library.models import Standing, TakeAway


def reuse(asked: Asked) -> Mapping[Period, Counted]:
    """Count who wrote a take-away, of those who saved, read or used something, each at the first."""
    return {period: _reuse(period, asked.now) for period in asked.periods}


def _reuse(period: Period, now: datetime) -> Counted:
    used = TakeAway.at >= period.since, TakeAway.at < period.until, TakeAway.removed_at.is_(None)
    kept = Standing.since >= period.since, Standing.since < period.until, Standing.state.is_not(None)
    reached = union(select(TakeAway.person_id).where(*used), select(Standing.person_id).where(*kept))
    among = places(period, now, select(reached.subquery().c.person_id))
    first: dict[int, Ref] = {}
    rows = db.session.execute(
        select(TakeAway.person_id, TakeAway.resource_id).where(*used).order_by(TakeAway.at, TakeAway.id)
    )
    for person_id, resource_id in rows:
        first.setdefault(person_id, Ref("resource", resource_id))
    return counted_once(first, among)
