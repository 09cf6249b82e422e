"""An organisation of the size that the pages are measured at."""

from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask

from learnhub.demos.models import Demo
from learnhub.discussions.models import QuestionVote
from learnhub.goals.models import Goal, Tie
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.library.models import Resource
from learnhub.people.models import Organisation, Person, Role, Unit
from learnhub.programs.models import SignUpState
from learnhub.search import documents
from learnhub.search import services as search
from learnhub.talks.models import Talk
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import many, save

PEOPLE, VISITORS, SIGNED_UP, QUESTIONS, DEMOS, TIES = 320, 40, 300, 80, 50, 200
COMING, RESOURCES, GOALS, SPOKEN = 60, 200, 60, 30
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OVER = {
    WindowKind.SIGN_UP: (-DAY * 20, -DAY * 10),
    WindowKind.HACKING: (-DAY * 10, -DAY * 8),
    WindowKind.SUBMITTING: (-DAY * 10, -DAY * 8),
    WindowKind.RESULTS: (-DAY * 5, -DAY * 5),
}
WORDS = ("evals", "agents", "sensors", "welding", "robots", "prompts", "safety", "vision", "speech", "tests")


@dataclass(slots=True)
class World:
    """What there is to ask for. A visitor is their session's cookie and the CSRF token of their forms."""

    visitors: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)  # keys of hackathons that take sign-ups
    paths: dict[str, str] = field(default_factory=dict)


def fill(app: Flask) -> World:
    """Fill the empty database of this application context."""
    with many():
        save(Organisation(id=1, name="Example", zone="Europe/Stockholm"))
        unit = factories.unit("Example")
        host = factories.person("Hugo Host", unit=unit, roles=(Role.LEAD,))
        crowd = [factories.person(f"Person {number:03}", unit=unit) for number in range(PEOPLE)]
        hackathon, demos = _hackathon(host, crowd)
        talk = _talk(host, crowd)
        resources = _resources(crowd)
        goal = _goals(host, unit, [*demos, *resources])
        coming = [factories.hackathon(host, title=f"Build with {_word(each)}") for each in range(COMING)]
        for kind in documents.kinds():
            search.changed(*(document.ref for document in documents.of(kind)))
    paths = {
        "What’s on": "/whats-on",
        "library": "/library",
        "goals": "/goals",
        "Home": "/",
        f"hackathon, {DEMOS} demos": f"/hackathons/{hackathon.key}",
        f"its gallery, {DEMOS} demos": f"/hackathons/{hackathon.key}/gallery",
        "demo": f"/demos/{demos[0].key}",
        f"talk, {SIGNED_UP} sign-ups": f"/talks/{talk.key}",
        f"its {QUESTIONS} questions": f"/talks/{talk.key}/questions",
        "resource": f"/library/{resources[0].key}",
        f"goal, {TIES} ties": f"/goals/{goal.key}",
        "search": "/search?q=evals",
    }
    open_, visitors = [each.key for each in coming], [visitor(app, each) for each in crowd[:VISITORS]]
    return World(visitors, open_, paths)


def _word(number: int) -> str:
    return f"{WORDS[number % 10]} and {WORDS[number // 10 % 10]}, part {number}"


def _hackathon(host: Person, crowd: list[Person]) -> tuple[Hackathon, list[Demo]]:
    made = factories.hackathon(host, title="Winter Build", windows=OVER)
    pairs = [(crowd[number * 2], crowd[number * 2 + 1]) for number in range(DEMOS)]
    return made, [factories.demo(factories.team(one, made, other)) for one, other in pairs]


def _talk(host: Person, crowd: list[Person]) -> Talk:
    made = factories.talk(host, title="Evals in an hour", starts_in=HOUR, on_site=60)
    for number, one in enumerate(crowd[:SIGNED_UP]):
        factories.signup(one, made, SignUpState.WAITING if number % 10 == 9 else SignUpState.IN)
    for number, one in enumerate(crowd[:QUESTIONS]):
        asked = factories.question(one, made, f"Does {_word(number)} scale?", unnamed=number % 4 == 1)
        save(QuestionVote(question_id=asked.id, person_id=crowd[number + 1].id))
    return made


def _resources(crowd: list[Person]) -> list[Resource]:
    made = [
        factories.resource(crowd[number % 9], f"About {_word(number)}", tags=[WORDS[number % 7]])
        for number in range(RESOURCES)
    ]
    for one in crowd[:SPOKEN]:
        factories.take_away(one, made[0])
        factories.thread(one, made[0], f"What {one.name} thinks of it, **for all**")
    return made


def _goals(host: Person, unit: Unit, things: list[Demo | Resource]) -> Goal:
    made = [factories.goal(host, unit, title=f"Better {_word(number)}") for number in range(GOALS)]
    for goal in made:
        factories.metric(goal)
    for thing in things[:TIES]:
        kind = "demo" if isinstance(thing, Demo) else "resource"
        tie = {"ref_kind": kind, "ref_id": thing.id, "created_by_id": host.id}
        save(Tie(goal_id=made[0].id, why="It finds out what stops the line.", **tie))
    return made[0]


def visitor(app: Flask, person: Person) -> tuple[str, str]:
    client = browser(app, person)
    token = client.csrf_token()
    cookie = client.get_cookie("learnhub")
    return f"learnhub={cookie.value if cookie else ''}", token
