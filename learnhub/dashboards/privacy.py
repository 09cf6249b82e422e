"""Nothing about fewer than five people, and nothing from which it could be worked out. Pure.

Every number of a dashboard passes here before it is stored; page, table, file, print and mail read what
was stored, so none of them can say more. A number is said when both of its sides, those who did and those
who did not, are nobody or at least `least` people. What is hidden is hidden in groups: of the cells of one
sum the small ones go, and the next smallest with them, until each side of the group is at least `least`;
then nobody can tell from the sum and the rest that any of them is small. `rows_kept_back` does the same to
what a number is made of, and `deadline_figures` looks at figures of the same things together.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import zip_longest
from operator import add
from typing import Any, NamedTuple, TypeVar

Row = TypeVar("Row", bound=Hashable)
Place = tuple[int, bool]  # a unit and all below it; or its own people alone


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said (`numbers`), and how many different people are on each side of it.

    `apart` counts those who tell it from another number that is said as well: a year from its quarter.
    Where it is `private` on which side one is, that all are on one of them would say it of each. `left` is
    what remains of both sides when another that is said is taken away: pair by pair.
    """

    numbers: tuple[int, ...]
    sides: tuple[int, ...]
    whole: int
    apart: tuple[int, ...] = ()
    private: bool = False
    left: tuple[int, ...] = ()

    def __add__(self, other: "Cell") -> "Cell":
        if self is NOBODY:
            return other
        return Cell(
            _sum(self.numbers, other.numbers),
            _sum(self.sides, other.sides),
            self.whole + other.whole,
            _sum(self.apart, other.apart),
            self.private or other.private,
            _sum(self.left, other.left),
        )


NOBODY = Cell((), (), 0)


class Said(NamedTuple):
    """What may be said of one metric and period: by the units of then, by today's, and its rows."""

    then: Mapping[Place, Cell | None]
    now: Mapping[Place, Cell | None]
    parts: Mapping[int, Mapping[Any, Cell]]


def people(part: int, whole: int) -> Cell:
    """`part` of `whole` different people."""
    return Cell((part, whole), (part, whole - part), whole)


def is_few(count: int, least: int) -> bool:
    """Some, but too few to speak of."""
    return 0 < abs(count) < least


def is_small(cell: Cell, least: int) -> bool:
    """Whether to say it would say something about fewer than `least` people.

    That nobody of many did says something about all of them, as that all of them did: where that is
    private, it is small; and so is what remains when another number is taken away from it.
    """
    told_of_each = cell.private and (not all(cell.sides[:2]) or _leaves_one_side(cell))
    few = any(is_few(count, least) for count in (*cell.sides, *cell.apart, *cell.left))
    return cell.whole < least or few or told_of_each


def _leaves_one_side(cell: Cell) -> bool:
    return any(bool(part) != bool(rest) for part, rest in zip(cell.left[::2], cell.left[1::2], strict=True))


def hidden(cells: Mapping[Row, Cell], least: int, barred: Collection[Row] = ()) -> frozenset[Row]:
    """Return the cells of one sum that may not be said beside it; those of nobody are no secret."""
    some = {key: cell for key, cell in cells.items() if cell.whole}
    secret = {key for key, cell in some.items() if key in barred or is_small(cell, least)}
    if not secret:
        return frozenset()
    rest = sorted(some.keys() - secret, key=lambda key: (not all(some[key].sides), some[key].whole, str(key)))
    while rest and not _is_wide(secret, some, least):
        secret.add(rest.pop(0))
    return frozenset(secret)


def _is_wide(secret: Collection[Row], cells: Mapping[Row, Cell], least: int) -> bool:
    """Whether a group hides its members: each side could be any of them."""
    group = total(cells[key] for key in secret)
    return len(secret) > 1 and all(side >= least for side in group.sides) and not is_small(group, least)


def total(cells: Iterable[Cell]) -> Cell:
    return reduce(add, cells, NOBODY)


