"""Figures of the same deadlines: what one of them keeps back is not worked out from the others. Pure.

Pace says deadlines one by one; on time, overdue and at risk are of the same deadlines, by cohort and as a
whole. Each is safe alone, and joined they are equations. So every deadline that pace keeps back is audited
(`audits`) beside all that the others say there; where it could be worked out, a further one is kept back with
it, and where that does not help, the pace of these units is not said. On time is said of a cohort only where
all its deadlines are, and the ages of what is open are those of the deadlines that are said: they add
nothing to them.
"""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace

from learnhub.core.refs import Ref
from learnhub.dashboards.audits import Cohort, KeptBack, Table
from learnhub.dashboards.counting import Counted, Due
from learnhub.dashboards.periods import Period
from learnhub.dashboards.privacy import Place, Said, Tree

PACE, ON_TIME, OVERDUE, RISK = "pace", "on_time", "overdue", "risk"
FAMILY = (PACE, ON_TIME, OVERDUE, RISK)
AGES = (3, 7, 14)  # days: up to each of them, and more
Numbers = tuple[int, int]
Parents = Mapping[int, int | None]
Told = Mapping[Period, Said]


class Guard:
    """Looks at the deadlines of one period that would be kept back. `told`: overdue and at risk."""

    def __init__(
        self,
        parents: Parents,
        counts: Mapping[str, Counted],
        told: Mapping[str, Said],
        least: int,
    ) -> None:
        self.parents = parents
        self._found: dict[Hashable, set[Ref] | None] = {}  # places are looked at again with others shut
        self.deadlines, self.told, self.least = counts[PACE].deadlines, told, least
        self.own = {name: _numbers(each) for name, each in counts.items()}
        self.sums = {name: _summed(parents, own) for name, own in self.own.items()}

    def tells(
        self, places: Collection[Place], said: Collection[Ref], above: Mapping[Ref, int]
    ) -> set[Ref] | None:
        """Return which rows to keep back first, where those kept back in these places together could be
        worked out; None where they could not. `above`: how far rows of the unit above must stay open.
        """
        key = frozenset(places), frozenset(said), frozenset(above.items())
        if key not in self._found:
            self._found[key] = self._tells(places, said, above)
        return self._found[key]

    def _tells(
        self, places: Collection[Place], said: Collection[Ref], above: Mapping[Ref, int]
    ) -> set[Ref] | None:
        rows = self._of(PACE, places)
        table = self._table(places, rows, said, above)
        known = table and table.tells(self.least)
        if not known:
            return None
        return {ref for ref in said if self.deadlines[ref].cohort == known.cohort and ref in rows}

    def _table(
        self,
        places: Collection[Place],
        rows: Mapping[Ref, Numbers],
        said: Collection[Ref],
        above: Mapping[Ref, int],
    ) -> Table | None:
        kept_back, cohorts = [], {}
        shown: dict[Ref, int] = {}
        for ref, (done, of) in rows.items():
            if ref in said:
                shown[ref] = of - done
            elif of:
                due = self.deadlines[ref]
                kept_back.append(
                    KeptBack(due.cohort, of - done, of, due.is_within, due.goes_on, above.get(ref, 0))
                )
        if not kept_back:
            return None
        overdue, risk = self._of(OVERDUE, places), self._of(RISK, places)
        begun = {each.cohort for each in kept_back}
        for ref in overdue.keys() | risk.keys() | begun:
            (over, members), (flagged, _) = overdue.get(ref, (0, 0)), risk.get(ref, (0, 0))
            cohorts[ref] = Cohort(members, over, flagged)
        unmet = sum(of - met for ref, (met, of) in self._of(ON_TIME, places).items() if ref in begun)
        for ref, count in shown.items():
            due = self.deadlines[ref]
            cohort = cohorts.setdefault(due.cohort, Cohort())
            cohort.most = max(cohort.most, count)
            if due.goes_on:
                cohort.most_late, cohort.late = max(cohort.most_late, count), cohort.late + count
            if due.is_within and due.cohort in begun:
                unmet -= count
        unnamed = self._unnamed(OVERDUE, places, cohorts), self._unnamed(RISK, places, cohorts)
        return Table(kept_back, cohorts, unmet if self._is_said(ON_TIME, places) else None, unnamed)

    def _of(self, name: str, places: Collection[Place]) -> dict[Ref, Numbers]:
        found: dict[Ref, Numbers] = {}
        for unit, own in places:
            _add(found, (self.own if own else self.sums)[name].get(unit, {}))
        return found

    def _unnamed(self, name: str, places: Collection[Place], cohorts: Collection[Ref]) -> set[Ref] | None:
        """The cohorts that another figure does not name there; None where it says nothing at all."""
        if not self._is_said(name, places):
            return None
        return {*cohorts} - self.told[name].parts.get(self._at(places)[0], {}).keys()

    def _is_said(self, name: str, places: Collection[Place]) -> bool:
        return self.told[name].then.get(self._at(places)) is not None

    def _at(self, places: Collection[Place]) -> Place:
        """The place; of several, the unit that they are left of, which says at most what is known of them."""
        (unit, own), *more = places
        if not more:
            return unit, own
        above = next((each for each, is_own in places if is_own), None)
        return above or self.parents[unit] or unit, False


