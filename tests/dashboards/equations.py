"""What a reader can work out of numbers that are said: whole ones, each within bounds, and their sums."""

from collections.abc import Hashable, Mapping

Bounds = dict[Hashable, tuple[int, int]]
FAR = 10**6
STEPS = 10_000  # of a search; past them nobody has shown that there is none


class Equations:
    """`low <= sum of count * unknown <= high`, each unknown a whole number within its own bounds."""

    def __init__(self) -> None:
        self.bounds: Bounds = {}
        self.sums: list[tuple[tuple[tuple[Hashable, int], ...], int, int]] = []

    def add(self, terms: Mapping[Hashable, int], low: int = -FAR, high: int = FAR) -> None:
        self.sums.append((tuple(terms.items()), low, high))

    def has(self, narrower: Bounds, near: Mapping[Hashable, int]) -> bool:
        """Whether there is a solution with some kept `narrower`, looked for `near` these."""
        self.steps = 0
        return self._search(self.bounds | narrower, near)

    def _search(self, bounds: Bounds, near: Mapping[Hashable, int]) -> bool:
        """Narrow all bounds by all sums; set each as near as it goes; where that fails, halve the widest."""
        self.steps += 1
        known = self._narrowed(bounds)
        if known is None or self.steps > STEPS:
            return False
        if self._set(known, near):
            return True
        each = max(known, key=lambda key: known[key][1] - known[key][0])
        low, high = known[each]
        if low == high:
            return False
        middle = (low + high) // 2
        halves = [(low, middle), (middle + 1, high)]
        if near.get(each, low) > middle:
            halves.reverse()
        return any(self._search(known | {each: half}, near) for half in halves)

    def _set(self, bounds: Bounds, near: Mapping[Hashable, int]) -> bool:
        known: Bounds | None = bounds
        for each in bounds:
            if known is not None:
                low, high = known[each]
                close = min(max(near.get(each, low), low), high)
                known = self._narrowed(known | {each: (close, close)})
        return known is not None

    def _narrowed(self, bounds: Bounds) -> Bounds | None:
        known, changed = dict(bounds), True
        while changed:
            changed = False
            for terms, low, high in self.sums:
                ends = [sorted((count * known[each][0], count * known[each][1])) for each, count in terms]
                least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
                if least > high or most < low:
                    return None
                for (each, count), (lowest, highest) in zip(terms, ends, strict=True):
                    at_least, at_most = low - (most - highest), high - (least - lowest)
                    if count < 0:
                        at_least, at_most = at_most, at_least
                    mine = known[each]
                    new = max(mine[0], -(-at_least // count)), min(mine[1], at_most // count)
                    if new[0] > new[1]:
                        return None
                    if new != mine:
                        known[each], changed = new, True
        return known
