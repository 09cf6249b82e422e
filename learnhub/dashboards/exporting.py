"""The dashboard to take away: its numbers as a table for a file (CSV, Excel), and its story to print.

Both are written from the report that the page shows, so they hold nothing that it does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from learnhub.core import dates
from learnhub.dashboards import pages, reports, stories
from learnhub.dashboards.metrics import METRICS, PARTICIPATION, Metric
from learnhub.dashboards.reports import Report, Told
from learnhub.people.models import Person

HEADERS = ("Unit", "Period", "What", "Part", "Whole", "Percent", "Change", "Counted", "Note")
HIDDEN = "Hidden: too few people or all alike"
NOTHING = "Nothing to count"


def table(person: Person, args: Mapping[str, str]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Return headers and rows. Raises NotFound for what the person may not see."""
    _, found = pages.asked(person, args)
    return HEADERS, [*_rows(found)]


def _rows(found: Report) -> Iterator[Sequence[object]]:
    unit, period = found.unit.name, found.period.days
    for metric in METRICS:
        yield _row(unit, period, metric, found.told[metric.name])
    for line in found.lines:
        yield _row(line.name, period, PARTICIPATION, line.told)
    for monday, share in zip(found.period.weeks, found.weeks, strict=False):
        if share is not None:
            name = f"Week of {dates.short_day(monday, monday)}"
            yield unit, name, PARTICIPATION.title, "", "", share, "", PARTICIPATION.counts, ""


def _row(unit: str, period: str, metric: Metric, told: Told) -> Sequence[object]:
    what, counts = metric.title, metric.counts
    if told.numbers is None:
        return unit, period, what, "", "", "", "", counts, HIDDEN if told.hidden else NOTHING
    change = "" if told.change is None else told.change
    if told.is_hours:
        low, high = (reports.whole_hours(minutes) for minutes in told.numbers[:2])
        return unit, period, f"{what}, hours", low, high, "", change, counts, "At least, at most"
    return unit, period, what, told.part, told.whole, told.percent, change, counts, ""


def story(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """Return the dashboard as sentences: what can be said, what moved, what happened and comes next, and what
    is kept back.
    """
    shown = pages.tell(person, args)
    found, outcome = shown["report"], shown["outcome"]
    said, rows = [each for each in shown["numbers"] if each[1].numbers], stories.rows_of(person, found)
    return shown | {
        "said": said,
        "worth": stories.worth(shown["headlines"], outcome),
        "happened": stories.happened(rows, outcome),
        "coming": stories.coming(person, found, rows),
        "definitions": [(each[0].title, stories.short(each[0].definition)) for each in shown["headlines"]],
    }
