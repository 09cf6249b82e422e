"""Pods of the cohorts, and what people say week by week: most of them, one only at first, one blocked."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learnhub.cohorts import check_ins, meeting_proposals, meetings, pod_notes, pods, queries
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.meetings import Wanted
from learnhub.cohorts.models import Cohort
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.walltime import instant, wall
from learnhub.people.models import Person
from learnhub.people.weekly_hours import RANGES
from learnhub.programs import queries as programs
from seed.company import ZONE, Company

TZ = ZoneInfo(ZONE)
WEEK, THURSDAY = timedelta(weeks=1), timedelta(days=3)
SAID = (
    ("Read the part and tried its example on our data.", "Hand in on Friday."),
    (
        "Half of it. The other half waits for a free afternoon.",
        "Two hours on Tuesday.",
    ),
    ("Wrote the cases with Hana; ten are good, three we threw away.", "Run them every night."),
    ("Nothing this week, the line was down.", "Catch up on both parts."),
    ("Finished early and went ahead to the next part.", "Show the team what came of it."),
)
BLOCKED = "I wait for access to the service logs."
MAYA = "Maya Lindqvist"
QUIET = 6  # every so many-th stops after the first week


def make(today: datetime, _company: Company) -> None:
    """Make the pods in the first week, and check in each week until now."""
    for cohort in db.session.scalars(select(Cohort).order_by(Cohort.id)):
        if cohort.starts_at < today:
            _study(cohort, today)


def _study(cohort: Cohort, today: datetime) -> None:
    host = programs.hosts_of(cohort)[0]
    with clock.at(cohort.starts_at + timedelta(hours=5)):
        runs = queries.find(host, cohort.key)
        for group in pods.proposed(pods.without(cohort)):
            pods.make(host, *runs, [each.key for each in group])
    said = db.session.scalars(select(CheckIn.person_id).where(CheckIn.cohort_id == cohort.id)).all()
    people = [each.person for each in queries.members(cohort) if each.person.id not in said]
    _meet(cohort, today)
    for place, person in enumerate(people):
        _agree(person, cohort, shares=place % 3 != 1)
        _weeks(person, place, cohort, today)


def _meet(cohort: Cohort, today: datetime) -> None:
    """Somebody of Maya's pod asks when it could meet: she has not said yet."""
    maya = next((each.person for each in queries.members(cohort) if each.person.name == MAYA), None)
    if maya is None or today >= cohort.ends_at - WEEK:
        return
    with clock.at(today - timedelta(hours=2)):
        if not (mates := pod_notes.mates(cohort, maya)):
            return
        walls = [wall(each, mates[0].tz) for each in meeting_proposals.proposals(mates[0], cohort)]
        if walls:
            meetings.suggest(mates[0], cohort, Wanted(walls, place="Library"))


def _agree(person: Person, cohort: Cohort, *, shares: bool) -> None:
    with clock.at(cohort.starts_at + timedelta(hours=6)):
        mine = queries.find(person, cohort.key)
        check_ins.choose(person, *mine, shares=shares, streak=person.name == MAYA or shares)


def _weeks(person: Person, place: int, cohort: Cohort, today: datetime) -> None:
    """On Thursdays; who is quiet once, and Maya not yet this week."""
    week, number = cohort.starts_on - timedelta(days=cohort.starts_on.weekday()), 0
    while (at := instant(datetime.combine(week + THURSDAY, time(16)), TZ)) < min(today, cohort.ends_at):
        this = at > today - WEEK
        quiet = place % QUIET == QUIET - 1 and number and person.name != MAYA
        if at > cohort.starts_at and not quiet and not (this and (place % QUIET == 2 or person.name == MAYA)):
            done, planned = SAID[(place + number) % len(SAID)]
            blocked = BLOCKED if this and place % QUIET == 3 else ""
            hours = [*RANGES][(place * 2 + number) % len(RANGES)] if place % 4 else ""
            with clock.at(at):
                mine = queries.find(person, cohort.key)
                check_ins.check_in(person, *mine, Said(done, planned, hours, blocked))
        week, number = week + WEEK, number + 1
