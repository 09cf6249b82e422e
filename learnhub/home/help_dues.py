"""Whose question waits for somebody's help, and what one asked oneself, for Home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, func, type_coerce

from learnhub.help import queries, sentences
from learnhub.help.models import HelpAsk, HelpRequest, RequestState
from learnhub.library.sentences import excerpt
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press

FRESH = timedelta(days=1)  # so long an answer is of most use
TITLE = 80
ANSWERED = timedelta(days=3)  # so long an answer stands on Home; then in Help alone
FEW = 5


def _asked(person: Person, _now: datetime) -> dict[str, Any]:
    return {"reader": person.id}


def _wanted(*, reader: int) -> Select[Any]:
    state = type_coerce(HelpRequest.state, String)
    of_request = columns(key=HelpRequest.key, title=HelpRequest.text, at=HelpAsk.at, state=state)
    return queries.waiting_for(reader, *of_request)


def _read(row: Any, _person: Person, _now: datetime) -> Due:
    url, title = f"/help/{row.key}", excerpt(row.title.strip().partition("\n")[0], TITLE)
    is_mine = RequestState(row.state) is RequestState.TAKEN  # what another took does not wait for the reader
    note, press = "You can help. Answer, pass it on, or say “not this week”.", "See the question"
    if is_mine:
        note, press = "You took it. Answer, or pass it on.", "Answer"
    return Due(row.at + FRESH, f"Somebody is stuck: “{title}”", url, note, Press(press, url), since=row.at)


@dataclass(frozen=True, slots=True)
class MyQuestion:
    """What one is stuck on oneself: how it stands, in words with their colour, and since when."""

    title: str
    url: str
    state: tuple[str, str]
    since: datetime
    is_asked: bool  # else it was put off, and `since` is when they got stuck


def _asked_mine(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "since": now - ANSWERED}


def _mine(*, reader: int, since: datetime) -> Select[Any]:
    at = func.coalesce(HelpRequest.asked_at, HelpRequest.since)
    state = type_coerce(HelpRequest.state, String)
    of = columns(key=HelpRequest.key, title=HelpRequest.text, at=at, state=state)
    return queries.open_of(reader, since, *of)


def _read_mine(row: Any, _person: Person, _now: datetime) -> MyQuestion:
    title = excerpt(row.title.strip().partition("\n")[0], TITLE)
    state = RequestState(row.state)
    is_asked = state is not RequestState.LATER
    return MyQuestion(title, f"/help/{row.key}", sentences.STATES[state], row.at, is_asked)


HELP = Source(_asked, _wanted, _read)
MINE = Source(_asked_mine, _mine, _read_mine)
