"""What is counted for one metric and period: by the unit of then and of now, and what it is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from learnhub.core.refs import Ref
from learnhub.dashboards.privacy import NOBODY, Cell, people

Apart = tuple[int, int, int]  # how many people at all, and on each side
NOT_TOLD: Apart = (0, 0, 0)
ByUnit = dict[int, Apart]
# Of one person: their units then and today, and what they put in.
Share = tuple[tuple[int, int], tuple[int, ...]]


class Due(NamedTuple):
    """What everybody can know of a deadline at the end of a period: its cohort, how many days ago it was due,
    whether that was in the period, and whether it can still be done; else it is missed.
    """

    cohort: Ref
    days: int
    is_within: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """`units`: (unit at the end of the period, unit today) → cell. `parts`: unit of then → row → cell.

    `shares`: where numbers are of cases, what each person puts in, by their units. `adds_up`: a longer period
    comes to what the shorter ones in it come to; not so of what people are at, or said, when one ends.
    """

    units: dict[tuple[int, int], Cell] = field(default_factory=dict)
    parts: dict[int, dict[Ref, Cell]] = field(default_factory=dict)
    once: bool = True  # whoever counts stands in one row alone
    shares: dict[int, Share] = field(default_factory=dict)
    adds_up: bool = False
    deadlines: Mapping[Ref, Due] = field(default_factory=dict)  # where the rows are deadlines

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

    def told_by(self, others: Sequence["Counted"], *, by_side: bool = False) -> tuple[ByUnit, ByUnit]:
        """How many people put in other than they did in the `others`, by their unit then, and today.

        Who reads all these sums can tell what those put in from one to another. `by_side`: of a rate on each.
        """
        is_rate = by_side and any(
            len(cell.sides) > 1 for each in (self, *others) for cell in each.units.values()
        )
        shares: dict[int, list[Share]] = {}
        for each in others:
            for person_id, share in each.shares.items():
                shares.setdefault(person_id, []).append(share)
        found: tuple[ByUnit, ByUnit] = ({}, {})
        for person_id in self.shares.keys() | shares.keys():
            mine, theirs = self.shares.get(person_id), shares.get(person_id, [])
            if len(theirs) != 1 or mine != theirs[0]:  # nearly all put in the same, millions of times
                _tell(found, mine, theirs, is_rate=is_rate)
        return found


def _tell(
    found: tuple[ByUnit, ByUnit], mine: Share | None, theirs: Sequence[Share], *, is_rate: bool
) -> None:
    """Count one person where what they put in tells one from another."""
    left: Sequence[int] = mine[1] if mine else ()
    if theirs:
        before = map(sum, zip(*(numbers for _, numbers in theirs), strict=True))
        left = [a - b for a, b in zip_longest(left, before, fillvalue=0)]
    differs, sides = any(left), (left[0] != 0, left[1] != left[0])
    there = [places for places, _ in ([mine, *theirs] if mine else theirs)]
    for which, told in enumerate(found):
        unit = there[0][which]
        moved = len(there) > 1 and any(places[which] != unit for places in there)
        if moved or differs:
            count, *on = told.get(unit, NOT_TOLD)
            some = is_rate and (moved or sides[0]), is_rate and (moved or sides[1])
            told[unit] = count + 1, on[0] + some[0], on[1] + some[1]


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
        found.shares[person_id] = places[person_id], _numbers(mine)
    return found


def _cell(cases: Sequence[Case]) -> Cell:
    if len(cases) == 1:
        return Cell(cases[0].numbers, tuple(map(int, cases[0].sides)), 1, private=True)
    sides = zip(*(case.sides for case in cases), strict=True)
    return Cell(
        _numbers(cases),
        tuple(
            len({case.person_id for case, is_on in zip(cases, side, strict=True) if is_on}) for side in sides
        ),
        len({case.person_id for case in cases}),
        private=True,
    )


def _numbers(cases: Sequence[Case]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(case.numbers for case in cases), strict=True)))


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
