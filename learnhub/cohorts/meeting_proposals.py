"""Times that fit a whole pod: the hours, quiet hours and dates of each are read for `meeting_rules`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, union_all

from learnhub.cohorts import meeting_rules, pod_notes
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.meeting_rules import USUAL, Mate
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.core import clock, dates
from learnhub.core.db import db
from learnhub.people import quiet
from learnhub.people.hours import Block
from learnhub.people.models import Person
from learnhub.programs.models import Program, ProgramState, SignUp, SignUpState


def proposals(person: Person, cohort: Cohort, minutes: int = USUAL) -> list[datetime]:
    """Return up to three times that fit the whole pod; fewer, or none, where they share no hour."""
    people = [person, *pod_notes.mates(cohort, person)]
    ids, now = [each.id for each in people], clock.now()
    rests, taken = quiet.of_each(ids), _taken(ids, now)
    mates = [Mate(each, [*rests.get(each.id, ()), *taken]) for each in people]
    return meeting_rules.proposals(mates, minutes, dates.local_date(now, person.tz), person.tz)


def _taken(ids: Sequence[int], now: datetime) -> list[Block]:
    """Return from when to when one of these people is in a session, a talk or a hackathon."""
    until = now + timedelta(days=meeting_rules.LOOK + 2)
    inside = (
        SignUp.person_id.in_(ids),
        SignUp.state == SignUpState.IN,
        Program.state == ProgramState.PUBLISHED,
    )
    sessions = (
        select(CohortDate.at, CohortDate.ends_at)
        .join(SignUp, SignUp.program_id == CohortDate.cohort_id)
        .join(Program, Program.id == SignUp.program_id)
        .where(CohortDate.step == Step.SESSION, CohortDate.at < until, CohortDate.ends_at > now, *inside)
    )
    others = (
        select(Program.starts_at, Program.ends_at)
        .join(SignUp, SignUp.program_id == Program.id)
        .where(Program.kind != "cohort", Program.starts_at < until, Program.ends_at > now, *inside)
    )
    rows: Sequence[Any] = db.session.execute(union_all(sessions, others)).all()
    return [Block(starts, ends) for starts, ends in rows]
