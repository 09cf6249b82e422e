"""What an org leader reads of one unit in one period: figures that may be said, and their neighbours."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from learnhub.core import clock, dates, refs, words
from learnhub.core.errors import NotFound
from learnhub.core.refs import Card
from learnhub.dashboards import figures, queries, row_queries
from learnhub.dashboards.metrics import METRICS, PARTICIPATION, Metric
from learnhub.dashboards.periods import Period
from learnhub.dashboards.queries import FigureRow, Numbers, UnitRow
from learnhub.people.models import Person

WEEKS = 2  # over, before a period is compared
Shares = Sequence[int | None]  # of weeks, in percent; None where nothing may be said


@dataclass(frozen=True, slots=True)
class Told:
    """A figure beside the one of the period before. `numbers` is None where there is nothing to say:
    `hidden` then tells whether that is because of too few people.
    """

    numbers: Numbers | None
    before: Numbers | None
    hidden: bool = False
    is_hours: bool = False

    @property
    def part(self) -> int:
        return self.numbers[0] if self.numbers else 0

    @property
    def whole(self) -> int:
        return self.numbers[1] if self.numbers else 0

    @property
    def percent(self) -> int:
        return _percent(self.numbers)

    @property
    def value(self) -> str:
        """ "23 %"; "40 h" at least."""
        return hours(self.part) if self.is_hours else f"{self.percent}\u00a0%"

    @property
    def was(self) -> str:
        """The value of the period before."""
        return hours(self.before[0]) if self.is_hours and self.before else f"{_percent(self.before)}\u00a0%"

    @property
    def change(self) -> int | None:
        """Points, or hours at least, against the period before: of the figures as they are said."""
        if not self.numbers or not self.before:
            return None
        if self.is_hours:
            return whole_hours(self.numbers[0]) - whole_hours(self.before[0])
        return self.percent - _percent(self.before)


def _percent(numbers: Numbers | None) -> int:
    return words.in_hundred(*numbers[:2]) if numbers else 0


def hours(minutes: int) -> str:
    """ "1,240 h", with a space at which no line breaks."""
    return f"{words.figure(whole_hours(minutes))}\u00a0h"


def whole_hours(minutes: int) -> int:
    """The nearest, a half upwards, as percent are."""
    return math.floor(minutes / 60 + 0.5)


def ages(counts: Sequence[int]) -> str:
    """How long deadlines are open, of those that pace says one by one; nothing where it says none."""
    spans = "up to 3 days", "of 4–7 days", "of 8–14 days", "of over 14 days"
    open_ones = [f"{count:,} {span}" for count, span in zip(counts, spans, strict=False) if count]
    return f"; open by age, of the deadlines named under Pace: {', '.join(open_ones)}" if open_ones else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit right below, or the people directly in this one (without a key)."""

    name: str
    key: str | None
    told: Told
    weeks: Shares


