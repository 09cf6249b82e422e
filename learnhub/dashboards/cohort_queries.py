"""Which cohorts run, whoever is in them, and who facilitates them: what those who see one can read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import CohortDate
from learnhub.core.db import db
from learnhub.courses.models import OutlineItem
from learnhub.people.models import Person
from learnhub.programs.models import Host, Program, ProgramState
from learnhub.programs.sights import visible_to

MOST = 24  # named beside those of which something is said


@dataclass(frozen=True, slots=True)
class Running:
    """A cohort that runs."""

    id: int
    title: str
    url: str
    starts_at: datetime
    ends_at: datetime


def running(person: Person, at: datetime) -> Sequence[Running]:
    """Return the cohorts that run at that moment and that one may see, the latest first."""
    rows = db.session.execute(
        select(Program.id, Program.title, Program.key, Program.starts_at, Program.ends_at)
        .where(
            Program.kind == "cohort",
            Program.state == ProgramState.PUBLISHED,
            Program.starts_at <= at,
            Program.ends_at > at,
        )
        .where(visible_to(person))
        .order_by(Program.starts_at.desc(), Program.id)
        .limit(MOST)
    )
    return [Running(id_, title, f"/cohorts/{key}", *times) for id_, title, key, *times in rows]


def with_dues(ids: Collection[int], until: datetime) -> set[int]:
    """Return those of these cohorts in which a deadline that counts was due by then."""
    due = CohortDate.step == Step.DEADLINE, CohortDate.at < until, OutlineItem.counts
    return set(
        db.session.scalars(
            select(CohortDate.cohort_id)
            .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
            .where(CohortDate.cohort_id.in_(ids), *due)
        )
    )


def facilitators(ids: Collection[int]) -> dict[int, list[Person]]:
    """Return who facilitates each of these, in the order in which they came, and is here."""
    found: dict[int, list[Person]] = {}
    for id_, person in db.session.execute(
        select(Host.program_id, Person)
        .join(Person, Person.id == Host.person_id)
        .where(Host.program_id.in_(ids), Person.left_at.is_(None))
        .order_by(Host.id)
    ):
        found.setdefault(id_, []).append(person)
    return found
