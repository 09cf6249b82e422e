"""Every SELECT about commitments. They are their person's, and the partners' whom that person asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from learnhub.commitments.models import (
    Commitment,
    CommitmentPartner,
    CommitmentState,
    Milestone,
    PartnerState,
    WeekNote,
)
from learnhub.core import dates
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.people import management
from learnhub.people.models import Person

OPEN = CommitmentState.OPEN
KNOWS = (PartnerState.ASKED, PartnerState.AGREED)
NOTES = 60  # more than a year


@dataclass(frozen=True, slots=True)
class Seen:
    """A commitment as one person sees it; `partner` is theirs, where they were asked."""

    commitment: Commitment
    is_mine: bool
    partner: CommitmentPartner | None
    is_manager: bool

    @property
    def is_partner(self) -> bool:
        """Whether they hold somebody to it; who became a manager of theirs since does not."""
        agreed = self.partner is not None and self.partner.state is PartnerState.AGREED
        return agreed and not self.is_manager


def find(person: Person, key: str) -> Seen:
    """Return the commitment. Raises NotFound for all but its person and whom they asked."""
    found = db.session.scalar(
        select(Commitment)
        .where(Commitment.key == key)
        .options(joinedload(Commitment.course), joinedload(Commitment.person))
        .options(joinedload(Commitment.confirmed_by), selectinload(Commitment.milestones))
        .options(selectinload(Commitment.partners).joinedload(CommitmentPartner.person))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    is_mine = found.person_id == person.id
    known = [each for each in found.partners if each.person_id == person.id and each.state in KNOWS]
    if not (is_mine or known):
        raise NotFound
    is_manager = not is_mine and person.id in management.managers_among(found.person, [person.id])
    return Seen(found, is_mine, known[0] if known else None, is_manager)


def mine(person: Person) -> Sequence[Commitment]:
    """Return the person's own, open ones first, the newest first."""
    return db.session.scalars(
        select(Commitment)
        .where(Commitment.person_id == person.id)
        .options(selectinload(Commitment.milestones), selectinload(Commitment.partners))
        .order_by(Commitment.state != OPEN, Commitment.id.desc())
        .limit(NOTES)
    ).all()


def partnered(person: Person) -> Sequence[tuple[Commitment, PartnerState]]:
    """Return those of others that this person was asked to hold them to, or does; asked first."""
    rows = db.session.execute(
        select(Commitment, CommitmentPartner.state)
        .join(CommitmentPartner, CommitmentPartner.commitment_id == Commitment.id)
        .join(Commitment.person)
        .options(contains_eager(Commitment.person), selectinload(Commitment.milestones))
        .where(CommitmentPartner.person_id == person.id, CommitmentPartner.state.in_(KNOWS))
        .where(or_(Commitment.state == OPEN, CommitmentPartner.state == PartnerState.AGREED))
        .order_by(CommitmentPartner.state.desc(), Commitment.state != OPEN, Commitment.id.desc())
        .limit(NOTES)
    )
    return [(row, state) for row, state in rows]


def notes(of: Commitment) -> Sequence[WeekNote]:
    """Return its check-ins, the newest first."""
    wanted = select(WeekNote).where(WeekNote.commitment_id == of.id)
    return db.session.scalars(wanted.order_by(WeekNote.week.desc()).limit(NOTES)).all()


def agreed(row: Commitment) -> tuple[int, ...]:
    """Return the ids of the partners who agreed, but of those who manage the learner by now."""
    ids = [each.person_id for each in row.partners if each.state is PartnerState.AGREED]
    managers = management.managers_among(row.person, ids) if ids else set()
    return tuple(each for each in ids if each not in managers)


def note(of: Commitment, week: date) -> WeekNote | None:
    """Return the check-in of that week, as it is stored now."""
    wanted = select(WeekNote).where(WeekNote.commitment_id == of.id, WeekNote.week == week)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def planned_hours(person: Person, now: datetime) -> list[tuple[str, int]]:
    """Return by title how many hours a week the person's open commitments take; what rests takes none."""
    mine = Commitment.person_id == person.id, Commitment.state == OPEN
    goes_on = _goes_on(dates.local_date(now, person.tz))
    wanted = select(Commitment.title, Commitment.hours).where(*mine, goes_on).order_by(Commitment.id)
    return [(title, hours) for title, hours in db.session.execute(wanted)]


def _goes_on(today: date) -> ColumnElement[bool]:
    over = or_(Commitment.paused_until.is_(None), Commitment.paused_until < today)
    return or_(over, Commitment.paused_from > today)


