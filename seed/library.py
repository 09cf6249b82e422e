"""The library: real links, gathered over a year, and what people of the company did with some of them."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.goals import services as goal_services
from learnhub.goals.models import Goal
from learnhub.library import collection_services, reading, services
from learnhub.library.models import Collection, Level, LinkState, Lookup, Reading, Resource, ResourceKind
from learnhub.library.services import Text
from learnhub.people.models import Kind
from seed.company import Company

FILE = Path(__file__).with_name("resources.csv")
WORDS = Path(__file__).with_name("library_words.json")
DAY = timedelta(days=1)
BEGAN = 330  # days ago
KEEPERS = (
    *("Dario Conti", "Priya Raman", "Kenji Watanabe", "Jonas Beck", "Sofia Marchetti", "Noor Rahman"),
    *("Chidi Eze", "Ana Ferreira", "Marta Silva", "Gustav Ek", "Sara Lund", "Greta Nilsson"),
)
MOVED = {"https://github.com/hwchase17/langchain": "https://github.com/langchain-ai/langchain"}
READ_BY_MAYA = (
    ("https://arxiv.org/pdf/1706.03762.pdf", Reading.DONE),
    ("https://ai.googleblog.com/2020/11/the-machine-learning-behind-hum-to.html", Reading.DONE),
    ("https://lilianweng.github.io/posts/2023-03-15-prompt-engineering/", Reading.READING),
    ("https://arxiv.org/abs/2010.15703", Reading.SAVED),
    ("https://github.com/ggerganov/llama.cpp", Reading.SAVED),
)
READERS, FEWEST_DAYS = 46, 4  # who only read; the last of them so many days ago
PROMPTS = "https://lilianweng.github.io/posts/2023-03-15-prompt-engineering/"
HUM = "https://ai.googleblog.com/2020/11/the-machine-learning-behind-hum-to.html"
RULES = "https://developers.google.com/machine-learning/guides/rules-of-ml"
COLLECTIONS = (  # title, who keeps it, for whom, whether it is a path, its things with what to look for
    (
        "First month with LLMs",
        "Kenji Watanabe",
        "For whoever begins: what it is, how to ask, how to know whether it helps, where it fails.",
        True,
        (
            ("https://arxiv.org/pdf/1706.03762.pdf", "Read the drawing; leave the tables for later."),
            (HUM, "A small model that does one thing."),
            (PROMPTS, "The first half."),
            ("https://github.com/ollama/ollama", "Have one on your own machine by Friday."),
            ("https://github.com/typpo/promptfoo", "Write twenty questions of your own."),
            ("https://lilianweng.github.io/posts/2023-06-23-agent/", ""),
            ("https://incidentdatabase.ai/", "Find three that could have been ours."),
            (RULES, "Rules 1 to 10."),
        ),
    ),
    (
        "Sensors that listen",
        "Sofia Marchetti",
        "Sounds of motors, bearings and people.",
        False,
        (
            (HUM, ""),
            ("https://ai.googleblog.com/2020/11/improving-on-device-speech-recognition.html", ""),
            ("https://engineering.linkedin.com/blog/2019/isolation-forest", "For what is odd."),
        ),
    ),
    (
        "What we know about evaluation",
        "Dario Conti",
        "How we find out whether a model is good enough for us.",
        False,
        (
            ("https://github.com/typpo/promptfoo", "We all use it."),
            ("https://arxiv.org/pdf/2211.09110.pdf", "For the names of things."),
            ("https://ai.googleblog.com/2015/08/the-reusable-holdout-preserving.html", ""),
            ("https://github.com/explodinggradients/ragas", "For answers that come with a page."),
        ),
    ),
)
BROKEN = (  # days since it is so
    ("https://www.aaai.org/ojs/index.php/AAAI/article/view/5011", LinkState.GONE, 9),
    ("https://cultivating-algos.stitchfix.com", LinkState.UNREACHABLE, 12),
    ("https://github.com/hwchase17/langchain", LinkState.REDIRECTED, 4),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the company wrote about a link, or wrote itself: then `own` says what it is and by whom."""

    url: str = ""
    summary: str = ""
    level: str = ""
    minutes: int | None = None
    tags: Sequence[str] = ()
    goals: Sequence[tuple[str, str]] = ()  # which, and why
    take_aways: Sequence[tuple[int, str, str, int]] = ()  # days ago, who, what ("!": it failed), hours saved


