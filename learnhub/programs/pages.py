"""What the pages about all programs show."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from learnhub.core import dates, words
from learnhub.core import kinds as kinds_of
from learnhub.core.db import plan_once
from learnhub.people.models import Person
from learnhub.programs import agenda, agenda_rows, lists, narrowing, rosters
from learnhub.programs.narrowing import Wanted
from learnhub.web.page import page_number

Choice = tuple[tuple[str, str], ...]  # (value, text); the first is all of them

MINE: Choice = (("", "All"), ("in", "I’m in"), ("host", "I host or speak"))
WHEN: Choice = (("", "Running and coming"), ("past", "Past"))


def whats_on(person: Person, now: datetime, asked: Mapping[str, str], first_weekday: int) -> dict[str, Any]:
    """Return What's on. `asked`: mine, kind, unit, when, from (a day) and page, as the address has them.

    A filter is there where there is more than one choice.
    """
    plan_once()
    number, over = page_number(asked), asked.get("when") == "past"
    unit, first = asked.get("unit", ""), dates.read_day(asked.get("from", ""))
    choices = narrowing.choices(person, now, unit=unit, over=over)
    kinds, units = kind_choices(choices.kinds), unit_choices(choices.units, unit)
    wanted = Wanted(
        _one_of(MINE, asked, "mine"), _one_of(kinds, asked, "kind"), _one_of(units, asked, "unit")
    )
    found = (agenda_rows.past if over else agenda_rows.coming)(person, now, wanted, number=number)
    shared = {
        "list": found,
        "wanted": wanted,
        "filtered": wanted != narrowing.ALL,
        "kept": {name: value for name, value in asdict(wanted).items() if value},
        "first": first.isoformat() if first else "",
        "mine_choices": MINE,
        "when_choices": WHEN,
        "kind_choices": kinds,
        "unit_choices": units,
        "when_chosen": "past" if over else "",
    }
    if over:
        title = _found_title(found.total) if wanted != narrowing.ALL else agenda.past_title(found.total)
        return shared | {"title": title}
    told = _coming(found, person, now, first, first_weekday)
    if wanted.kind or wanted.unit:
        told |= {"title": _found_title(found.total), "lead": "", "closing": None}
    return shared | told | {"drafts": lists.drafts(person)}


def kind_choices(kinds: Sequence[str]) -> Choice:
    """Return the kinds to choose from; none where there is only one."""
    named = [(kind, kinds_of.kind(kind).many) for kind in kinds]
    return (("", "All kinds"), *named) if len(named) > 1 else ()


def unit_choices(units: Sequence[tuple[str, str]], chosen: str = "") -> Choice:
    """Return the units to choose from; none where there is only one, and it is not chosen."""
    return (("", "Any unit"), *units) if len(units) > 1 or chosen in dict(units) else ()


def _one_of(choice: Choice, asked: Mapping[str, str], name: str) -> str:
    """Return what the address asks for, where that can be chosen."""
    value = asked.get(name, "")
    return value if value in dict(choice) else ""


def _found_title(total: int) -> str:
    if not total:
        return "Nothing matches."
    return f"{words.counted(total, 'thing').capitalize()} {'matches' if total == 1 else 'match'}."


def _coming(
    found: rosters.Page, person: Person, now: datetime, first: date | None, first_weekday: int
) -> dict[str, Any]:
    entries = agenda.entries(found.rows)
    today = dates.local_date(now, person.tz)
    start = dates.week_start(first or today, first_weekday)
    return {
        "title": agenda.title(found.rows, now),
        "lead": agenda.lead(found.rows, now),
        "closing": agenda.closing_next(found.rows),
        "chapters": agenda.chapters(entries, now, person.tz, first_weekday=first_weekday),
        "strip": agenda.strip(entries, start, now, person.tz),
        "strip_says": _span(start, start + timedelta(days=agenda.STRIP - 1), today),
        "earlier": start - timedelta(days=agenda.STRIP) if start > today else None,  # nothing is listed there
        "later": start + timedelta(days=agenda.STRIP),
    }


def _span(first: date, last: date, today: date) -> str:
    """ "30 November to 20 December"."""
    early = f"{first.day} {dates.month(first)}" if first.month != last.month else str(first.day)
    year = f" {last.year}" if last.year != today.year else ""
    return f"{early} to {last.day} {dates.month(last)}{year}"
