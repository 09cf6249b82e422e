"""What serves a goal as a part of something else that does: the features above say of which."""

from collections.abc import Callable, Collection, Iterable

from learnhub.core.points import Several
from learnhub.core.refs import Ref

# refs → pairs of a part and its whole, of these alone, in one SELECT
Pairs = Callable[[Collection[Ref]], Iterable[tuple[Ref, Ref]]]
PARTS: Several[Pairs] = Several("what is shown under another thing that serves the same goal")


def wholes(serving: Collection[Ref]) -> dict[Ref, Ref]:
    """Return, by each part, the thing under which it is shown: slides under their talk."""
    there = {*serving}
    return {part: whole for pairs in PARTS.given for part, whole in pairs(there) if whole in there}
