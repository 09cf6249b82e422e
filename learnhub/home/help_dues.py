"""Whose question waits for somebody's help, for Home."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select

from learnhub.help import queries
from learnhub.help.models import HelpAsk, HelpRequest
from learnhub.library.sentences import excerpt
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press

FRESH = timedelta(days=1)  # so long an answer is of most use
TITLE = 80


def _asked(person: Person, _now: datetime) -> dict[str, Any]:
    return {"reader": person.id}


def _wanted(*, reader: int) -> Select[Any]:
    of_request = columns(key=HelpRequest.key, title=HelpRequest.text, at=HelpAsk.at)
    return queries.waiting_for(reader, *of_request)


def _read(row: Any, _person: Person, _now: datetime) -> Due:
    url, title = f"/help/{row.key}", excerpt(row.title.strip().partition("\n")[0], TITLE)
    note = "You can help. Answer, pass it on, or say “not this week”."
    press = Press("Look at it", url)
    return Due(row.at + FRESH, f"Somebody is stuck: “{title}”", url, note, press, since=row.at)


HELP = Source(_asked, _wanted, _read)
