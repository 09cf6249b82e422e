"""How long people who are stuck wait for the first answer, in the hours in which they work."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards.counting import Case, Counted, counted
from learnhub.dashboards.metrics.asked import Asked, places
from learnhub.dashboards.periods import Period
from learnhub.help.models import HelpRequest, RequestState
from learnhub.people import hours

SOON, DAY, LONG = timedelta(hours=2), timedelta(hours=8), timedelta(hours=9)  # of working time
NOWHERE = Ref("help", 0)  # about no program


def answered(asked: Asked) -> Mapping[Period, Counted]:
    """Count the requests that had an answer within two working hours, of those that were asked."""
    lately = HelpRequest.asked_at >= min(period.since for period in asked.periods)
    stayed = or_(HelpRequest.state != RequestState.WITHDRAWN, HelpRequest.first_answer_at.is_not(None))
    rows = db.session.scalars(
        select(HelpRequest)
        .join(HelpRequest.asked_by)
        .options(contains_eager(HelpRequest.asked_by))
        .where(lately, stayed)
    ).all()
    who = select(HelpRequest.asked_by_id).where(lately)
    found = {}
    for period in asked.periods:
        at = min(period.until, asked.now)
        cases = [case for row in rows if (case := _case(row, period, at))]
        found[period] = counted(cases, places(period, asked.now, who))
    return found


def _case(row: HelpRequest, period: Period, at: datetime) -> Case | None:
    """What a request counts as by then: nothing while it is too young to have waited for long."""
    if row.asked_at is None or not period.since <= row.asked_at < at:
        return None
    answer = row.first_answer_at if row.first_answer_at and row.first_answer_at < at else None
    waited = hours.worked(row.asked_by, row.asked_at, answer or at, most=LONG)
    if answer is None and waited < SOON:
        return None
    soon, day = (answer is not None and waited <= limit for limit in (SOON, DAY))
    sides = soon, not soon, day and not soon, not day
    return Case(row.asked_by_id, row.ref or NOWHERE, (int(soon), 1, int(day)), sides)
