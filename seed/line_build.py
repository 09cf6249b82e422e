"""A hackathon of last spring: four demos of it serve what the company wants."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.demos import follow_ups, queries
from learnhub.demos import services as demos
from learnhub.demos.content import Content
from learnhub.demos.follow_ups import Said
from learnhub.demos.models import Demo, FollowState
from learnhub.demos.queries import Seen
from learnhub.demos.services import Written
from learnhub.goals import services as goal_services
from learnhub.goals.models import Goal
from learnhub.hackathons import services
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.services import Text
from learnhub.hackathons.windows import Span
from learnhub.people.models import Person
from learnhub.programs import places
from learnhub.teams import services as teams
from seed.company import ZONE, Company
from seed.goals import STOPS
from seed.teams import ANSWERS

DAY = timedelta(days=1)
AGO = 170 * DAY
TIES = (
    ("Fewer line stops", "Two days with stop logs of two customers, and the people who wrote them."),
    ("Service without us", "A technician’s question answered from the manual, at night."),
    ("Models at home", "Everything had to run on the rack in the cellar."),
)
WORTH: dict[str, Any] = {
    "people": 3,
    "hours": 34,
    "spent": 1200,
    "estimated": 120000,
    "realised": 74000,
    "worth": "Thirty-nine stops fewer since, at 1,900 euros an hour, and most take an hour.",
}
# Days after it, team, days until it is decided, what was said.
BECAME: tuple[tuple[int, str, int, dict[str, Any]], ...] = (
    (40, "Pad Watch", 100, {"state": FollowState.PILOT, "reason": "Line 1 takes pictures for a month."}),
    (
        45,
        "Cellar Rack",
        0,
        {"state": FollowState.SHELVED, "reason": "The rack of Data and Models does it now."},
    ),
    (60, "Dear Diary", 190, {"state": FollowState.PILOT, "reason": "Two customers write it."}),
    (
        100,
        "Pad Watch",
        0,
        {"state": FollowState.ADOPTED, "reason": "Each shift begins with a picture.", **WORTH},
    ),
)
# Team, members (the captain first), and what it showed.
SHOWN: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    (
        "Pad Watch",
        ("Wanjiru Kamau", "Filip Sandberg", "Zofia Kowalska"),
        {
            "title": "Gripper pads by camera",
            "pitch": "A picture before each shift says which gripper pads will not last it.",
            "story": "Two of three slips began with a worn pad. Four hundred pictures were enough.",
            "repository_url": "https://git.example.org/pad-watch/pads",
            "built_with": ["Python", "PyTorch"],
        },
    ),
    (
        "Dear Diary",
        ("Thandi Nkosi", "Goran Petrov", "Linh Tran"),
        {
            "title": "The stop diary",
            "pitch": "A technician says what stopped; the cause is looked up in the manual.",
            "story": "Thirty seconds of speech a stop. After two weeks the three usual causes stood on top.",
            "demo_url": "https://diary.example.org",
            "built_with": ["Python", "SQLite"],
        },
    ),
    (
        "Ask at Night",
        ("Ellen Strand", "Hugo Martins", "Mei Chen"),
        {
            "title": "The page with the answer",
            "pitch": "Ask the manual, and get the page with the answer on it, or nothing.",
            "story": "No page, no answer: technicians forgave silence, and never a wrong torque.",
            "repository_url": "https://git.example.org/ask-at-night/pages",
            "built_with": ["Python"],
        },
    ),
    (
        "Cellar Rack",
        ("Signe Madsen", "Daniel Weiss", "Olga Melnyk"),
        {
            "title": "A rack in the cellar",
            "pitch": "Two cards, one queue, and a page that says when it will answer.",
            "story": "Slow is fine when one knows how slow. Half of the requests can wait a minute.",
            "repository_url": "https://git.example.org/cellar/queue",
            "built_with": ["vLLM", "Python"],
        },
    ),
)


def make(today: datetime, people: Company, goals: dict[str, Goal]) -> None:
    """Hold it as it was, quietly: nobody is told today of what they did in spring."""
    first = datetime.combine((today - AGO).astimezone(ZoneInfo(ZONE)).date(), time())
    made = _announce(first, people, goals)
    for step, (name, members, said) in enumerate(SHOWN):
        with _at(first - 5 * DAY, 9 + step):
            for member in members:
                places.sign_up(people[member], made)
            team = teams.make(people[members[0]], made, name=name)
            for member in members[1:]:
                teams.join(people[member], team)
        with _at(first + DAY, 15):
            demos.submit(people[members[0]], team, Written(Content(**(ANSWERS | said)), version=0))
    with _at(first + 2 * DAY, 9):
        made.quiet = False
        demos.take_snapshots()
        made.quiet = True
    _follow_up(first, people)


def _follow_up(first: datetime, people: Company) -> None:
    """What became of them: the pads are looked at each day, the diary is tried, one was given up."""
    for days, team, decide, said in BECAME:
        with _at(first + days * DAY, 10):
            owner, seen = _found(team, people)
            row = seen.demo.follow_up
            assert row is not None  # since the snapshot
            day = (first + decide * DAY).date() if decide else row.decide_on
            follow_ups.say(owner, seen, Said(owner=owner, decide_on=day, version=row.version, **said))
    with _at(first + 110 * DAY, 9):
        _, seen = _found("Pad Watch", people)
        row = seen.demo.follow_up
        assert row is not None
        shown = queries.find(people[STOPS.owner], seen.demo.key)
        follow_ups.confirm(people[STOPS.owner], shown, version=row.version)


def _found(name: str, people: Company) -> tuple[Person, Seen]:
    team = next(each for each in SHOWN if each[0] == name)
    owner = people[team[1][0]]
    title = team[2]["title"]
    key = db.session.scalars(select(Demo.key).where(Demo.title == title)).one()
    return owner, queries.find(owner, key)


def _announce(first: datetime, people: Company, goals: dict[str, Goal]) -> Hackathon:
    host = people["Ruth Adeyemi"]
    with _at(first - 30 * DAY, 9):
        made = services.create(
            host,
            text=Text(
                "Line Build",
                summary="Two days on what stops a line, with those who start it again.",
                story="Stop logs of two customers, a rack in the cellar, and a technician at each table.",
                place="Hall 3, Gothenburg",
                team_least=2,
                team_most=5,
            ),
            zone=ZONE,
            windows=[
                Span(WindowKind.SIGN_UP, first - 25 * DAY, first - DAY),
                Span(WindowKind.FORMING, first - 14 * DAY, first + timedelta(hours=10)),
                Span(WindowKind.HACKING, first + timedelta(hours=9), first + DAY + timedelta(hours=17)),
                Span(WindowKind.SUBMITTING, first + timedelta(hours=14), first + DAY + timedelta(hours=17)),
                Span(
                    WindowKind.RESULTS, first + DAY + timedelta(hours=17), first + DAY + timedelta(hours=18)
                ),
            ],
            capacity=40,
            quiet=True,
        )
        for title, why in TIES:
            ref = Ref("hackathon", made.id)
            goal_services.tie(host, goals[title], ref, why=why, may_edit_the_other=True)
    return made


def _at(day: datetime, hour: int) -> Any:
    return clock.at((day + timedelta(hours=hour)).replace(tzinfo=ZoneInfo(ZONE)))
