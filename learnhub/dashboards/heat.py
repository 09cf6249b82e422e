"""How cohorts get on, week by week: the deadlines that pace is made of, laid out by cohort and week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learnhub.core import words
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
        return words.in_hundred(self.done, self.of)


@dataclass(slots=True)
class Row:
    """A cohort; `weeks`: its weeks by number, from 1, as far as something was due. `told`: what other
    numbers say of it, by metric.
    """

    title: str
    url: str
    since: datetime
    facilitators: Sequence[Person]
    told: Mapping[str, Numbers] = field(default_factory=dict)
    was_due: bool = True
    weeks: dict[int, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline that may be said, with its numbers."""

    row: DeadlineRow
    numbers: Numbers

    @property
    def share(self) -> int:
        return words.in_hundred(*self.numbers[:2])


def show(
    person: Person,
    period: Period,
    parts: Mapping[Ref | None, Numbers],
    held: datetime,
    told: Mapping[int, Mapping[str, Numbers]],
) -> dict[str, Any]:
    """Lay out what may be said, as it was `held`; `told` is what other numbers say of cohorts. Those closed
    to the person are among the others.
    """
    said = {ref.id: numbers for ref, numbers in parts.items() if ref}
    at = min(period.until, held)
    rows = queries.deadlines(person, [*said], at)
    known = {row.id for row in rows}
    dues = [Due(row, said[row.id]) for row in rows if row.id in said]
    rest = [numbers for ref, numbers in parts.items() if ref is None or ref.id not in known]
    running = cohort_queries.running(person, at)
    hosts = cohort_queries.facilitators({row.cohort_id for row in rows} | {each.id for each in running})
    cohorts = _laid_out(rows, said, period, hosts, told)
    named = {row.cohort_id for row in rows}
    unsaid = [each for each in running if each.id not in named]
    due = cohort_queries.with_dues([each.id for each in unsaid], at)
    return {
        "cohorts": cohorts,
        "unsaid": [
            Row(
                each.title,
                each.url,
                each.starts_at,
                hosts.get(each.id, ()),
                told.get(each.id, {}),
                each.id in due,
            )
            for each in unsaid
        ],
        "weeks": max((week for row in cohorts for week in row.weeks), default=0),
        "dues": dues,
        "others": [sum(column) for column in zip(*rest, strict=True)] if rest else None,
    }


def asked_about(person: Person, at: datetime, told: Mapping[int, Mapping[str, Numbers]]) -> list[Row]:
    """Return the cohorts that run then and of which something is said, each with who facilitates it."""
    running = [each for each in cohort_queries.running(person, at) if each.id in told]
    hosts = cohort_queries.facilitators([each.id for each in running])
    return [
        Row(each.title, each.url, each.starts_at, hosts.get(each.id, ()), told[each.id]) for each in running
    ]


def _laid_out(
    rows: Sequence[DeadlineRow],
    said: Mapping[int, Numbers],
    period: Period,
    hosts: Mapping[int, Sequence[Person]],
    told: Mapping[int, Mapping[str, Numbers]],
) -> list[Row]:
    found: dict[int, Row] = {}
    for row in rows:
        who = hosts.get(row.cohort_id, ())
        cohort = found.setdefault(
            row.cohort_id, Row(row.cohort, row.url, row.starts_at, who, told.get(row.cohort_id, {}))
        )
        begins, due = week_of(row.starts_at, period.tz), week_of(row.at, period.tz)
        cell = cohort.weeks.setdefault((due - begins) // WEEK + 1, Cell())
        if numbers := said.get(row.id):
            cell.done, cell.of = cell.done + numbers[0], cell.of + numbers[1]
        else:
            cell.kept_back = True
    return [*found.values()]
