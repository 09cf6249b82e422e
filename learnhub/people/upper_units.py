"""The units of the upper levels, by which a list of people is narrowed: nobody chooses among thousands."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people import queries
from learnhub.people.models import Unit, UnitPath

MOST = 100
FIRST = 500  # right below the top: without them there would be nothing to choose


def choices(none: str, chosen: Unit | None) -> list[tuple[str, str]]:
    """Return (key, name) as a tree, indented, after the choice of none: the open units of as many levels as
    fit, at least the first with several, and `chosen` with those above it.
    """
    rows = [(each, depth) for each, depth in db.session.execute(*kept(_highest, FIRST))]
    deepest = _deepest([depth for _, depth in rows])
    rows = [(each, depth) for each, depth in rows if depth <= deepest]
    depths = {each.id: depth for each, depth in rows}
    units = {each.id: each for each, _ in rows}
    if chosen is not None:
        for depth, each in enumerate(queries.units_above(chosen.id)):
            depths[each.id], units[each.id] = depth, each
    below: dict[int | None, list[Unit]] = {}
    for each in sorted(units.values(), key=lambda unit: (unit.name.casefold(), unit.id), reverse=True):
        below.setdefault(each.parent_id if each.parent_id in units else None, []).append(each)
    found, waiting = [("", none)], below.get(None, [])
    while waiting:
        each = waiting.pop()
        found.append((each.key, "\u2003" * depths[each.id] + each.name))
        waiting += below.get(each.id, [])
    return found


def _deepest(depths: Sequence[int]) -> int:
    """The last level that fits, of units from the top down; the first with several is there anyway."""
    found = shown = 0
    for depth, count in sorted(Counter(depths).items()):
        has_several = shown > depth
        if has_several and shown + count > MOST:
            break
        found, shown = depth, shown + count
    return found


def _highest(most: int) -> Select[Unit, int]:
    root = aliased(Unit)
    return (
        select(Unit, UnitPath.depth)
        .join(UnitPath, UnitPath.descendant_id == Unit.id)
        .join(root, root.id == UnitPath.ancestor_id)
        .where(root.parent_id.is_(None), Unit.closed_at.is_(None))
        .order_by(UnitPath.depth, Unit.name, Unit.id)
        .limit(most)
    )
