"""What the page of a week shows: what is due, what is to be read, what is said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from learnhub.cohorts import pages, policies, queries, weeks
from learnhub.cohorts.models import Cohort, CohortDate
from learnhub.core.errors import NotFound
from learnhub.core.policy import require
from learnhub.core.text import one_line, whole_number
from learnhub.discussions import pages as discussions
from learnhub.people.models import Person
from learnhub.programs import verdicts
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab
from learnhub.search import queries as search
from learnhub.search.queries import Hit

SHOWN, TYPED = 8, 200


def tabs(cohort: Cohort, _person: Person, standing: Standing) -> list[Tab]:
    """Return the weeks, for those who are in it or run it."""
    inside = standing.is_in or standing.is_host
    return [Tab(6, "Weeks", f"{cohort.url}/weeks")] if inside else []


def show(person: Person, key: str, now: datetime, args: Any) -> dict[str, Any]:
    """Return one week: the one that goes on, or that of the address. Raises Forbidden for others."""
    cohort, standing = queries.find(person, key)
    may = policies.may_see_weeks(is_in=standing.is_in, is_host=standing.is_host)
    require(may, onward=(f"Open {cohort.title}", cohort.url))
    dates, known = queries.dates(cohort), weeks.of(cohort)
    asked = whole_number(args.get("week"))
    number = current(dates, now) if asked is None else asked
    week = next((each for each in known if each.number == number), None)
    if week is None:
        raise NotFound
    own = queries.progress_of(cohort, [person.id]).get(person.id, {}) if standing.is_in else {}
    listed = pages.rows_of(cohort, dates, own, now, is_in=standing.is_in)
    mine = [row for row in listed if (row.date.item.week or 1) == number and row.at]
    found = weeks.materials(person, week)
    typed = one_line(str(args.get("words", "")))[:TYPED] if standing.is_host else ""
    has = {each.resource.url for each in found}
    return pages.around(person, cohort, standing, now) | {
        "week": week,
        "may_edit": verdicts.may_edit(cohort, standing),
        "numbers": [each.number for each in known],
        "dates": sorted(mine, key=lambda row: (row.at or now, row.date.id)),
        "materials": found,
        "typed": typed,
        "hits": _hits(person, typed, found) if typed else [],
        "links": [row.date.item for row in mine if row.date.item.url and row.date.item.url not in has],
        "talk": discussions.under(person, weeks.subject(cohort, week), args),
    }


def _hits(person: Person, typed: str, found: Sequence[weeks.Shown]) -> list[Hit]:
    """Return what of the library these words find, but for what stands in the week already."""
    here = {each.resource.id for each in found}
    hits = search.search(person, typed, kind="resource", per_page=SHOWN + len(here)).hits
    return [hit for hit in hits if hit.ref.id not in here][:SHOWN]


def current(dates: Sequence[CohortDate], now: datetime) -> int:
    """Return the week of what comes next; the last, once all is over."""
    ahead = [(row.at, row.item.week or 1) for row in dates if row.at and row.at >= now]
    last = max((row.item.week or 1 for row in dates), default=1)
    return min(ahead, default=(now, last))[1]
