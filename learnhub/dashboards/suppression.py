"""Nothing about fewer than five people, and nothing from which it could be worked out. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Count:
    """`part` of `whole` people."""

    part: int
    whole: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.part + other.part, self.whole + other.whole)

    @property
    def percent(self) -> int:
        """Rounded; 0 of nobody is 0."""
        return round(100 * self.part / self.whole) if self.whole else 0


NOBODY = Count(0, 0)


def is_small(count: Count, least: int) -> bool:
    """Whether saying it would say something about fewer than `least` people.

    That nobody of `least` or more took part says something about all of them, as that all of them did.
    """
    return count.whole < least or 0 < count.part < least


def hidden(cells: Mapping[Cell, Count], least: int) -> frozenset[Cell]:
    """Return the cells of one sum that may not be shown beside that sum.

    Cells about nobody are left out of it: they say nothing. Where small cells could be worked out from
    the sum and the others, the next smallest go with them, until what is hidden is large enough together;
    those of none last, for among them a small one would not be hidden.
    """
    some = {cell: count for cell, count in cells.items() if count.whole}
    small = {cell for cell, count in some.items() if is_small(count, least)}
    if not small:
        return frozenset()
    rest = sorted(some.keys() - small, key=lambda cell: (not some[cell].part, some[cell].whole, str(cell)))
    while rest and (len(small) < 2 or sum(some[cell].part for cell in small) < least):
        small.add(rest.pop(0))
    return frozenset(small)
