"""The units of the upper levels, by which a list of people is narrowed: nobody chooses among thousands."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Select, select

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people import queries
from learnhub.people.models import Unit, UnitPath

MOST = 100
FIRST = 500  # right below the top: without them there would be nothing to choose


class Upper(NamedTuple):
    """A unit to choose; `depth` is how many are above it."""

    id: int
    key: str
    name: str
    parent_id: int | None
    depth: int


def choices(none: str, chosen: Unit | None) -> list[tuple[str, str]]:
    """Return (key, name) as a tree, indented, after the choice of none: the open units of as many levels as
    fit, at least the first with several, and `chosen` with those above it.
    """
    units = {each.id: each for each in _upper()}
    if chosen is not None:
        for depth, unit in enumerate(queries.units_above(chosen.id)):
            units[unit.id] = Upper(unit.id, unit.key, unit.name, unit.parent_id, depth)
    below: dict[int | None, list[Upper]] = {}
    for each in sorted(units.values(), key=lambda unit: (unit.name.casefold(), unit.id), reverse=True):
        below.setdefault(each.parent_id if each.parent_id in units else None, []).append(each)
    found, waiting = [("", none)], below.get(None, [])
    while waiting:
        each = waiting.pop()
        found.append((each.key, "\u2003" * each.depth + each.name))
        waiting += below.get(each.id, [])
    return found


def _upper() -> list[Upper]:
    """Return the units of the levels that fit."""
    first = [Upper(*row) for row in db.session.execute(*kept(_highest, FIRST))]
    deepest = _deepest(Counter(each.depth for each in first))
    return [each for each in first if each.depth <= deepest]


def _deepest(levels: Mapping[int, int]) -> int:
    """The last level that fits, of how many units each has; the first with several is there anyway."""
    found = shown = 0
    for depth, count in sorted(levels.items()):
        has_several = shown > depth
        if has_several and shown + count > MOST:
            break
        found, shown = depth, shown + count
    return found


def _highest(most: int) -> Select[int, str, str, int | None, int]:
    """The units from the top down, that many, closed ones counted: chosen by their places in the tree alone,
    before anything is read of them.
    """
    top = select(Unit.id).where(Unit.parent_id.is_(None))
    highest = select(UnitPath.descendant_id, UnitPath.depth).where(UnitPath.ancestor_id.in_(top))
    upper = highest.order_by(UnitPath.depth, UnitPath.descendant_id).limit(most).subquery()
    rows = select(Unit.id, Unit.key, Unit.name, Unit.parent_id, upper.c.depth)
    return rows.join(upper, upper.c.descendant_id == Unit.id).where(Unit.closed_at.is_(None))
