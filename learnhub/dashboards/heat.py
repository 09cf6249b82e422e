"""How cohorts get on, week by week: the deadlines that pace is made of, laid out by cohort and week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learnhub.core.refs import Ref
from learnhub.dashboards import cohort_queries, queries
from learnhub.dashboards.periods import WEEK, Period
from learnhub.dashboards.queries import DeadlineRow, Numbers
from learnhub.dashboards.weeks import week_of
from learnhub.people.models import Person


@dataclass(slots=True)
class Cell:
    """The deadlines of one cohort in one week: done, of. `kept_back` where one of them is not said."""

    done: int = 0
    of: int = 0
    kept_back: bool = False

    @property
    def share(self) -> int:
        return round(100 * self.done / self.of) if self.of else 0


@dataclass(slots=True)
class Row:
    """A cohort; `weeks`: its weeks by number, from 1, as far as something was due."""

    title: str
    url: str
    since: datetime
    facilitators: Sequence[Person]
    weeks: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline that may be said, with its numbers."""

    row: DeadlineRow
    numbers: Numbers

    @property
    def share(self) -> int:
        return round(100 * self.numbers[0] / self.numbers[1])


def show(
    person: Person, period: Period, parts: Mapping[Ref | None, Numbers], held: datetime
) -> dict[str, Any]:
    """Lay out what may be said, as it was `held`. Cohorts closed to the person are among the others."""
    said = {ref.id: numbers for ref, numbers in parts.items() if ref}
    at = min(period.until, held)
    rows = queries.deadlines(person, [*said], at)
    known = {row.id for row in rows}
    dues = [Due(row, said[row.id]) for row in rows if row.id in said]
    rest = [numbers for ref, numbers in parts.items() if ref is None or ref.id not in known]
    running = cohort_queries.running(person, at)
    hosts = cohort_queries.facilitators({row.cohort_id for row in rows} | {each.id for each in running})
    cohorts = _laid_out(rows, said, period, hosts)
    named = {row.cohort_id for row in rows}
    return {
        "cohorts": cohorts,
        "unsaid": [
            Row(each.title, each.url, each.starts_at, hosts.get(each.id, ()))
            for each in running
            if each.id not in named
        ],
        "weeks": max((week for row in cohorts for week in row.weeks), default=0),
        "dues": dues,
        "others": [sum(column) for column in zip(*rest, strict=True)] if rest else None,
    }


def _laid_out(
    rows: Sequence[DeadlineRow],
    said: Mapping[int, Numbers],
    period: Period,
    hosts: Mapping[int, Sequence[Person]],
) -> list[Row]:
    found: dict[int, Row] = {}
    for row in rows:
        who = hosts.get(row.cohort_id, ())
        cohort = found.setdefault(row.cohort_id, Row(row.cohort, row.url, row.starts_at, who))
        begins, due = week_of(row.starts_at, period.tz), week_of(row.at, period.tz)
        cell = cohort.weeks.setdefault((due - begins) // WEEK + 1, Cell())
        if numbers := said.get(row.id):
            cell.done, cell.of = cell.done + numbers[0], cell.of + numbers[1]
        else:
            cell.kept_back = True
    return [*found.values()]