@dataclass(frozen=True, slots=True)
class Part:
    """One row that a figure is made of: a card, or None for all the others.

    `when` tells it from another of the same title.
    """

    card: Card | None
    numbers: Numbers
    when: datetime | None = None

    @property
    def share(self) -> int:
        return _percent(self.numbers)

    @property
    def hours(self) -> str:
        return hours(self.numbers[0])


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is said of a unit in a period."""

    unit: UnitRow
    period: Period
    as_is: bool
    told: Mapping[str, Told]
    lines: Sequence[Line]
    weeks: Shares
    named: Collection[str]  # metrics of which something can be opened by its name

    @property
    def main(self) -> Told:
        return self.told[PARTICIPATION.name]

    @property
    def weeks_said(self) -> int:
        return sum(share is not None for share in self.weeks)

    @property
    def compared(self) -> bool:
        """Whether any number stands beside one of the period before."""
        lines = (line.told for line in self.lines)
        return any(each.change is not None for each in (*self.told.values(), *lines))


def chosen(person: Person, key: str | None) -> tuple[UnitRow, list[UnitRow], list[UnitRow]]:
    """Return the unit with that key, or the highest that the person leads; those to choose from, as a tree;
    and those right below it. Raises NotFound for one that they do not lead.
    """
    led = queries.led_by(person)
    around = queries.units_around(led, key) if led else []
    seen = _as_tree(around, led)
    for unit in seen:
        if not key or unit.key == key:
            return unit, seen, [each for each in around if each.parent_id == unit.id]
    raise NotFound


def _as_tree(units: Sequence[UnitRow], led: Sequence[int]) -> list[UnitRow]:
    """Return those led and those below them, the highest first, each with its own below it."""
    by_id = {unit.id: unit for unit in units}
    below: dict[int | None, list[UnitRow]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    seen: dict[int, UnitRow] = {}
    waiting = [by_id[unit_id] for unit_id in reversed(led)]
    while waiting:
        unit = waiting.pop()
        if unit.id not in seen:
            seen[unit.id] = unit
            waiting += reversed(below.get(unit.id, ()))
    return [*seen.values()]


def depths(seen: Sequence[UnitRow]) -> list[tuple[UnitRow, int]]:
    """Return each with how many of those before it lie above it."""
    deep: dict[int | None, int] = {}
    for unit in seen:
        deep[unit.id] = deep.get(unit.parent_id, -1) + 1
    return [(unit, deep[unit.id]) for unit in seen]


def report(
    person: Person,
    unit: UnitRow,
    below: Sequence[UnitRow],
    period: Period,
    *,
    as_is: bool = False,
    since: date | None = None,
) -> Report:
    """Return what may be said of a unit, and of those right `below` it: two statements, however many people
    there are. Weeks before `since` have no records, and nothing is compared with them.
    """
    compared = not is_early(period) and (since is None or since <= period.before().starts)
    ids = [each.id for each in below]
    rows = queries.figures(person, unit.id, ids, period, PARTICIPATION.name, as_is=as_is)
    shares = {} if as_is else _shares([unit.id, *ids], period)
    known = {
        (row.metric, row.unit_id, row.own, row.starts): row
        for row in rows
        if compared or row.starts == period.starts
    }
    told = {
        each.name: replace(_told(known, each.name, unit.id, period), is_hours=each.is_hours)
        for each in METRICS
    }
    lines = [
        Line(each.name, each.key, found, shares.get(each.id, ()))
        for each in below
        if (found := _told(known, PARTICIPATION.name, each.id, period)).numbers or found.hidden
    ]
    own = _told(known, PARTICIPATION.name, unit.id, period, own=True)
    if own.numbers or own.hidden:
        lines.append(Line(f"Directly in {unit.name}", None, own, ()))
    shown = lines if len(lines) > 1 and told[PARTICIPATION.name].numbers else []
    mine = unit.id, False, period.starts
    named = {row.metric for row in rows if row.has_names and (row.unit_id, row.own, row.starts) == mine}
    return Report(unit, period, as_is, told, shown, shares.get(unit.id, ()), named)


def _shares(units: Sequence[int], period: Period) -> dict[int, Shares]:
    """Return the weeks of each, but for the one that goes on: it would look like a fall."""
    weeks = queries.weekly(units, figures.WEEKLY, period)
    mondays, over = period.weeks, _over(period)
    rest: list[int | None] = [None] * (len(mondays) - over)
    found: dict[int, Shares] = {}
    for unit in units:
        said = map(weeks.get(unit, {}).get, mondays[:over])
        found[unit] = [_percent(numbers) if numbers else None for numbers in said] + rest
    return found


def _over(period: Period) -> int:
    return period.weeks_over(dates.local_date(clock.now(), period.tz))


def is_early(period: Period) -> bool:
    """Whether it has only begun: too early to set it against whole weeks."""
    return _over(period) < WEEKS


def _told(
    known: Mapping[tuple[str, int, bool, date], FigureRow],
    metric: str,
    unit_id: int,
    period: Period,
    *,
    own: bool = False,
) -> Told:
    now = known.get((metric, unit_id, own, period.starts))
    before = known.get((metric, unit_id, own, period.before().starts))
    return Told(
        now.numbers if now else None,
        before.numbers if before else None,
        now is not None and now.numbers is None,
    )


def made_of(person: Person, unit: UnitRow, metric: Metric, period: Period) -> list[Part]:
    """Return the rows of a figure, the largest first; those closed to this person are among the others."""
    found = row_queries.parts(unit.id, metric.name, period)
    cards = refs.cards([ref for ref in found if ref], person)
    titles = Counter(card.title for card in cards.values())
    shown = [
        Part(card, found[ref], card.when if titles[card.title] > 1 else None) for ref, card in cards.items()
    ]
    rest = [numbers for ref, numbers in found.items() if ref not in cards]
    shown.sort(key=lambda each: (-each.numbers[1], each.card.title, each.card.url) if each.card else ())
    others = [Part(None, [sum(column) for column in zip(*rest, strict=True)])] if rest else []
    return [*shown, *others]
