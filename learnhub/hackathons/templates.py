"""The hackathons that ship: windows laid relative to the start. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from learnhub.hackathons.models import WindowKind
from learnhub.hackathons.windows import Span


@dataclass(frozen=True, slots=True)
class Point:
    """A wall time: days from the first day, and either a time of day or hours after the start's."""

    day: int
    at: time | None = None
    hours: float = 0

    def on(self, start: datetime) -> datetime:
        """Return it for a hackathon that starts then."""
        if self.at is not None:
            return datetime.combine(start.date() + timedelta(days=self.day), self.at)
        return start + timedelta(days=self.day, hours=self.hours)


@dataclass(frozen=True, slots=True)
class Template:
    """What a new hackathon starts from; all of it can be changed afterwards."""

    key: str
    name: str
    hint: str
    summary: str
    story: str
    windows: tuple[tuple[WindowKind, Point, Point], ...]
    team_least: int = 2
    team_most: int = 5


AI_STORY = """## What we do

Small teams take a problem from our own work and build something with a model that solves a part of it. \
It need not be finished; it needs to be shown.

## What you need

A problem that bothers you, or curiosity about someone else’s. No experience with models is asked for.

## What comes of it

Every demo gets an owner, and a date by which we decide what becomes of it.
"""
STORY = """## What we do

Small teams take something that we want to be better, and build a first version of it. \
It need not be finished; it needs to be shown.

## What you need

An idea, or curiosity about someone else’s. No special skills are asked for.

## What comes of it

Every demo gets an owner, and a date by which we decide what becomes of it.
"""
DEMO_STORY = """## What we do

Teams show proofs of concept that already exist, ten minutes each: the problem, what was tried, \
what it does now. \
Nothing is judged.

## What you need

Something that runs, however rough. Hand in a title, a pitch and a link beforehand.
"""
K = WindowKind

ONE_DAY = Template(
    key="one-day",
    name="One-day AI hackathon",
    hint="Build from the morning on, show demos in the afternoon.",
    summary="One day to put a model to work on a problem of our own.",
    story=AI_STORY,
    windows=(
        (K.SIGN_UP, Point(-28, time(9)), Point(-2, time(17))),
        (K.FORMING, Point(-21, time(9)), Point(0)),
        (K.HACKING, Point(0), Point(0, hours=7)),
        (K.SUBMITTING, Point(0, hours=4), Point(0, hours=7)),
        (K.JUDGING, Point(0, hours=7), Point(0, hours=8)),
        (K.RESULTS, Point(0, hours=8), Point(0, hours=8.5)),
    ),
)
TWO_DAYS = Template(
    key="two-day",
    name="Two-day AI hackathon",
    hint="A day to build, a second to finish, show and judge.",
    summary="Two days to put a model to work on a problem of our own.",
    story=AI_STORY,
    windows=(
        (K.SIGN_UP, Point(-28, time(9)), Point(-2, time(17))),
        (K.FORMING, Point(-21, time(9)), Point(0)),
        (K.HACKING, Point(0), Point(1, hours=5)),
        (K.SUBMITTING, Point(1), Point(1, hours=5)),
        (K.JUDGING, Point(1, hours=5), Point(1, hours=7)),
        (K.RESULTS, Point(1, hours=7), Point(1, hours=7.5)),
    ),
)
DEMO_DAY = Template(
    key="demo-day",
    name="Demo day",
    hint="For proofs of concept that exist. No hacking, no judging.",
    summary="Proofs of concept from all over the company, shown in an afternoon.",
    story=DEMO_STORY,
    windows=(
        (K.SIGN_UP, Point(-28, time(9)), Point(-1, time(17))),
        (K.FORMING, Point(-28, time(9)), Point(-1, time(17))),
        (K.SUBMITTING, Point(-14, time(9)), Point(0, hours=-1)),
        (K.RESULTS, Point(0), Point(0, hours=2)),
    ),
    team_least=1,
)
ANY = replace(
    ONE_DAY,
    key="any",
    name="Hackathon, one day",
    hint="The same day, on any subject.",
    summary="One day to build a first version of something that we want to be better.",
    story=STORY,
)
TEMPLATES = (ONE_DAY, TWO_DAYS, ANY, DEMO_DAY)
TEXTS = frozenset(text for each in TEMPLATES for text in (each.summary, each.story))


def template(key: str) -> Template:
    """Return the template with that key; the first where there is none."""
    return next((each for each in TEMPLATES if each.key == key), ONE_DAY)


def lay(chosen: Template, start: datetime, *, today: datetime, opening: datetime | None = None) -> list[Span]:
    """Lay the template's windows around `start`, wall times all.

    Signing up and forming are open from `opening` on, else from `today`, so that publishing opens them; until
    the start at most. What has begun by `today` keeps the days of its template.
    """
    return [
        _laid(Span(kind, opens.on(start), closes.on(start)), start, today, opening)
        for kind, opens, closes in chosen.windows
    ]


def _laid(span: Span, start: datetime, today: datetime, opening: datetime | None) -> Span:
    if span.kind not in {K.SIGN_UP, K.FORMING} or start <= today:
        return span
    closes = start if span.closes <= (opening or today) else span.closes
    return replace(span, opens=opening or min(today, closes - timedelta(minutes=30)), closes=closes)
