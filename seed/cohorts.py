"""Four cohorts at different weeks, with people ahead, on time and behind, and one who has longer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.cohorts import queries, services, ticking
from learnhub.cohorts.date_rules import Step, monday
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.cohorts.services import Terms
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.courses import services as courses
from learnhub.courses import versions
from learnhub.courses.models import Course, ItemKind
from learnhub.courses.outlines import Line
from learnhub.courses.services import About
from learnhub.goals.models import Goal
from learnhub.goals.services import tie
from learnhub.people import holidays
from learnhub.people.models import Person
from learnhub.programs import places
from learnhub.programs import queries as all_programs
from learnhub.programs import services as programs
from learnhub.programs.texts import Text
from seed.company import ZONE, Company

TZ = ZoneInfo(ZONE)
HOSTS = ("Amara Okafor", "Ruth Adeyemi")
KEEN, STEADY, SLOW, SILENT = "keen", "steady", "slow", "silent"
PACES = (STEADY, STEADY, KEEN, STEADY, SLOW, STEADY, SILENT, STEADY)
BEFORE = {KEEN: timedelta(days=3), STEADY: timedelta(hours=9), SLOW: -timedelta(days=5)}
MISSES = {SLOW: 2}  # how many of the latest deadlines they have not done


@dataclass(frozen=True, slots=True)
class Planned:
    """A cohort: how many weeks ago it began, the course with its weeks, and who is in it."""

    weeks_ago: int
    course: str
    by: str
    about: str
    weeks: tuple[tuple[str, str], ...]  # of each week the part and what is handed in
    people: int
    first: int  # with whom of the organisation it begins
    strictness: Strictness = Strictness.SOFT


COHORTS = (
    Planned(
        4,
        "Agents that act",
        "Northwind Academy",
        "From a loop with tools to an agent that one dares to let run.",
        (
            ("What an agent is", "An agent in 60 lines"),
            ("Tools and their errors", "Three tools, and what they do on bad input"),
            ("Memory and retrieval", "A manual that answers"),
            ("Measuring", "An evaluation with 20 cases"),
            ("Guard rails", "What it must never do, tested"),
            ("Your own agent", "A demo for your team"),
        ),
        12,
        0,
    ),
    Planned(
        1,
        "Evaluating language models",
        "Northwind Academy",
        "How to know whether a change made it better.",
        (
            ("Cases worth having", "Ten cases from your own work"),
            ("Judges and people", "Two judges compared"),
            ("Noise and sample size", "How sure are you?"),
            ("Evaluation in the build", "A test that fails when it gets worse"),
        ),
        9,
        14,
        Strictness.GRACE,
    ),
    Planned(
        7,
        "Data for people who build",
        "Open course",
        "From a table to a model that holds.",
        (
            ("Reading a table", "A table described"),
            ("Labels", "Fifty labels, twice"),
            ("Baselines", "The dumbest model that works"),
            ("Splits and leaks", "A leak found"),
            ("Errors", "The twenty worst cases"),
            ("Writing it down", "A page for whoever follows"),
        ),
        8,
        26,
    ),
    Planned(
        -2,
        "AI for team leads",
        "Northwind Academy",
        "What to ask, what to allow, and what to stop.",
        (
            ("What it can do", "One task of your team, tried"),
            ("Risk and data", "A data class for each tool"),
            ("Change", "A practice changed"),
        ),
        6,
        36,
        Strictness.HARD,
    ),
)


def make(today: datetime, company: Company, aims: dict[str, Goal]) -> None:
    """Make the courses and their cohorts as they came to be, week by week."""
    closed = f"{today.year}-12-24 to {today.year}-12-26 Christmas\n{today.year + 1}-01-01 New Year"
    holidays.keep(holidays.read(closed), by=company.people["Sam Okoye"])
    for planned in COHORTS:
        cohort = _make(planned, today, company)
        if planned is COHORTS[0]:
            why = "An agent that we let run has to run on our own machines."
            host = all_programs.hosts_of(cohort)[0]
            tie(host, aims["Models at home"], Ref("cohort", cohort.id), why=why, may_edit_the_other=True)


def _make(planned: Planned, today: datetime, company: Company) -> Cohort:
    hosts = [company.people[name] for name in HOSTS]
    first = monday(wall(today, TZ).date()) - timedelta(weeks=planned.weeks_ago)
    made_on = min(datetime.combine(first, time(9), TZ), today) - timedelta(days=21)
    with clock.at(made_on):
        cohort = _published(planned, first, hosts, _course(planned, hosts[0]))
        everyone = [each for each in company.people.values() if each not in hosts]
        people = _chosen(planned, everyone, company)
        for place, each in enumerate(people):
            with clock.at(made_on + timedelta(days=place)):
                places.sign_up(each, cohort)
    for place, each in enumerate(people):
        _study(each, cohort, PACES[place % len(PACES)], today)
    if planned is COHORTS[1]:
        _newer_outline(cohort, hosts[0], today)
    if planned.weeks_ago > 0:
        _extend(cohort, people[4], hosts[0], today)
    return cohort


def _chosen(planned: Planned, everyone: list[Person], company: Company) -> list[Person]:
    maya = company.people["Maya Lindqvist"]
    others = [each for each in everyone if each.id != maya.id]
    found = (others * 2)[planned.first : planned.first + planned.people]
    return [maya, *found[1:]] if planned is COHORTS[0] else found


def _course(planned: Planned, owner: Person) -> Course:
    made = courses.add(owner, About(planned.course, provider=planned.by, summary=planned.about))
    lines: list[Line] = []
    for number, (part, handed_in) in enumerate(planned.weeks, start=1):
        lines += [
            Line(ItemKind.PART, part, week=number),
            Line(ItemKind.SESSION, f"{part}: together", week=number, weekday=1, at=time(15), minutes=75),
            Line(ItemKind.DELIVERABLE, handed_in, week=number, weekday=4, at=time(17), hours=2.5),
        ]
    versions.write(owner, made, lines, version=made.version)
    return made


def _newer_outline(cohort: Cohort, owner: Person, today: datetime) -> None:
    """Let the course go on since: its cohort keeps the outline it began with, and is offered another."""
    course = cohort.course_version.course
    more = Line(ItemKind.DELIVERABLE, "Write down what you would do otherwise", week=4, weekday=3, hours=1)
    with clock.at(today - timedelta(days=3)):
        versions.write(owner, course, [*versions.lines(cohort.course_version), more], version=course.version)


def _published(planned: Planned, first: date, hosts: list[Person], course: Course) -> Cohort:
    escalates = planned is COHORTS[0]
    terms = Terms(first, ZONE, strictness=planned.strictness, own_days=3, escalates=escalates)
    season = "autumn" if planned.weeks_ago >= 0 else "winter"
    text = Text(f"{planned.course}, {season} run", summary=planned.about, place="Library, Gothenburg")
    made = services.create(hosts[0], course, terms, text, places=24, hosts=hosts[1:])
    programs.publish(hosts[0], made)
    return made


def _due(cohort: Cohort) -> list[CohortDate]:
    return [each for each in queries.dates(cohort) if each.step is Step.DEADLINE]


def _study(person: Person, cohort: Cohort, pace: str, today: datetime) -> None:
    """Tick off as this person does: ahead, in time, late with some left, or once and never again."""
    rows = _due(cohort)
    past = [each for each in rows if each.at and each.at < today]
    doing = past[:1] if pace == SILENT else past[: max(len(past) - MISSES.get(pace, 0), 0)]
    if pace == KEEN and past:
        doing = rows[: len(past) + 1]
    for each in doing:
        at = (each.at or today) - BEFORE.get(pace, BEFORE[STEADY])
        with clock.at(min(at, today - timedelta(hours=2))):
            if not (cohort.strictness is Strictness.HARD and each.at and clock.now() > each.at):
                ticking.tick(person, cohort, each.key)
    db.session.flush()


def _extend(cohort: Cohort, person: Person, host: Person, today: datetime) -> None:
    left = [each for each in _due(cohort) if each.at and each.wall and each.at > today]
    if left and left[0].wall:
        until = left[0].wall + timedelta(days=5)
        with clock.at(today - timedelta(days=1)):
            ticking.extend(host, cohort, left[0].key, person, until=until, reason="On call this week.")
