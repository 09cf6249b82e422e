"""What pages cost in organisations of several sizes, all asked in turn in one process."""

import statistics
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from flask import Flask
from sqlalchemy import select

from benchmarks.meters import Watch
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.people.models import Person
from learnhub.programs.models import Host, Program, SignUp
from seed import crowd
from tests.support.browsers import browser
from tests.support.statements import statements

READERS = 5
TENFOLD = 1.3  # times, at most, that a page may cost more for ten times as many people
Ask = Callable[[], Any]


class Page:
    """One page as several people ask for it, in turn; `cpu` is what it took each time, in milliseconds."""

    def __init__(self, *asks: Ask) -> None:
        self.asks, self.cpu = asks, list[float]()

    def ask(self, turn: int) -> Any:
        """Raises AssertionError where it is not answered."""
        answer = self.asks[turn % len(self.asks)]()
        assert answer.status_code == 200, answer.status
        return answer

    @property
    def ms(self) -> float:
        return statistics.median(self.cpu)


def measured(apps: Mapping[int, Flask], lean: Page, watch: Watch, rounds: int) -> dict[str, Any]:
    """Ask every page of every size in turn, after a round that does not count."""
    pages = {people: pages_of(app) for people, app in apps.items()}
    for turn in range(rounds + READERS):
        for page in (lean, *(each for known in pages.values() for each in known.values())):
            took = watch.cpu(partial(page.ask, turn))
            if turn >= READERS:
                page.cpu.append(took)
    return {
        "l4b": {"CPU ms": round(lean.ms, 2)},
        "pages": {
            name: {str(people): _line(known[name], lean) for people, known in pages.items()}
            for name in pages[next(iter(apps))]
        },
    }


def _line(page: Page, lean: Page) -> dict[str, float]:
    with statements() as sent:
        answer = page.ask(0)
    return {
        "CPU ms": round(page.ms, 2),
        "times l4b": round(page.ms / lean.ms, 2),
        "statements": len(sent),
        "kB": round(len(answer.data) / 1000, 1),
    }


def pages_of(app: Flask) -> dict[str, Page]:
    """Return the pages by name, as those ask for them who may."""
    with app.app_context():
        readers = [browser(app, person) for person in _readers()]
        leader = browser(app, db.session.scalars(select(Person).where(Person.email == crowd.LEADER)).one())
        key, host = _cohort()
        facilitator = browser(app, host)
        db.session.remove()

    def everybodys(path: str) -> Page:
        return Page(*(lambda reader=reader: reader.get(path) for reader in readers))

    return {
        "Home": everybodys("/"),
        "What’s on": everybodys("/whats-on"),
        "Library": everybodys("/library"),
        "Inbox": everybodys("/inbox"),
        "People": everybodys("/people"),
        "Roster of a cohort": Page(lambda: facilitator.get(f"/cohorts/{key}/host")),
        "Dashboard": Page(lambda: leader.get("/dashboard")),
    }


def _readers() -> list[Person]:
    """Some who are in something, and host nothing."""
    hosts, inside = select(Host.person_id), select(SignUp.person_id)
    some = select(Person).where(Person.id.in_(inside), Person.id.not_in(hosts))
    return [*db.session.scalars(some.order_by(Person.id).limit(READERS))]


def _cohort() -> tuple[str, Person]:
    """A cohort that runs, and who hosts it; not the class, which is the same at each size."""
    running = Program.kind == "cohort", Program.ends_at > clock.now(), Program.title.not_like("The class%")
    row = db.session.execute(
        select(Program.key, Person)
        .join(Host, Host.program_id == Program.id)
        .join(Person, Person.id == Host.person_id)
        .where(*running)
        .order_by(Program.starts_at)
    ).first()
    assert row is not None  # written: see `content`
    return row.key, row.Person


def steps(page: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[int, int, float]]:
    """Yield from how many people to how many, and how many times as much the page costs there."""
    sizes = sorted(page, key=int)
    for one, two in pairwise(sizes):
        yield int(one), int(two), page[two]["CPU ms"] / page[one]["CPU ms"]


def table(found: Mapping[str, Any]) -> str:
    """Return the lines as a table for people."""
    sizes = sorted(next(iter(found["pages"].values())), key=int)
    heads = [f"{int(size):,}" for size in sizes]
    rows = [f"| CPU ms | {' | '.join(heads)} | growth | statements | kB |", "|" + " --- |" * (len(heads) + 4)]
    for name, page in found["pages"].items():
        grown = ", ".join(f"{times:.2f}" for _, _, times in steps(page))
        last = page[sizes[-1]]
        cells = [f"{page[size]['CPU ms']} ({page[size]['times l4b']})" for size in sizes]
        rows.append("| " + " | ".join([name, *cells, grown, str(last["statements"]), str(last["kB"])]) + " |")
    return "\n".join([*rows, "", f"In brackets, times l4b ({found['l4b']['CPU ms']} ms).", ""])
