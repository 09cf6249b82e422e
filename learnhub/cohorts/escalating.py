"""Who hears that something is overdue, where the cohort agreed on it: the pod after two days, the
facilitators after four, in one list a day. Never who manages one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, func, or_, select, update

from learnhub.cohorts import pausing, pods
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.deadlines import effective
from learnhub.cohorts.events import ListedToFacilitators, PodMateLate
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.cohorts.support_models import Escalation
from learnhub.core import dates, events
from learnhub.core.db import changed, db, insert
from learnhub.core.walltime import instant
from learnhub.courses.models import OutlineItem
from learnhub.people import management
from learnhub.people.models import Person
from learnhub.people.queries import is_away, organisation
from learnhub.programs.models import Host, ProgramState, SignUp, SignUpState

POD_AFTER, HOSTS_AFTER = timedelta(days=2), timedelta(days=4)
OLDEST = timedelta(days=14)  # what is older is no news: a cohort that agreed, or an engine that stood still
LIST_AT = time(7)  # of the organisation's zone: what reached four days by then stands in that day's list


@dataclass(frozen=True, slots=True)
class Late:
    """A deadline that somebody has not done; `due_at` is the due in force for them."""

    cohort: Cohort
    date: CohortDate
    person: Person
    due_at: datetime


def escalate(now: datetime) -> None:
    """Tell pods what is overdue for two days, once each, and facilitators what is for four, once a day."""
    late = [each for each in _late(now) if not is_away(each.person, now)]
    for each in late:
        if now - each.due_at >= POD_AFTER:
            _tell_pod(each)
    _list(late, now)


def concerns(person_id: int, escalation_id: int) -> bool:
    """Whether it is still to be done, and the person in the same pod and no manager of theirs."""
    row = db.session.get(Escalation, escalation_id)
    if row is None or not _waits([row.id]):
        return False
    date_ = db.session.get_one(CohortDate, row.date_id)
    return person_id in _mates(date_.cohort_id, db.session.get_one(Person, row.person_id))


def listed(host_id: int, day: int) -> Sequence[tuple[str, str, Cohort, datetime]]:
    """Return what stands in a facilitator's list of that day, an ordinal: whose, what, where, since when.

    Nothing of whom they manage, and nothing that is done since.
    """
    host = db.session.get_one(Person, host_id)
    rows = db.session.execute(
        select(Escalation.id, Person, OutlineItem.title, Cohort, Escalation.due_at)
        .join(Person, Person.id == Escalation.person_id)
        .join(CohortDate, CohortDate.id == Escalation.date_id)
        .join(OutlineItem, OutlineItem.id == CohortDate.item_id)
        .join(Cohort, Cohort.id == CohortDate.cohort_id)
        .join(Host, Host.program_id == Cohort.id)
        .where(Host.person_id == host_id, Escalation.listed_on == date.fromordinal(day))
        .order_by(Cohort.id, Person.name, Escalation.id)
    ).all()
    open_ = _waits([row[0] for row in rows])
    managed = management.managed_by(host, {row[1].id for row in rows})
    return [
        (person.name, title, cohort, due_at)
        for id_, person, title, cohort, due_at in rows
        if id_ in open_ and person.id not in managed
    ]


def is_listed(host_id: int, day: int) -> bool:
    """Whether anything stands in that list."""
    return bool(listed(host_id, day))


def about(date_id: int, person_id: int) -> Select[int]:
    """Select the ids of what was escalated of somebody's deadline."""
    return select(Escalation.id).where(Escalation.date_id == date_id, Escalation.person_id == person_id)


def _late(now: datetime) -> list[Late]:
    """What is overdue for two days or more in the cohorts that agreed, of nobody who rests."""
    mine = and_(Progress.date_id == CohortDate.id, Progress.person_id == SignUp.person_id)
    rows = db.session.execute(
        select(Cohort, CohortDate, Person, Progress.extended_to)
        .join(CohortDate, CohortDate.cohort_id == Cohort.id)
        .join(CohortDate.item)
        .join(SignUp, SignUp.program_id == Cohort.id)
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(Progress, mine)
        .where(
            Cohort.escalates,
            Cohort.state == ProgramState.PUBLISHED,
            Cohort.quiet.is_(False),
            SignUp.state == SignUpState.IN,
            Person.left_at.is_(None),
            CohortDate.step == Step.DEADLINE,
            CohortDate.at <= now - POD_AFTER,
            or_(CohortDate.at > now - OLDEST, Progress.extended_to > now - OLDEST),
            CohortDate.at >= SignUp.signed_up_at,  # who joined late is late for nothing before
            or_(Progress.id.is_(None), and_(Progress.done_at.is_(None), Progress.waived_at.is_(None))),
            SignUp.person_id.not_in(pausing.resting(Cohort.id, now)),
        )
    )
    found = []
    for cohort, row, person, longer in rows:
        due = effective(row.at, longer) if row.at else now
        if now - due >= POD_AFTER:
            found.append(Late(cohort, row, person, due))
    return found


def _tell_pod(late: Late) -> None:
    one = {"date_id": late.date.id, "person_id": late.person.id, "due_at": late.due_at}
    new = insert(Escalation).values(**one).on_conflict_do_nothing(index_elements=[*one])
    closes = late.cohort.rule.closes_at(late.due_at)
    if changed(new) and (closes is None or closes > late.due_at + POD_AFTER):  # else nobody can help any more
        row = db.session.scalars(select(Escalation).filter_by(**one)).one()
        mates = tuple(sorted(_mates(late.cohort.id, late.person)))
        events.publish(PodMateLate(row.id, late.cohort.id, late.person.id, mates))


def _list(late: Sequence[Late], now: datetime) -> None:
    zone = organisation().tz
    day = dates.local_date(now, zone)
    begins = instant(datetime.combine(day, LIST_AT), zone)
    ripe = [each for each in late if each.due_at + HOSTS_AFTER <= begins <= now]
    cohorts: set[int] = set()
    for each in ripe:
        one = Escalation.date_id == each.date.id, Escalation.person_id == each.person.id
        mine = update(Escalation).where(
            *one, Escalation.due_at == each.due_at, Escalation.listed_on.is_(None)
        )
        if changed(mine.values(listed_on=day)):
            cohorts.add(each.cohort.id)
    hosts = select(Host.person_id).where(Host.program_id.in_(cohorts)).distinct()
    for host_id in db.session.scalars(hosts) if cohorts else ():
        if is_listed(host_id, day.toordinal()):
            events.publish(ListedToFacilitators(host_id, day.toordinal()))


def _mates(cohort_id: int, person: Person) -> set[int]:
    found = set(db.session.scalars(pods.mates(cohort_id, person.id)))
    return found - management.managers_among(person, found)


def _waits(ids: Collection[int]) -> set[int]:
    """Return which of these are still to be done, by the due that they are about."""
    mine = and_(Progress.date_id == Escalation.date_id, Progress.person_id == Escalation.person_id)
    rows = db.session.scalars(
        select(Escalation.id)
        .join(CohortDate, CohortDate.id == Escalation.date_id)
        .outerjoin(Progress, mine)
        .where(
            Escalation.id.in_(ids),
            or_(Progress.id.is_(None), and_(Progress.done_at.is_(None), Progress.waived_at.is_(None))),
            CohortDate.at <= Escalation.due_at,
            func.coalesce(Progress.extended_to, Escalation.due_at) <= Escalation.due_at,
        )
    )
    return set(rows)
