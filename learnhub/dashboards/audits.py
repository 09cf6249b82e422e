"""Whether what is kept back could be worked out: an audit by other tables that say the same. Pure.

A reader of several figures of the same deadlines has equations. What they tell of a deadline that is kept
back is what holds in every table that solves them; so it is hidden where one table has many who did it, and
another many who did not (Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001, on the
feasibility interval of a suppressed cell). A table that is found is a proof; one that is not found counts as
none, so that the audit errs by keeping back too much.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from learnhub.core.refs import Ref

Limits = dict[Ref, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A deadline that is kept back, `open` to so many `of` those who have it. `share`: where the unit above
    says it, by how many it must be able to differ, so as not to tell of those beside it.
    """

    cohort: Ref
    open: int
    of: int
    is_within: bool  # its due lies in the period
    goes_on: bool  # it is overdue where it is open, not missed
    share: int = 0


@dataclass(slots=True)
class Cohort:
    """How many members are overdue and flagged, and how many have what is said of it open: `most` at one
    deadline, `most_late` at one that is overdue, `late` at all of those together.
    """

    members: int = 0
    overdue: int = 0
    flagged: int = 0
    most: int = 0
    most_late: int = 0
    late: int = 0
    kept_back: list[int] = field(default_factory=list)


class Table:
    """The true one. `unmet`: at most so many are open of those kept back that were due in the period.

    `unnamed`: the cohorts of which overdue, and at risk, are said together with others alone; None where they
    are not said there at all.
    """

    def __init__(
        self,
        kept_back: Sequence[KeptBack],
        cohorts: Mapping[Ref, Cohort],
        unmet: int | None,
        unnamed: tuple[Collection[Ref] | None, Collection[Ref] | None],
    ) -> None:
        self.kept_back, self.cohorts, self.unnamed = kept_back, cohorts, unnamed
        for at, each in enumerate(kept_back):
            cohorts[each.cohort].kept_back.append(at)
        self.opens = [each.open for each in kept_back]
        self.unmet = (
            sum(each.of for each in kept_back) if unmet is None else max(unmet, self._within(self.opens))
        )
        self.overdue = {ref: cohort.overdue for ref, cohort in cohorts.items()}
        self.flagged = {ref: cohort.flagged for ref, cohort in cohorts.items()}
        # A flag may not be raised yet, and a due be one's own: the truth keeps to its own limits.
        self.true_limits = self._overdue(self.opens), self._flagged(self.opens, self.overdue)

    def tells(self, least: int) -> KeptBack | None:
        """Return one that is kept back and could be worked out."""
        return next((each for at, each in enumerate(self.kept_back) if not self._hides(at, least)), None)

    def _hides(self, at: int, least: int) -> bool:
        each = self.kept_back[at]
        many = min(least, each.of)
        targets = [max(many, each.open), min(each.of - many, each.open)]
        targets += [min(each.of, each.open + each.share), max(0, each.open - each.share)]
        return all(self._reaches(at, target) for target in targets)

    def _reaches(self, at: int, target: int) -> bool:
        """Whether another table has so many there: what is more there is less at another, one by one."""
        step, opens = (1 if target > self.opens[at] else -1), [*self.opens]
        while opens[at] != target:
            for other in self._others(at, opens, step):
                opens[at] += step
                opens[other] -= step
                if self._fits(opens):
                    break
                opens[at] -= step
                opens[other] += step
            else:
                return False
        return True

    def _others(self, at: int, opens: Sequence[int], step: int) -> Iterator[int]:
        """Those that can give, or take, one: of the same cohort first, and with the most room."""
        mine = self.kept_back[at]
        room = [
            (each.cohort != mine.cohort, each.is_within != mine.is_within, -left, other)
            for other, each in enumerate(self.kept_back)
            if other != at and (left := opens[other] if step > 0 else each.of - opens[other])
        ]
        return (other for *_, other in sorted(room))

    def _fits(self, opens: Sequence[int]) -> bool:
        """Whether all that is said would be the same."""
        if self._within(opens) > self.unmet:
            return False
        late, flags = self.unnamed
        limits = self._overdue(opens)
        overdue: Mapping[Ref, int] | None = {ref: low for ref, (low, _) in limits.items()}
        if late is not None:
            overdue = _settled(self.overdue, limits, self.true_limits[0], late)
        if overdue is None or flags is None:
            return overdue is not None
        return _settled(self.flagged, self._flagged(opens, overdue), self.true_limits[1], flags) is not None

    def _within(self, opens: Sequence[int]) -> int:
        return sum(count for count, each in zip(opens, self.kept_back, strict=True) if each.is_within)

    def _overdue(self, opens: Sequence[int]) -> Limits:
        """As many members as have one open, at most as many as all that is open comes to."""
        found = {}
        for ref, cohort in self.cohorts.items():
            late = [opens[at] for at in cohort.kept_back if self.kept_back[at].goes_on]
            found[ref] = max(late, default=0), min(cohort.members, cohort.late + sum(late))
            found[ref] = max(cohort.most_late, found[ref][0]), found[ref][1]
        return found

    def _flagged(self, opens: Sequence[int], overdue: Mapping[Ref, int]) -> Limits:
        """Who has something open past its due has a flag."""
        return {
            ref: (max(cohort.most, overdue[ref], *(opens[at] for at in cohort.kept_back)), cohort.members)
            for ref, cohort in self.cohorts.items()
        }


def _settled(
    true: Mapping[Ref, int], limits: Limits, true_limits: Limits, unnamed: Collection[Ref]
) -> dict[Ref, int] | None:
    """Return numbers of the cohorts within their limits that come to what is said, or None."""
    found, left = {}, 0
    for ref, count in true.items():
        low, high = min(count - true_limits[ref][0], 0) + limits[ref][0], limits[ref][1]
        high += max(count - true_limits[ref][1], 0)
        found[ref] = min(max(count, low), high)
        if low > high or (found[ref] != count and ref not in unnamed):
            return None
        left += count - found[ref]
    if not left:
        return found
    for ref in unnamed:
        low, high = min(true[ref] - true_limits[ref][0], 0) + limits[ref][0], limits[ref][1]
        high += max(true[ref] - true_limits[ref][1], 0)
        moved = min(max(found[ref] + left, low), high) - found[ref]
        found[ref], left = found[ref] + moved, left - moved
    return None if left else found
