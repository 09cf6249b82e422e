"""What lists of programs say of cohorts: when each meets next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from learnhub.cohorts.models import Cohort, CohortDate, place_of
from learnhub.cohorts.planning import Step
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.courses.models import OutlineItem
from learnhub.programs.models import Moment

AHEAD = timedelta(days=21)  # as far as the strip of days reaches


def meetings(listed: Sequence[Cohort]) -> None:
    """Give the cohorts of a list their sessions of the next weeks: one statement, and plain columns."""
    now = clock.now()
    rows = db.session.execute(*kept(_meetings, [each.id for each in listed], now, now + AHEAD)).all()
    for each in listed:
        each.meets = tuple(
            Moment(title, at, where=place_of(place, call_url) or each.where)
            for id_, title, at, place, call_url in rows
            if at and id_ == each.id
        )


def _meetings(
    ids: Sequence[int], now: datetime, until: datetime
) -> Select[int, str, datetime | None, str, str]:
    columns = (CohortDate.cohort_id, OutlineItem.title, CohortDate.at, CohortDate.place, CohortDate.call_url)
    wanted = select(*columns).join(OutlineItem, OutlineItem.id == CohortDate.item_id)
    wanted = wanted.where(CohortDate.cohort_id.in_(ids), CohortDate.step == Step.SESSION)
    return wanted.where(CohortDate.at > now, CohortDate.at < until).order_by(CohortDate.at, CohortDate.id)
