"""The units of the upper levels, by which a list of people is narrowed: nobody chooses among thousands."""

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.people import queries
from learnhub.people.models import Unit, UnitPath

MOST = 100


def choices(none: str, chosen: Unit | None) -> list[tuple[str, str]]:
    """Return (key, name) as a tree, indented, after the choice of none: the open units of as many levels as
    fit, and `chosen` with those above it.
    """
    rows = [(each, depth) for each, depth in db.session.execute(*kept(_highest, MOST + 1))]
    if len(rows) > MOST:
        cut = max(rows[-1][1], 1)  # a level that does not fit is left out, and so are those below it
        rows = [(each, depth) for each, depth in rows if depth < cut]
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


def _highest(most: int) -> Select[Unit, int]:
    root = aliased(Unit)
    return (
        select(Unit, UnitPath.depth)
        .join(UnitPath, UnitPath.descendant_id == Unit.id)
        .join(root, root.id == UnitPath.ancestor_id)
        .where(root.parent_id.is_(None), Unit.closed_at.is_(None))
        .order_by(UnitPath.depth)
        .limit(most)
    )