def _sum(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    if not one or not other:  # nearly always, as below, millions of times
        return one or other
    if len(one) == len(other):
        return tuple(map(add, one, other))
    return tuple(a + b for a, b in zip_longest(one, other, fillvalue=0))


class Tree:
    """Units, and for each what it and all below it come to. A place is (unit, own): own people alone."""

    def __init__(self, parents: Mapping[int, int | None], own: Mapping[int, Cell]) -> None:
        self.parents, self.own = parents, own
        self.below: dict[int | None, list[int]] = {}
        for unit, parent in parents.items():
            self.below.setdefault(parent, []).append(unit)
        self._sums: dict[int, Cell] = {}
        for unit in reversed(self.downwards()):
            under = total(self._sums[child] for child in self.below.get(unit, ()))
            self._sums[unit] = own.get(unit, NOBODY) + under

    def downwards(self) -> list[int]:
        """Every unit, each after the one above it."""
        order = [*self.below.get(None, ())]
        for unit in order:
            order.extend(self.below.get(unit, ()))
        return order

    def sum(self, unit: int) -> Cell:
        return self._sums[unit]

    def cells(self, unit: int) -> dict[Place, Cell]:
        """What the unit's number is the sum of: the units right below, and its own people."""
        under = {(child, False): self._sums[child] for child in self.below.get(unit, ())}
        return under | {(unit, True): self.own.get(unit, NOBODY)}

    def chain(self, unit: int) -> list[int]:
        """The unit, the one above it, and so on."""
        found: list[int] = []
        at: int | None = unit
        while at is not None:
            found.append(at)
            at = self.parents[at]
        return found


def said(
    tree: Tree, least: int, barred: Mapping[int | None, Collection[Place]] | None = None
) -> dict[Place, Cell | None]:
    """Return every place that counts anybody, with its cell, or None where nothing may be said.

    Below a unit of which nothing is said, nothing is said either. `barred`: places that must not be said
    among those below each unit.
    """
    barred = barred or {}
    found: dict[Place, Cell | None] = {}
    for root in tree.below.get(None, ()):
        shut = is_small(tree.sum(root), least) or (root, False) in barred.get(None, ())
        found[root, False] = None if shut else tree.sum(root)
    for unit in tree.downwards():
        cells = tree.cells(unit)
        shut = found[unit, False] is None
        secret = cells.keys() if shut else hidden(cells, least, barred.get(unit, ()))
        found |= {place: None if place in secret else cell for place, cell in cells.items()}
    return {place: cell for place, cell in found.items() if _counts(tree, place)}


def _counts(tree: Tree, place: Place) -> bool:
    """Whether a place counts anybody at all."""
    unit, own = place
    return (tree.own.get(unit, NOBODY) if own else tree.sum(unit)).whole > 0


def movers(tree: Tree, flows: Mapping[tuple[int, int], Cell], least: int) -> dict[int | None, set[Place]]:
    """Return the places that may not be said by today's units as well as by those of then.

    `flows`: who counted in one unit and counts in another now. Where those who went from one place to
    another are few, the two pictures together would tell of them.
    """
    moved: dict[tuple[int | None, Place | None, Place | None], Cell] = {}
    for (then, now), cell in flows.items():
        for group in {each for unit in (then, now) for each in [*tree.chain(unit), None]}:
            ends = (_place(tree, group, then), _place(tree, group, now))
            if ends[0] != ends[1]:
                moved[group, *ends] = moved.get((group, *ends), NOBODY) + cell
    shut: dict[int | None, set[Place]] = {}
    for (group, *both), cell in moved.items():
        if is_small(cell, least):
            shut.setdefault(group, set()).update(place for place in both if place)
    return shut


def _place(tree: Tree, group: int | None, unit: int) -> Place | None:
    """The place among those right below `group` that the unit lies in; None is outside."""
    chain = tree.chain(unit)
    if group is None:
        return chain[-1], False
    if group == unit:
        return unit, True
    at = chain.index(group) if group in chain else 0
    return (chain[at - 1], False) if at else None
