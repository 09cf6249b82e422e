"""What is counted for one metric and period: by the unit of then and of now, and what it is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from learnhub.core.refs import Ref
from learnhub.dashboards.privacy import NOBODY, Cell, people


@dataclass(frozen=True, slots=True)
class Counted:
    """`units`: (unit at the end of the period, unit today) → cell. `parts`: unit of then → row → cell.

    `shares`: where numbers add up, what each person puts in, by their units.
    """

    units: dict[tuple[int, int], Cell] = field(default_factory=dict)
    parts: dict[int, dict[Ref, Cell]] = field(default_factory=dict)
    once: bool = True  # whoever counts stands in one row alone
    shares: dict[int, tuple[tuple[int, int], tuple[int, ...]]] = field(default_factory=dict)

    def then(self) -> dict[int, Cell]:
        return _by(self.units, 0)

    def now(self) -> dict[int, Cell]:
        return _by(self.units, 1)

    def moved(self) -> dict[tuple[int, int], Cell]:
        """Those who count in another unit today."""
        return {units: cell for units, cell in self.units.items() if units[0] != units[1]}

    def told_by(self, other: "Counted", which: int) -> dict[int, int]:
        """How many people put in other than they did in `other`, by their unit then (0) or today (1).

        Who reads both sums can tell what those put in from one to the other.
        """
        found: dict[int, int] = {}
        for person_id in self.shares.keys() | other.shares.keys():
            mine, theirs = self.shares.get(person_id), other.shares.get(person_id)
            one, two = ((each[0][which], each[1]) if each else None for each in (mine, theirs))
            if (placed := one or two) and one != two:
                found[placed[0]] = found.get(placed[0], 0) + 1
        return found


def _by(units: Mapping[tuple[int, int], Cell], which: int) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    for each, cell in units.items():
        found[each[which]] = found.get(each[which], NOBODY) + cell
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


def counted(cases: Iterable[Case], places: Places) -> Counted:
    """Sum up cases: numbers add up, people count once on each side. Who has no unit counts nowhere."""
    units: dict[tuple[int, int], list[Case]] = {}
    parts: dict[tuple[int, Ref], list[Case]] = {}
    own: dict[int, list[Case]] = {}
    for case in cases:
        if case.person_id in places:
            own.setdefault(case.person_id, []).append(case)
            units.setdefault(places[case.person_id], []).append(case)
            parts.setdefault((places[case.person_id][0], case.ref), []).append(case)
    found = Counted({place: _cell(each) for place, each in units.items()}, once=False)
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
