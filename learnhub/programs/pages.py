"""What the pages about all programs show."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from learnhub.core import dates
from learnhub.people.models import Person
from learnhub.programs import agenda, rosters
from learnhub.web.page import page_number

MINE = (("", "All"), ("in", "I’m in"), ("host", "I host"))
WHEN = (("", "Running and coming"), ("past", "Past"))


def whats_on(person: Person, now: datetime, wanted: Mapping[str, str], first_weekday: int) -> dict[str, Any]:
    """Return What's on. `wanted`: mine, when, from (a day) and page, as the address has them."""
    mine = wanted.get("mine", "") if wanted.get("mine") in dict(MINE) else ""
    number = page_number(wanted)
    shared = {"mine": mine, "mine_choices": MINE, "when_choices": WHEN}
    if wanted.get("when") == "past":
        found = rosters.past(person, now, mine=mine, number=number)
        return shared | {"list": found, "when_chosen": "past", "title": agenda.past_title(found.total)}
    found = rosters.coming(person, now, mine=mine, number=number)
    return (
        shared
        | _coming(found, person, now, wanted.get("from", ""), first_weekday)
        | {
            "drafts": rosters.drafts(person),
        }
    )


def _coming(
    found: rosters.Page, person: Person, now: datetime, first: str, first_weekday: int
) -> dict[str, Any]:
    entries = agenda.entries(found.rows, now, person.tz)
    today = dates.local_date(now, person.tz)
    start = dates.week_start(dates.read_day(first) or today, first_weekday)
    return {
        "list": found,
        "when_chosen": "",
        "title": agenda.title(found.rows, now),
        "lead": agenda.lead(found.rows, now),
        "closing": agenda.closing_next(found.rows, now),
        "chapters": agenda.chapters(entries, now, person.tz, first_weekday=first_weekday),
        "strip": agenda.strip(entries, start, now, person.tz, first_weekday=first_weekday),
        "strip_says": _span(start, start + timedelta(days=agenda.STRIP - 1), today),
        "earlier": start - timedelta(days=agenda.STRIP),
        "later": start + timedelta(days=agenda.STRIP),
    }


def _span(first: date, last: date, today: date) -> str:
    """ "30 November to 20 December"."""
    early = f"{first.day} {dates.month(first)}" if first.month != last.month else str(first.day)
    year = f" {last.year}" if last.year != today.year else ""
    return f"{early} to {last.day} {dates.month(last)}{year}"