@dataclass(frozen=True, slots=True)
class Own:
    """Something that the company wrote itself; `expires` in so many days."""

    by: str
    text: Text
    expires: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is read from the files."""

    lines: Sequence["Line"]
    kept: Sequence[Kept]
    own: Sequence[Own]


@dataclass(frozen=True, slots=True)
class Line:
    """One link of the lists."""

    title: str
    url: str
    kind: ResourceKind
    author: str
    published: str
    tags: tuple[str, ...]


def read() -> Shelf:
    """Read links and words, before the transaction."""
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    return Shelf(_lines(), [Kept(**each) for each in words["links"]], [_own(each) for each in words["own"]])


def _own(said: dict[str, Any]) -> Own:
    about = {name: said.pop(name, ()) for name in ("goals", "take_aways")}
    by, expires = said.pop("by"), said.pop("expires", 0)
    kind, level = ResourceKind(said.pop("kind")), Level(said.pop("level"))
    text = Text(kind=kind, level=level, **said | {"tags": tuple(said["tags"])})
    return Own(by, text, expires, Kept(**about))


def _lines() -> list[Line]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return [
            Line(
                row["title"],
                row["url"],
                ResourceKind(row["kind"]),
                row["author"],
                row["published"],
                tuple(row["tags"].split(";")),
            )
            for row in csv.DictReader(stream)
        ]


def make(today: datetime, people: Company, goals: dict[str, Goal], shelf: Shelf) -> None:
    """Add them one by one over the year, by those who keep them, and live through what came of some."""
    words, lines = {kept.url: kept for kept in shelf.kept}, shelf.lines
    by_url: dict[str, Resource] = {}
    for number, line in enumerate(lines):
        keeper = people[KEEPERS[number * 7 % len(KEEPERS)]]
        days = BEGAN - BEGAN * ((number * 89) % len(lines)) / len(lines)
        with clock.at(today - days * DAY - timedelta(hours=number % 9)):
            made = services.add(keeper, line.url, text=_text(line, words.get(line.url)), quiet=True)
        made.lookup = Lookup.DONE
        _checked(made, today, number)
        by_url[line.url] = made
    for kept in shelf.kept:
        _lived(today, people, goals, by_url[kept.url], kept)
    for number, own in enumerate(shelf.own):
        with clock.at(today - (40 + 23 * number) * DAY):
            made = services.add(people[own.by], "", text=own.text)
        if own.expires:
            made.expires_on = today.date() + own.expires * DAY
        _lived(today, people, goals, made, own.kept)
    _collections(today, people, by_url, goals)
    for url, state, days in BROKEN:
        by_url[url].link, by_url[url].link_since = state, today - days * DAY
        by_url[url].final_url = MOVED.get(url)
    for url, read_state in READ_BY_MAYA:
        with clock.at(today - 20 * DAY):
            reading.mark(people["Maya Lindqvist"], by_url[url], read_state)
    _only_read(today, people, [by_url[kept.url] for kept in shelf.kept])


def _only_read(today: datetime, people: Company, resources: Sequence[Resource]) -> None:
    """Most who open something say nothing of it: over the year others save, read and finish what is known."""
    states = (Reading.DONE, Reading.READING, Reading.SAVED)
    staff = [
        person for person in people.people.values() if person.kind is Kind.EMPLOYEE and not person.left_at
    ]
    for number, person in enumerate(staff[:: max(1, len(staff) // READERS)]):
        made = resources[number * 5 % len(resources)]
        days = FEWEST_DAYS + number * 37 % 230
        with clock.at(max(today - days * DAY, made.created_at + timedelta(hours=5))):
            reading.mark(person, made, states[number % 3])


def _collections(
    today: datetime, people: Company, by_url: dict[str, Resource], goals: dict[str, Goal]
) -> None:
    """A path that Maya has begun, and two collections, one of them inside the other."""
    made: dict[str, Collection] = {}
    for title, keeper, summary, is_path, urls in COLLECTIONS:
        with clock.at(today - 150 * DAY):
            by = people[keeper]
            made[title] = collection_services.create(by, title=title, summary=summary, is_path=is_path)
            for url, note in urls:
                collection_services.put_in(by, made[title], Ref("resource", by_url[url].id), note=note)
    whole, part = made["What we know about evaluation"], made["Sensors that listen"]
    collection_services.put_in(
        whole.owner, whole, Ref("collection", part.id), note="The same questions, asked of sounds."
    )
    with clock.at(today - 90 * DAY):
        ref, why = Ref("collection", whole.id), "Whoever proves that it is safe begins here."
        goal_services.tie(whole.owner, goals["Safe by proof"], ref, why=why, may_edit_the_other=True)


def _text(line: Line, kept: Kept | None) -> Text:
    return Text(
        title=line.title,
        kind=line.kind,
        author=line.author,
        published=line.published,
        tags=(*line.tags, *(kept.tags if kept else ())),
        summary=kept.summary if kept else "",
        level=Level(kept.level) if kept and kept.level else None,
        minutes=kept.minutes if kept else None,
    )


def _checked(made: Resource, today: datetime, number: int) -> None:
    """Its link was looked at within the last month; the next look is spread over the coming one."""
    made.link, made.link_checked_at = LinkState.OK, today - (number % 23 + 1) * DAY
    made.link_since = made.created_at
    made.next_check_at = today + (number % 29 + 1) * DAY


def _lived(today: datetime, people: Company, goals: dict[str, Goal], made: Resource, kept: Kept) -> None:
    for title, why in kept.goals:
        with clock.at(made.created_at + DAY):
            ref, by = Ref("resource", made.id), made.owner
            goal_services.tie(by, goals[title], ref, why=why, may_edit_the_other=True)
    for days, name, text, hours in kept.take_aways:
        failed = text.startswith("!")
        moment = max(today - days * DAY, made.created_at + timedelta(hours=3))
        with clock.at(min(moment, today)):
            reading.take_away(people[name], made, text=text.lstrip("! "), failed=failed, hours=hours or None)
            reading.mark(people[name], made, Reading.DONE)
