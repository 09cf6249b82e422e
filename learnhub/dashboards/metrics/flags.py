"""Flags as cohorts raised them: who has one that is open, and how often they were right."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import or_, select

from learnhub.cohorts.flag_models import RIGHT, RaisedFlag
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards.counting import Case, Counted, counted
from learnhub.dashboards.metrics.asked import Asked
from learnhub.dashboards.periods import Period
from learnhub.programs.models import SignUpState


def risk(asked: Asked) -> Mapping[Period, Counted]:
    """Count the members of running cohorts with an open flag, at the end of each period."""
    since = min(period.since for period in asked.periods)
    raised: dict[tuple[int, int], list[tuple[datetime, datetime | None]]] = {}
    for cohort_id, person_id, at, ended_at in db.session.execute(
        select(RaisedFlag.cohort_id, RaisedFlag.person_id, RaisedFlag.raised_at, RaisedFlag.ended_at).where(
            or_(RaisedFlag.ended_at.is_(None), RaisedFlag.ended_at > since)
        )
    ):
        raised.setdefault((cohort_id, person_id), []).append((at, ended_at))
    found = {}
    for period in asked.periods:
        at = min(period.until, asked.now)
        cases = []
        for member in asked.members:
            if member.state is SignUpState.IN and member.cohort.runs(at):
                flags = raised.get((member.cohort.ref.id, member.person_id), ())
                held = any(begun <= at and (end is None or end > at) for begun, end in flags)
                cases.append(Case(member.person_id, member.cohort.ref, (int(held), 1), (held, not held)))
        found[period] = counted(cases, asked.members_places[period], adds_up=False)
    return found


def right(asked: Asked) -> Mapping[Period, Counted]:
    """Count the flags that were right, of those that were raised in a period and of which it is known."""
    since = min(period.since for period in asked.periods)
    known = [
        (raised_at, _case(person_id, cohort_id, is_right=truth in RIGHT))
        for person_id, cohort_id, raised_at, truth in db.session.execute(
            select(RaisedFlag.person_id, RaisedFlag.cohort_id, RaisedFlag.raised_at, RaisedFlag.truth).where(
                RaisedFlag.truth.is_not(None), RaisedFlag.raised_at >= since
            )
        )
    ]
    found = {}
    for period in asked.periods:
        cases = [case for raised_at, case in known if period.since <= raised_at < period.until]
        found[period] = counted(cases, asked.members_places[period])
    return found


def _case(person_id: int, cohort_id: int, *, is_right: bool) -> Case:
    return Case(person_id, Ref("cohort", cohort_id), (int(is_right), 1), (is_right, not is_right))
