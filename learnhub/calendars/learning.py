"""Time that somebody keeps free to learn, in cohorts and commitments, for their feed and their month."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, and_, cast, func, literal, null, select, union_all

from learnhub.cohorts import meeting_queries
from learnhub.cohorts.check_in_models import CheckInChoice
from learnhub.cohorts.models import Cohort, CohortCompletion
from learnhub.cohorts.support_models import CohortPause
from learnhub.commitments.models import Commitment, CommitmentState, Milestone
from learnhub.core import clock, dates
from learnhub.core.db import UtcDateTime, db
from learnhub.core.walltime import instant, weekly
from learnhub.people.models import Person
from learnhub.programs.models import ProgramState, SignUp, SignUpState


@dataclass(frozen=True, slots=True)
class Kept:
    """One time. `name` tells it from every other, for as long as it stands."""

    name: str
    title: str
    path: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    about: str = "Time kept free."


def kept(person: Person, first: date, last: date) -> list[Kept]:
    """Return what the person keeps free on these days, by their own clock: one statement."""
    found, zone = [], person.tz
    for row in db.session.execute(union_all(_of_commitments(person), _of_cohorts(person))):
        begins, ends = row.begins_on, row.ends_on
        if row.starts_at and row.ends_at:
            begins = dates.week_start(dates.local_date(row.starts_at, zone))
            ends = dates.local_date(row.ends_at, zone)
        for starts, until in weekly(row.blocks or [], max(first, begins), min(last, ends)):
            if row.rests_from and row.rests_from <= starts.date() <= row.rests_until:
                continue
            times = instant(starts, zone), instant(until, zone)
            name, title = f"{row.kind}-{row.id}-{starts:%Y%m%d}", f"Learning: {row.title}"
            found.append(Kept(name, title, f"{row.path}{row.key}", *times, row.changed_at))
    return found


def met(person: Person, since: datetime, until: datetime) -> list[Kept]:
    """Return when the person's pods meet, among these moments."""
    found = []
    for each in meeting_queries.fixed_for(person, since, until):
        if each.starts_at and each.ends_at:
            name, title, times = f"pod-meeting-{each.id}", "Your pod meets", (each.starts_at, each.ends_at)
            about = f"{each.cohort.title}. {each.place}".strip().rstrip(".") + "."
            found.append(Kept(name, title, f"{each.cohort.url}#pod-h", *times, each.changed_at, about))
    return found


def _of_commitments(person: Person) -> Select[Any]:
    """The person's open ones, until the day by which each is to be done."""
    moment = cast(null(), UtcDateTime)
    return (
        select(
            literal("block").label("kind"),
            Commitment.id,
            Commitment.title,
            literal("/commitments/").label("path"),
            Commitment.key,
            Commitment.changed_at.label("changed_at"),
            Commitment.blocks,
            Commitment.starts_on.label("begins_on"),
            Milestone.due_on.label("ends_on"),
            Commitment.paused_from.label("rests_from"),
            Commitment.paused_until.label("rests_until"),
            moment.label("starts_at"),
            moment.label("ends_at"),
        )
        .join(Milestone, and_(Milestone.commitment_id == Commitment.id, Milestone.is_finish))
        .where(Commitment.person_id == person.id, Commitment.state == CommitmentState.OPEN)
    )


def _of_cohorts(person: Person) -> Select[Any]:
    """Those that go on or are to and are not completed, from their first week on, but for a pause."""
    day, chosen, pause, now = cast(null(), Date), CheckInChoice, CohortPause, clock.now()
    of = CohortCompletion.cohort_id == Cohort.id, CohortCompletion.person_id == chosen.person_id
    rests = pause.cohort_id == Cohort.id, pause.person_id == chosen.person_id, pause.until_at > now
    return (
        select(
            literal("cohort-block"),
            Cohort.id,
            Cohort.title,
            literal("/cohorts/"),
            Cohort.key,
            func.coalesce(chosen.blocks_changed_at, Cohort.published_at, Cohort.created_at),
            chosen.blocks,
            day,
            day,
            pause.since,
            pause.until,
            Cohort.starts_at,
            Cohort.ends_at,
        )
        .join(chosen, chosen.cohort_id == Cohort.id)
        .join(SignUp, and_(SignUp.program_id == Cohort.id, SignUp.person_id == chosen.person_id))
        .outerjoin(pause, and_(*rests, pause.ended_at.is_(None)))
        .where(chosen.person_id == person.id, SignUp.state == SignUpState.IN)
        .where(Cohort.state == ProgramState.PUBLISHED, Cohort.ends_at > now)
        .where(~select(CohortCompletion.id).where(*of).exists())
    )
