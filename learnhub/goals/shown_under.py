"""What serves a goal as a part of something else that does: the features above say of which."""

from collections.abc import Callable, Collection, Iterable, Mapping

from learnhub.core.points import Several
from learnhub.core.refs import Ref

# refs → pairs of a part and its whole, of these alone, in one SELECT
Pairs = Callable[[Collection[Ref]], Iterable[tuple[Ref, Ref]]]
PARTS: Several[Pairs] = Several("what is shown under another thing that serves the same goal")
DATES: Several[Pairs] = Several("what serves a goal because a series does: its dates")


def wholes(serving: Collection[Ref]) -> dict[Ref, Ref]:
    """Return, by each part, the thing under which it is shown: slides under their talk."""
    return _within(PARTS.given, {*serving})


def with_dates(serving: Collection[Ref]) -> dict[Ref, Ref]:
    """Return, by each part and each date of a series, the one thing that stands for it."""
    there = {*serving}
    parts, dates = _within(PARTS.given, there), _within(DATES.given, there)
    return {part: dates.get(whole, whole) for part, whole in parts.items()} | dates


def by_whole(under: Mapping[Ref, Ref]) -> dict[Ref, list[Ref]]:
    """Return, by each whole, what is shown under it, in its order. Pure."""
    found: dict[Ref, list[Ref]] = {}
    for part, whole in under.items():
        found.setdefault(whole, []).append(part)
    return found


def _within(given: Iterable[Pairs], there: Collection[Ref]) -> dict[Ref, Ref]:
    return {part: whole for pairs in given for part, whole in pairs(there) if whole in there}
