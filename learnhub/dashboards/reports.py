"""Participation of one unit in one period: the number, what it is made of, and what may not be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.core import refs
from learnhub.core.errors import NotFound
from learnhub.core.refs import Card, Ref
from learnhub.dashboards import queries
from learnhub.dashboards.periods import Period
from learnhub.dashboards.queries import UnitRow
from learnhub.dashboards.suppression import NOBODY, Count, hidden, is_small
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One row under the number: a unit below, or the people directly in this one.

    A count of None is hidden. It never says whether for its own smallness or as a small one's neighbour:
    that alone would narrow the small one down.
    """

    name: str
    key: str | None
    count: Count | None
    before: Count | None

    @property
    def change(self) -> int | None:
        """Points against the period before."""
        return self.count.percent - self.before.percent if self.count and self.before else None


@dataclass(frozen=True, slots=True)
class Part:
    """Where participants did their first act in the period: a card, or None for all the small ones."""

    card: Card | None
    people: int


@dataclass(frozen=True, slots=True)
class Report:
    """What an org leader sees. `count` is None where it would speak of too few people."""

    unit: UnitRow
    period: Period
    count: Count | None
    before: Count | None
    lines: Sequence[Line]
    parts: Sequence[Part]
    weeks: Sequence[int | None]  # people with an act in each; None is some, but too few

    @property
    def change(self) -> int | None:
        return self.count.percent - self.before.percent if self.count and self.before else None

    @property
    def compared(self) -> bool:
        """Whether any number stands beside one of the period before."""
        return self.change is not None or any(line.change is not None for line in self.lines)


class Tree:
    """The units with what each and all below it count to."""

    def __init__(self, units: Sequence[UnitRow], own: Mapping[int, Count], least: int) -> None:
        self.by_id = {unit.id: unit for unit in units}
        self.own, self.least = own, least
        self.below: dict[int | None, list[UnitRow]] = {}
        for unit in units:
            self.below.setdefault(unit.parent_id, []).append(unit)
        self._sums: dict[int, Count] = {}

    def sum(self, unit_id: int) -> Count:
        """The unit and all below it."""
        if unit_id not in self._sums:
            below = (self.sum(child.id) for child in self.below.get(unit_id, ()))
            self._sums[unit_id] = sum(below, self.own.get(unit_id, NOBODY))
        return self._sums[unit_id]

    def cells(self, unit_id: int) -> dict[int, Count]:
        """What the unit's number is the sum of: the units right below it, and its own people under its id."""
        own = self.own.get(unit_id, NOBODY)
        return {child.id: self.sum(child.id) for child in self.below.get(unit_id, ())} | {unit_id: own}

    def visible(self, unit_id: int) -> Count | None:
        """The unit's number, unless it is small or hidden beside its neighbours, or those above it are."""
        count = self.sum(unit_id)
        if is_small(count, self.least):
            return None
        parent_id = self.by_id[unit_id].parent_id
        if parent_id is None:
            return count
        if self.visible(parent_id) is None or unit_id in hidden(self.cells(parent_id), self.least):
            return None
        return count

    def covers(self, unit_id: int, wanted: int) -> bool:
        """Whether `wanted` is the unit or lies below it."""
        at: int | None = wanted
        while at is not None and at != unit_id:
            at = self.by_id[at].parent_id
        return at is not None


def units_seen_by(person: Person, units: Sequence[UnitRow]) -> list[UnitRow]:
    """Return the units whose dashboard the person may open, the highest first, then by the tree."""
    tree = Tree(units, {}, 0)
    seen: list[UnitRow] = []

    def add(unit: UnitRow) -> None:
        if unit not in seen:
            seen.append(unit)
            for child in tree.below.get(unit.id, ()):
                add(child)

    for unit_id in queries.led_by(person):
        add(tree.by_id[unit_id])
    return seen


def participation(
    person: Person, unit: UnitRow, units: Sequence[UnitRow], period: Period, *, least: int, now: datetime
) -> Report:
    """Build the report. `least` is the smallest group that anything is said about."""
    tree = Tree(units, queries.participation(period, now), least)
    past = Tree(units, _if_any(queries.participation(period.before(), now)), least)
    count = tree.visible(unit.id)
    if count is None:
        return Report(unit, period, None, None, (), (), ())
    secret = hidden(tree.cells(unit.id), least)
    return Report(
        unit,
        period,
        count,
        past.visible(unit.id),
        _lines(unit, tree, past, secret),
        _parts(person, queries.made_of(unit.id, period, now), least),
        [None if 0 < people < least else people for people in queries.by_week(unit.id, period, now)],
    )


def _if_any(counts: Mapping[int, Count]) -> Mapping[int, Count]:
    """Nothing, where nobody at all took part: LearnHub was not in use then."""
    return counts if any(count.part for count in counts.values()) else {}


def _lines(unit: UnitRow, tree: Tree, past: Tree, secret: frozenset[int]) -> list[Line]:
    cells, earlier = tree.cells(unit.id), past.cells(unit.id)
    kept_back = hidden(earlier, past.least)
    lines = []
    for id_, count in cells.items():
        if not count.whole:
            continue
        own = id_ == unit.id
        before = earlier.get(id_, NOBODY)
        lines.append(
            Line(
                f"Directly in {unit.name}" if own else tree.by_id[id_].name,
                None if own else tree.by_id[id_].key,
                None if id_ in secret else count,
                None if id_ in kept_back or not before.whole else before,
            )
        )
    return lines if len(lines) > 1 else []


def _parts(person: Person, made_of: Mapping[Ref, int], least: int) -> list[Part]:
    """Return the parts, largest first; the small and those closed to this person are one at the end."""
    cards = refs.cards(made_of, person)
    secret = hidden({ref: Count(people, people) for ref, people in made_of.items()}, least)
    open_ones = [(cards[ref], n) for ref, n in made_of.items() if ref in cards and ref not in secret]
    parts = [Part(card, n) for card, n in sorted(open_ones, key=lambda each: (-each[1], each[0].title))]
    rest = sum(made_of.values()) - sum(part.people for part in parts)
    while parts and 0 < rest < least:
        rest += parts.pop().people
    return [*parts, Part(None, rest)] if rest else parts


def chosen(units: Sequence[UnitRow], key: str | None) -> UnitRow:
    """Return the unit with that key among those that may be seen, or the first. Raises NotFound."""
    for unit in units:
        if key in (None, "", unit.key):
            return unit
    raise NotFound
