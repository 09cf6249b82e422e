"""What the pages of calendars show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement

from learnhub.calendars import learning, month, queries
from learnhub.calendars.learning import Kept, kept
from learnhub.cohorts.queries import Due, dates_between
from learnhub.core import dates, words
from learnhub.core.paging import within
from learnhub.people.models import Person
from learnhub.programs import narrowing
from learnhub.programs import pages as programs
from learnhub.programs.models import SIGNED_UP, Program
from learnhub.web.page import page_number

WHOSE = (("", "Mine"), ("all", "Everything"))
VIEWS = (("", "Month"), ("agenda", "Agenda"))
PER_PAGE, DAY = 50, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a calendar is asked for; the empty ones are the usual. `month` is its first day."""

    month: date
    view: str = ""
    whose: str = ""
    kind: str = ""

    def address(self) -> dict[str, str]:
        """Return what stands in the page's address."""
        said = {"month": f"{self.month:%Y-%m}", "view": self.view, "whose": self.whose, "kind": self.kind}
        return {name: value for name, value in said.items() if value}


def calendar(person: Person, now: datetime, asked: Mapping[str, str], first_weekday: int) -> dict[str, Any]:
    """Return a month of the reader's calendar. `asked`: month, view, whose and kind, as the address has them.

    As many statements for a full month as for an empty one.
    """
    today = dates.local_date(now, person.tz)
    this_month = today.replace(day=1)
    kinds = programs.kind_choices(narrowing.known_kinds(person))
    wanted = _wanted(asked, today, kinds)
    looks_ahead = not wanted.whose and wanted.month == this_month
    found, too_many = _found(person, wanted, today, first_weekday, looks_ahead=looks_ahead)
    every = month.weeks(found, wanted.month, person.tz, now, first_weekday)
    listed = month.agenda(found, wanted.month, month.next_month(wanted.month), person.tz, now)
    count = sum(len(day.marks) for day in listed)
    number = within(page_number(asked), count, PER_PAGE)
    return {
        "title": _title(wanted, count, today),
        "month_name": f"{dates.month(wanted.month)} {wanted.month.year}",
        "wanted": wanted,
        "next": month.first_after(found, wanted.month, today, person.tz) if looks_ahead else None,
        "next_month": replace(wanted, month=month.next_month(wanted.month)),
        "weeks": every,
        "agenda": _page(listed, number),
        "listed_on": _pages(listed),
        "number": number,
        "total": count,
        "per_page": PER_PAGE,
        "too_many": too_many,
        "earlier": _moved(wanted, month.last_month(wanted.month)),
        "later": _moved(wanted, month.next_month(wanted.month)),
        "this_month": None if wanted.month == this_month else replace(wanted, month=this_month),
        "last_day": month.last_day(wanted.month),
        "views": [(text, replace(wanted, view=view), view == wanted.view) for view, text in VIEWS],
        "whose_choices": WHOSE,
        "kind_choices": kinds,
    }


def _found(
    person: Person, wanted: Wanted, today: date, first_weekday: int, *, looks_ahead: bool
) -> tuple[list[month.Thing], bool]:
    """Return what the weeks of the month have, and whether there is more; it may look a month ahead."""
    first, last = month.grid(wanted.month, first_weekday)
    until = month.grid(month.next_month(wanted.month), first_weekday)[1] if looks_ahead else last
    begins, ends = month.start_of(first, person.tz), month.start_of(until, person.tz)
    shown, too_many = queries.between(person, begins, ends, *_which(person, wanted))
    due = queries.deadlines(person, begins, ends) if wanted.kind in ("", "hackathon") else []
    span = begins, month.start_of(last, person.tz)
    free = [] if wanted.whose or wanted.kind else _free(person, max(first, today), last, span)
    return month.things(shown, due, _of_cohorts(person, shown, begins, ends), free), too_many


def _free(person: Person, first: date, last: date, span: tuple[datetime, datetime]) -> list[Kept]:
    """Return the time that the person keeps free on these days, and when their pods meet."""
    return [*kept(person, first, last - DAY), *learning.met(person, *span)]


def _of_cohorts(
    person: Person, shown: Sequence[queries.Shown], begins: datetime, ends: datetime
) -> list[Due]:
    ids = [each.program.id for each in shown if month.is_cohort_on(each.program)]
    return dates_between(person, ids, begins, ends)


def _page(listed: list[month.Day], number: int) -> list[month.Day]:
    """Return what of the agenda is on that page; a day may begin on one and go on on the next."""
    every = [(day, mark) for day in listed for mark in day.marks]
    there = every[(number - 1) * PER_PAGE : number * PER_PAGE]
    return [
        replace(day, marks=[mark for _, mark in marks])
        for day, marks in ((day, list(group)) for day, group in groupby(there, key=lambda each: each[0]))
    ]


def _pages(listed: list[month.Day]) -> dict[date, int]:
    """Return on which page of the agenda each day begins."""
    found, count = {}, 0
    for day in listed:
        found[day.day] = count // PER_PAGE + 1
        count += len(day.marks)
    return found


def _wanted(asked: Mapping[str, str], today: date, kinds: programs.Choice) -> Wanted:
    found = dates.read_day(f"{asked.get('month', '')}-01") or today
    said = {name: asked.get(name, "") for name in ("view", "whose", "kind")}
    known = {"view": dict(VIEWS), "whose": dict(WHOSE), "kind": dict(kinds)}
    return Wanted(
        found.replace(day=1), **{name: value for name, value in said.items() if value in known[name]}
    )


def _moved(wanted: Wanted, to: date) -> Wanted | None:
    """Return the same of another month; None beyond the years that LearnHub deals with."""
    return replace(wanted, month=to) if dates.is_near(to) and dates.is_near(month.last_month(to)) else None


def _which(person: Person, wanted: Wanted) -> list[ColumnElement[bool]]:
    which = [] if wanted.whose == "all" else [queries.concerns(person.id, *SIGNED_UP)]
    return [*which, Program.kind == wanted.kind] if wanted.kind else which


def _title(wanted: Wanted, count: int, today: date) -> str:
    """ "Four things in December.", "Nothing of yours in March 2027."."""
    name = dates.month(wanted.month)
    name += f" {wanted.month.year}" if wanted.month.year != today.year else ""
    yours = "" if wanted.whose == "all" else " of yours"
    if not count:
        return f"Nothing{yours} in {name}."
    return f"{words.counted(count, 'thing').capitalize()}{yours} in {name}."