def kept_back(counts: Mapping[Period, Counted], told: Told, parents: Parents) -> dict[int, set[Ref]]:
    """Return the cohorts of which a unit that says its pace keeps a deadline back.

    What on time says of such a cohort, less the deadlines that are said, would tell of those kept back: 28 of
    36 met on time, of two deadlines of which one is said with 10 of 18 done, is 18 of 18 at the other.
    """
    found: dict[int, set[Ref]] = {unit: set() for unit in parents}
    for period, said in told.items():
        deadlines = counts[period].deadlines
        for unit, rows in _summed(parents, _numbers(counts[period])).items():
            if said.then.get((unit, False)):
                kept_back = rows.keys() - said.parts.get(unit, {}).keys()
                found[unit] |= {deadlines[ref].cohort for ref in kept_back}
    return found


def with_ages(overdue: Said, pace: Said, counted: Counted) -> Said:
    """Return what is said of overdue, with how many deadlines are open by age, of those that pace says."""
    then = {}
    for (unit, own), cell in overdue.then.items():
        rows = {} if own else pace.parts.get(unit, {})
        dues = [(counted.deadlines[ref], row) for ref, row in rows.items() if ref]
        ages = _ages((due, row.numbers[1] - row.numbers[0]) for due, row in dues if due.goes_on)
        then[unit, own] = replace(cell, numbers=(*cell.numbers, *ages)) if cell and dues else cell
    return overdue._replace(then=then)


def _ages(open_ones: Iterable[tuple[Due, int]]) -> list[int]:
    found = [0] * (len(AGES) + 1)
    for due, count in open_ones:
        found[bisect_left(AGES, due.days)] += count
    return found


def _numbers(counted: Counted) -> dict[int, dict[Ref, Numbers]]:
    return {
        unit: {ref: (cell.numbers[0], cell.numbers[1]) for ref, cell in rows.items()}
        for unit, rows in counted.parts.items()
    }


def _summed(parents: Parents, own: Mapping[int, Mapping[Ref, Numbers]]) -> dict[int, dict[Ref, Numbers]]:
    """The rows of every unit and all below it."""
    found: dict[int, dict[Ref, Numbers]] = {unit: dict(own.get(unit, {})) for unit in parents}
    for unit in reversed(Tree(parents, {}).downwards()):
        if (parent := parents[unit]) is not None:
            _add(found[parent], found[unit])
    return found


def _add(found: dict[Ref, Numbers], more: Mapping[Ref, Numbers]) -> None:
    for ref, (part, whole) in more.items():
        before = found.get(ref, (0, 0))
        found[ref] = before[0] + part, before[1] + whole
