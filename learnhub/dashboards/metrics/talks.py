"""What talks changed, by what people said when they were asked, and the hours that were given so."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards.counting import Case, Counted, counted
from learnhub.dashboards.metrics.asked import Asked, places
from learnhub.dashboards.periods import Period
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState
from learnhub.talks.models import Answer, Change

ASKED_AFTER = timedelta(days=7)


def transfer(asked: Asked) -> Mapping[Period, Counted]:
    """Count who changed something, of those who were asked."""
    return {period: _transfer(period, asked.now) for period in asked.periods}


def _transfer(period: Period, now: datetime) -> Counted:
    noted = SignUp.__table__.alias("noted")
    nobody_noted = ~exists().where(noted.c.program_id == SignUp.program_id, noted.c.arrived_at.is_not(None))
    was_there = or_(SignUp.arrived_at.is_not(None), (SignUp.state == SignUpState.IN) & nobody_noted)
    asked = (
        select(SignUp.program_id, SignUp.person_id)
        .join(Program, Program.id == SignUp.program_id)
        .where(
            Program.kind == "talk",
            Program.state == ProgramState.PUBLISHED,
            Program.ends_at >= period.since - ASKED_AFTER,
            Program.ends_at < min(period.until, now) - ASKED_AFTER,
            was_there,
        )
    )
    table = asked.subquery()
    latest: dict[tuple[int, int], Answer] = {}
    said = select(Change.talk_id, Change.person_id, Change.answer).where(Change.at < min(period.until, now))
    for talk_id, person_id, answer in db.session.execute(
        said.where(Change.talk_id.in_(select(table.c.program_id))).order_by(Change.days)
    ):
        latest[talk_id, person_id] = answer
    found = []
    for talk_id, person_id in db.session.execute(asked):
        found.append(_case(person_id, talk_id, latest.get((talk_id, person_id))))
    return counted(found, places(period, now, select(table.c.person_id)), adds_up=False)


def _case(person_id: int, talk_id: int, said_last: Answer | None) -> Case:
    changed, answered = said_last is Answer.CHANGED, said_last is not None
    sides = (changed, not changed, answered and not changed, not answered)
    return Case(person_id, Ref("talk", talk_id), (int(changed), 1, int(answered)), sides)


def hours_given(asked: Asked) -> Mapping[Period, Counted]:
    """Sum up the minutes of talks for everyone who said, in the period, that one changed something."""
    confirmed = (
        select(Change.person_id, Change.talk_id, func.min(Change.at).label("at"))
        .where(Change.answer == Answer.CHANGED, Change.at >= min(period.since for period in asked.periods))
        .group_by(Change.person_id, Change.talk_id)
        .subquery()
    )
    rows = db.session.execute(
        select(*confirmed.c, Program.starts_at, Program.ends_at).join(
            Program, Program.id == confirmed.c.talk_id
        )
    ).all()
    found = {}
    for period in asked.periods:
        inside = [row for row in rows if period.since <= row.at < min(period.until, asked.now)]
        cases = [_given(row.person_id, row.talk_id, row.ends_at - row.starts_at) for row in inside]
        found[period] = counted(cases, places(period, asked.now, select(confirmed.c.person_id)))
    return found


def _given(person_id: int, talk_id: int, length: timedelta) -> Case:
    minutes = round(length.total_seconds() / 60)
    return Case(person_id, Ref("talk", talk_id), (minutes, minutes, 1), (True,))
