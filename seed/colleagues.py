"""Forty-four more colleagues in two more units, and their year: written in bulk, told to nobody."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.cohorts import completing, queries
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import Change, Cohort, CohortDate, Progress
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import instant
from learnhub.dashboards import mailing
from learnhub.help.models import HelpAnswer, HelpRequest, RequestState
from learnhub.people import roles, services, units
from learnhub.people.models import Kind, Person, Role
from learnhub.people.weekly_hours import RANGES
from learnhub.programs.models import SignUp, SignUpState
from learnhub.programs.series_models import Series
from learnhub.talks.models import Talk
from seed.company import YEAR, ZONE, Company

TZ, DAY, WEEK = ZoneInfo(ZONE), timedelta(days=1), timedelta(weeks=1)
NEW_UNITS = (("Simulation", "Autonomy"), ("Manufacturing", "Products"))
PEOPLE = {
    "Simulation": (
        *("Ragnar Holt", "Divya Nair", "Bogdan Stan", "Malin Sjöberg", "Takumi Mori", "Carla Esteves"),
        *("Jakub Novotny", "Saga Wallin", "Imran Qureshi", "Liv Aasen", "Pedro Antunes", "Nele Vogt"),
    ),
    "Manufacturing": (
        *("Birgit Olsen", "Musa Diallo", "Kaja Lepik", "Roberto Fanti", "Hedda Nyberg", "Adil Rashid"),
        *("Sanna Heikkinen", "Milan Kovac", "Yara Costa", "Olof Grahn", "Dagny Moe", "Teodor Ionescu"),
    ),
    "Data and Models": ("Anouk Peeters", "Sven Rask", "Meera Joshi", "Pauline Roche", "Abel Tadesse"),
    "Developer Tools": ("Ylva Kron", "Stelian Popa", "Naomi Fischer", "Arvid Thorn", "Lucia Barros"),
    "Service": ("Ewa Maj", "Hamid Karimi", "Solveig Bakke", "Tom Adler", "Gaia Ricci"),
    "Safety Case": ("Runa Eide", "Vasil Petkov", "Charlotte Ames", "Ivo Maric", "Selma Lund"),
}
LEADERS = (
    ("Ragnar Holt", "Simulation"),
    ("Birgit Olsen", "Manufacturing"),
    ("Arjun Mehta", "Data and Models"),
    ("Kenji Watanabe", "Perception"),
    ("Jonas Beck", "Controls"),
)
QUIET, EARLIER = 9, 18  # these first ones did nothing all year, those up to there nothing of late
COMES = 7  # of them to a clinic
# Of each cohort: whom of those who study, from which on, how many, and who of them falls behind.
STUDY = ((0, 12, "sssssllkkkkk"), (9, 9, "lllllkkkk"), (4, 12, "ssssllkkkkkk"), (16, 8, "kkkkkkkk"))
HELPERS = ("Kenji Watanabe", "Noor Rahman", "Jonas Beck", "Sofia Marchetti")
STUCK = (  # what they asked, and what helped
    ("Which cases do I leave out of the training set?", "All of the last month; then nothing leaks."),
    ("The tool’s answer is cut off at 4,096 words", "Ask for one part at a time, by its heading."),
    ("My two judges never agree", "Give both three examples of each mark, and let them say why first."),
    ("The model answers in German to English questions", "Say the language in the last line, not the first."),
)
ASKED = 16  # requests, of the last eight weeks
SILENT, LATE = "s", "l"  # did the first and no more; is behind with the last two


def make(today: datetime, company: Company) -> None:
    """Let them join, come to the clinic in turns, and study beside the others; their leader reads of it."""
    people = _join(today, company)
    _come(today, people[QUIET:])
    keen = people[EARLIER:]
    cohorts = db.session.scalars(select(Cohort).order_by(Cohort.id)).all()
    for cohort, (first, count, paces) in zip(cohorts, STUDY, strict=True):
        _study(cohort, keen[first : first + count], paces, today)
    _ask(today, keen, [company[name] for name in HELPERS], cohorts[0])
    mailing.keep(company["Ingrid Solheim"], {"period": "quarter"}, "month")


def _join(today: datetime, company: Company) -> list[Person]:
    with clock.at(today - YEAR + WEEK):
        admin, tree = company["Sam Okoye"], company.units
        for name, parent in NEW_UNITS:
            tree[name] = units.create(name, tree[parent], by=None)
        made = []
        for unit, names in PEOPLE.items():
            for name in names:
                email = f"{name.encode('ascii', 'ignore').decode().lower().replace(' ', '.')}@example.org"
                person = services.create_person(
                    name=name, email=email, kind=Kind.EMPLOYEE, zone=ZONE, unit=tree[unit]
                )
                person.joined_at = clock.now()
                made.append(person)
        known = company.people | {person.name: person for person in made}
        for name, unit in LEADERS:
            roles.grant(known[name], Role.LEADER, tree[unit], by=admin)
    return [made[place * 7 % len(made)] for place in range(len(made))]  # of all units in turn


def _come(today: datetime, people: Sequence[Person]) -> None:
    """Some come to each clinic of the year; the first of them only until three months ago."""
    clinics = db.session.scalars(
        select(Talk)
        .join(Series, Series.id == Talk.series_id)
        .where(Series.title == "Model clinic", Talk.ends_at < today)
        .order_by(Talk.starts_at)
    ).all()
    early, keen = people[: EARLIER - QUIET], people[EARLIER - QUIET :]
    for number, talk in enumerate(clinics):
        crowd = [keen[(number * 5 + step * 3) % len(keen)] for step in range(COMES)]
        if talk.ends_at < today - 26 * WEEK:
            crowd = [*crowd[2:], early[number % len(early)], early[(number + 4) % len(early)]]
        _sign_up(talk.id, crowd, talk.starts_at - DAY, arrived=talk.starts_at)
        talk.places_taken += len(crowd)
        activity.record(ActKind.ATTENDED, Ref("talk", talk.id), [each.id for each in crowd], at=talk.ends_at)


def _sign_up(
    program_id: int, people: Sequence[Person], at: datetime, arrived: datetime | None = None
) -> None:
    same = {"program_id": program_id, "state": SignUpState.IN, "signed_up_at": at, "changed_at": at}
    rows = [
        same | {"person_id": person.id, "line": 100 + place, "arrived_at": arrived}
        for place, person in enumerate(people)
    ]
    db.session.execute(insert(SignUp), rows)


def _study(cohort: Cohort, people: Sequence[Person], paces: str, today: datetime) -> None:
    """They tick off as their pace says, and say each week how it went; who is done has completed it."""
    joined = min(cohort.starts_at, today) - 15 * DAY
    _sign_up(cohort.id, people, joined)
    cohort.places_taken += len(people)
    dates = [each for each in queries.dates(cohort) if each.step is Step.DEADLINE and each.at]
    past = [each for each in dates if each.at and each.at < today]
    for number, each in enumerate(past):
        left = len(past) - number
        who = [
            person
            for person, pace in zip(people, paces, strict=True)
            if not (pace == SILENT and number) and not (pace == LATE and left <= 2)
        ]
        _tick(cohort, each, who)
    _check_in(cohort, people, paces, today)
    if cohort.ends_at < today:
        for person in people:
            with clock.at(cohort.ends_at - DAY):
                completing.settle(cohort, person)


def _tick(cohort: Cohort, date_: CohortDate, people: Sequence[Person]) -> None:
    if not people or date_.at is None:
        return
    done = date_.at - timedelta(hours=20)
    same = {"date_id": date_.id, "done_at": done, "due_at": date_.at, "on_time": True}
    rows = [same | {"person_id": each.id, "done_by_id": each.id} for each in people]
    db.session.execute(insert(Progress), rows)
    told = {"cohort_id": cohort.id, "date_id": date_.id, "what": "ticked off, on time", "at": done}
    noted = [told | {"person_id": each.id, "by_id": each.id} for each in people]
    db.session.execute(insert(Change), noted)
    ids, ref = [each.id for each in people], Ref("deadline", date_.id)
    activity.record(ActKind.SUBMITTED, ref, ids, within=Ref("cohort", cohort.id), at=done)


def _check_in(cohort: Cohort, people: Sequence[Person], paces: str, today: datetime) -> None:
    """On Thursdays, as far as they go along; one range of hours each."""
    week: date = cohort.starts_on - timedelta(days=cohort.starts_on.weekday())
    rows: list[dict[str, Any]] = []
    number = 0
    while (at := instant(datetime.combine(week + 3 * DAY, time(16)), TZ)) < min(today, cohort.ends_at):
        for place, (person, pace) in enumerate(zip(people, paces, strict=True)):
            if at > cohort.starts_at and not (pace == SILENT and number):
                said = {"done": "Read the part, and tried its example.", "planned": "The next part."}
                hours = [*RANGES][(place + number) % len(RANGES)]
                rows.append(
                    said
                    | {"cohort_id": cohort.id, "person_id": person.id, "week": week}
                    | {"hours": hours, "at": at}
                )
        week, number = week + WEEK, number + 1
    if rows:
        db.session.execute(insert(CheckIn), rows)
    made = db.session.execute(
        select(CheckIn.id, CheckIn.person_id, CheckIn.at).where(
            CheckIn.cohort_id == cohort.id, CheckIn.person_id.in_([each.id for each in people])
        )
    )
    for id_, person_id, at in made:
        within = Ref("cohort", cohort.id)
        activity.record(ActKind.CHECKED_IN, Ref("check-in", id_), [person_id], within=within, at=at)


def _ask(today: datetime, people: Sequence[Person], helpers: Sequence[Person], cohort: Cohort) -> None:
    """Two a week were stuck, and solved it with what somebody answered: within the hour, or the day after."""
    rows = []
    for number in range(ASKED):
        asker, (text, _) = people[number % len(people)], STUCK[number % len(STUCK)]
        day = today.astimezone(TZ).date() - timedelta(days=4 + number * 3)
        day -= timedelta(days=max(day.weekday() - 3, 0))  # Monday to Thursday
        at = instant(datetime.combine(day, time(10)), TZ)
        answered = at + (timedelta(minutes=40) if number % 2 else timedelta(hours=25))
        rows.append(
            HelpRequest(
                asked_by_id=asker.id,
                ref_kind="cohort",
                ref_id=cohort.id,
                text=text,
                since=at - timedelta(hours=2),
                state=RequestState.SOLVED,
                asked_at=at,
                first_answer_at=answered,
                ended_at=answered + DAY,
                created_at=at,
            )
        )
    db.session.add_all(rows)
    db.session.flush()
    for number, row in enumerate(rows):
        helper, at = helpers[number % len(helpers)], row.first_answer_at or today
        text = STUCK[number % len(STUCK)][1]
        db.session.add(HelpAnswer(request_id=row.id, author_id=helper.id, text=text, helped=True, at=at))
        activity.record(ActKind.ANSWERED, Ref("help", row.id), [helper.id], within=row.ref, at=at)