def to_do(person_id: int, today: date, until: date, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select what the person has still to do by that day, the earliest first; nothing of what is paused."""
    return (
        select(*columns)
        .select_from(Commitment)
        .join(Milestone, Milestone.commitment_id == Commitment.id)
        .where(Commitment.person_id == person_id, Commitment.state == OPEN)
        .where(_goes_on(today))
        .where(Milestone.done_at.is_(None), Milestone.due_on <= until)
        .order_by(Milestone.due_on, Milestone.id)
    )


def asked_of(person_id: int, *columns: ColumnElement[Any]) -> Select[Any]:
    """Select whom the person is asked to hold to something and has not answered, who asked first first."""
    mine = CommitmentPartner.person_id == person_id, CommitmentPartner.state == PartnerState.ASKED
    return (
        select(*columns)
        .select_from(CommitmentPartner)
        .join(Commitment, Commitment.id == CommitmentPartner.commitment_id)
        .join(Person, Person.id == Commitment.person_id)
        .where(*mine, Commitment.state == OPEN, Person.left_at.is_(None))
        .order_by(CommitmentPartner.asked_at, CommitmentPartner.id)
    )


def open_of(person: Person) -> Sequence[Commitment]:
    """Return the person's open ones, with their milestones: for their calendar."""
    return db.session.scalars(_open(person).options(selectinload(Commitment.milestones))).all()


def open_alone(person: Person) -> Sequence[Commitment]:
    """Return the person's open ones, and nothing that belongs to them."""
    return db.session.scalars(_open(person)).all()


def _open(person: Person) -> Select[Commitment]:
    mine = Commitment.person_id == person.id, Commitment.state == OPEN
    return select(Commitment).where(*mine).order_by(Commitment.id)


def running(now: datetime) -> Sequence[Commitment]:
    """Return the open ones of those who are here, with all that reminding asks for."""
    tomorrow = now.date() + timedelta(days=1)
    return db.session.scalars(
        select(Commitment)
        .join(Commitment.person)
        .where(Commitment.state == OPEN, Person.left_at.is_(None), Commitment.starts_on <= tomorrow)
        .options(contains_eager(Commitment.person), selectinload(Commitment.milestones))
        .options(selectinload(Commitment.partners).joinedload(CommitmentPartner.person))
        .order_by(Commitment.id)
    ).all()


def waits(person_id: int, milestone_id: int) -> bool:
    """Whether the milestone is still to be reached, by this person or one whose partner they are."""
    return _is(person_id, Milestone.id == milestone_id, Milestone.done_at.is_(None), Commitment.state == OPEN)


def concerns(person_id: int, commitment_id: int) -> bool:
    """Whether the commitment is this person's, or they were asked to hold somebody to it."""
    return _is(person_id, Commitment.id == commitment_id)


def reads(person_id: int, commitment_id: int) -> bool:
    """Whether it is theirs, or they hold somebody to it whom they do not manage: what a week note asks."""
    return concerns(person_id, commitment_id) and not _manages(person_id, Commitment.id == commitment_id)


def hears_of(person_id: int, milestone_id: int) -> bool:
    """Whether it is to be reached still, and is theirs or of somebody whom they do not manage."""
    return waits(person_id, milestone_id) and not _manages(person_id, Milestone.id == milestone_id)


def _manages(person_id: int, *which: ColumnElement[bool]) -> bool:
    wanted = select(Person).join(Commitment, Commitment.person_id == Person.id)
    learner = db.session.scalars(wanted.join(Commitment.milestones).where(*which)).first()
    return learner is not None and person_id in management.managers_among(learner, [person_id])


def _is(person_id: int, *wanted: ColumnElement[bool]) -> bool:
    asked = exists().where(
        CommitmentPartner.commitment_id == Commitment.id,
        CommitmentPartner.person_id == person_id,
        CommitmentPartner.state.in_(KNOWS),
    )
    found = (
        select(Commitment.id)
        .join(Milestone, Milestone.commitment_id == Commitment.id)
        .where(or_(Commitment.person_id == person_id, asked), *wanted)
    )
    return db.session.scalar(select(found.exists())) or False


def visible(person_id: int, ids: Sequence[int]) -> Sequence[Commitment]:
    """Return those of the commitments that the person may know of."""
    asked = exists().where(
        CommitmentPartner.commitment_id == Commitment.id,
        CommitmentPartner.person_id == person_id,
        CommitmentPartner.state.in_(KNOWS),
    )
    wanted = select(Commitment).join(Commitment.person).options(contains_eager(Commitment.person))
    wanted = wanted.where(Commitment.id.in_(ids), or_(Commitment.person_id == person_id, asked))
    return db.session.scalars(wanted).all()


def visible_milestones(person: Person, ids: Sequence[int]) -> Sequence[tuple[Milestone, Commitment]]:
    """Return those of the milestones whose commitment the person may know of; none of whom they manage."""
    rows = db.session.execute(select(Milestone, Milestone.commitment_id).where(Milestone.id.in_(ids))).all()
    found = visible(person.id, [commitment_id for _, commitment_id in rows])
    managed = management.managed_by(person, {each.person_id for each in found})
    known = {each.id: each for each in found if each.person_id not in managed}
    return [(row, known[id_]) for row, id_ in rows if id_ in known]
