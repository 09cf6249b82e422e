"""What is counted for one metric and period: by the unit of then and of now, and what it is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from learnhub.core.refs import Ref
from learnhub.dashboards.privacy import NOBODY, Cell, people

Apart = tuple[int, int, int]  # how many people at all, and on each side
NOT_TOLD: Apart = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """`units`: (unit at the end of the period, unit today) → cell. `parts`: unit of then → row → cell.

    `shares`: where numbers are of cases, what each person puts in, by their units. `adds_up`: a longer period
    comes to what the shorter ones in it come to; not so of what people are at, or said, when one ends.
    """

    units: dict[tuple[int, int], Cell] = field(default_factory=dict)
    parts: dict[int, dict[Ref, Cell]] = field(default_factory=dict)
    once: bool = True  # whoever counts stands in one row alone
    shares: dict[int, tuple[tuple[int, int], tuple[int, ...]]] = field(default_factory=dict)
    adds_up: bool = False
    wholes: Mapping[Ref, Ref] = field(default_factory=dict)  # the cohort of each row that is a part of one

    def then(self) -> dict[int, Cell]:
        return self.by(0)

    def by(self, which: int) -> dict[int, Cell]:
        """The cells by the units of then (0), or of today (1)."""
        found: dict[int, Cell] = {}
        for each, cell in self.units.items():
            found[each[which]] = found.get(each[which], NOBODY) + cell
        return found

    def moved(self) -> dict[tuple[int, int], Cell]:
        """Those who count in another unit today."""
        return {units: cell for units, cell in self.units.items() if units[0] != units[1]}

    def told_by(self, others: Sequence["Counted"], which: int, *, by_side: bool = False) -> dict[int, Apart]:
        """How many people put in other than they did in the `others`, by their unit then (0) or today (1).

        Who reads all these sums can tell what those put in from one to another. `by_side`: of a rate on each.
        """
        found: dict[int, Apart] = {}
        is_rate = by_side and any(
            len(cell.sides) > 1 for each in (self, *others) for cell in each.units.values()
        )
        for person_id in set(self.shares).union(*(each.shares for each in others)):
            mine = self.shares.get(person_id)
            theirs = [each.shares[person_id] for each in others if person_id in each.shares]
            unit, *units = [places[which] for places, _ in ([mine, *theirs] if mine else theirs)]
            before = map(sum, zip(*(numbers for _, numbers in theirs), strict=True))
            left = [a - b for a, b in zip_longest(mine[1] if mine else (), before, fillvalue=0)]
            moved, sides = any(each != unit for each in units), (left[0], left[1] - left[0])
            if moved or any(left):
                on = [int(is_rate and (moved or side != 0)) for side in sides]
                told = found.get(unit, NOT_TOLD)
                found[unit] = told[0] + 1, told[1] + on[0], told[2] + on[1]
        return found


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that counts about one person. `sides`: on which sides of the number it puts them.

    Every number that is said beside it has its sides too: how many answered, and how many of them no. It is
    of what people are at or said, which is private.
    """

    person_id: int
    ref: Ref
    numbers: tuple[int, ...]
    sides: tuple[bool, ...]


Places = Mapping[int, tuple[int, int]]  # a person → their unit then and today


def counted(cases: Iterable[Case], places: Places, *, adds_up: bool = True) -> Counted:
    """Sum up cases: numbers add up, people count once on each side. Who has no unit counts nowhere.

    `adds_up`: over periods too.
    """
    units: dict[tuple[int, int], list[Case]] = {}
    parts: dict[tuple[int, Ref], list[Case]] = {}
    own: dict[int, list[Case]] = {}
    for case in cases:
        if case.person_id in places:
            own.setdefault(case.person_id, []).append(case)
            units.setdefault(places[case.person_id], []).append(case)
            parts.setdefault((places[case.person_id][0], case.ref), []).append(case)
    found = Counted({place: _cell(each) for place, each in units.items()}, once=False, adds_up=adds_up)
    for (unit, ref), each in parts.items():
        found.parts.setdefault(unit, {})[ref] = _cell(each)
    for person_id, mine in own.items():
        found.shares[person_id] = places[person_id], _cell(mine).numbers
    return found


def _cell(cases: Sequence[Case]) -> Cell:
    sides = zip(*(case.sides for case in cases), strict=True)
    return Cell(
        tuple(map(sum, zip(*(case.numbers for case in cases), strict=True))),
        tuple(
            len({case.person_id for case, is_on in zip(cases, side, strict=True) if is_on}) for side in sides
        ),
        len({case.person_id for case in cases}),
        private=True,
    )


def counted_once(first: Mapping[int, Ref], places: Places) -> Counted:
    """Sum up people, each once: those of `first` did, at that row; the others of `places` did not."""
    found = Counted()
    for person_id, (then, today) in places.items():
        did = person_id in first
        cell = people(int(did), 1)
        found.units[then, today] = found.units.get((then, today), NOBODY) + cell
        if did:
            mine = found.parts.setdefault(then, {})
            mine[first[person_id]] = mine.get(first[person_id], NOBODY) + cell
    return found
