"""What a number is made of, row by row, without what would say something about few people. Pure.

The same rows stand in units side by side, and the others together in each; `privacy` says what is too small.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from learnhub.dashboards import privacy
from learnhub.dashboards.privacy import NOBODY, Cell, Place, Row, Tree, is_small, total

# Of places, the rows said there, and how far those that the unit above says must stay open for their
# neighbours' sake: which to keep back first where the rest could be worked out, or None.
Tells = Callable[[Collection[Place], Collection[Any], Mapping[Any, int]], Collection[Any] | None]


def said(
    tree: Tree,
    own: Mapping[int, Mapping[Row, Cell]],
    least: int,
    *,
    once: bool = True,
    barred: Mapping[int, Collection[Row]] | None = None,
    tells: Tells | None = None,
) -> tuple[dict[Place, Cell | None], dict[int, dict[Row | None, Cell]]]:
    """Return what is said of places and what that is made of, as `parts` does: without places of which even
    the sums would tell too much.
    """
    shut: dict[int | None, set[Place]] = {}
    while True:
        told = privacy.said(tree, least, shut)
        found, more = parts(tree, told, own, least, once=once, barred=barred, tells=tells)
        if not more:
            return told, found
        for group, places in more.items():
            shut.setdefault(group, set()).update(places)


def parts(
    tree: Tree,
    told: Mapping[Place, Cell | None],
    own: Mapping[int, Mapping[Row, Cell]],
    least: int,
    *,
    once: bool = True,
    barred: Mapping[int, Collection[Row]] | None = None,
    tells: Tells | None = None,
) -> tuple[dict[int, dict[Row | None, Cell]], dict[int | None, set[Place]]]:
    """Return what each unit that is said is made of; None stands for all the others together.

    Where people may stand in several rows (not `once`), the others together can be the same few. `barred`:
    the rows of a unit that are among the others whatever their size. The units right below one share their
    rows, and have none that the one above does not have: so sums and differences of what is said are again
    sums of rows that are said. Second come the places below each unit that `tells` finds no rows for.
    """
    sums = _sums(tree, own)
    found: dict[int, dict[Row | None, Cell]] = {}
    shut: dict[int | None, set[Place]] = {}
    rows: dict[int | None, set[Row]] = {None: set().union(*(sums[root] for root in tree.below.get(None, ())))}
    for group in [None, *tree.downwards()]:
        if group is not None and (not told.get((group, False)) or group not in found):
            continue
        members = [(each, False) for each in tree.below.get(group, ())]
        cells = {place: sums[place[0]] for place in members}
        cells |= {} if group is None else {(group, True): dict(own.get(group, {}))}
        if not (members and any(map(told.get, cells))):
            continue
        allowed = rows[group].difference(*((barred or {}).get(unit, ()) for unit, _ in members))
        above, beside = rows[group] if group is not None else (), _merged(cells, told)
        rows_here, failed = _rows(allowed, above, beside, least, once=once, tells=tells)
        if failed:
            shut[group] = _with_next(failed, cells, told)
            continue
        for place in members:
            rows[place[0]] = rows_here
            if told.get(place):
                found[place[0]] = _listed(cells[place], rows_here)
    return found, shut


def _sums(tree: Tree, own: Mapping[int, Mapping[Row, Cell]]) -> dict[int, dict[Row, Cell]]:
    """The rows of every unit, with all that is below it."""
    sums = {unit: dict(own.get(unit, {})) for unit in tree.parents}
    for unit in reversed(tree.downwards()):
        if (parent := tree.parents[unit]) is not None:
            for row, cell in sums[unit].items():
                sums[parent][row] = sums[parent].get(row, NOBODY) + cell
    return sums


def _merged(
    cells: Mapping[Place, Mapping[Row, Cell]], told: Mapping[Place, Cell | None]
) -> list[tuple[list[Place], dict[Row, Cell]]]:
    """The places that are said, and as one those that are not: the sum tells what they come to."""
    shown = [([place], dict(each)) for place, each in cells.items() if told.get(place)]
    kept = [place for place in cells if not told.get(place)]
    rest: dict[Row, Cell] = {}
    for place in kept:
        for row, cell in cells[place].items():
            rest[row] = rest.get(row, NOBODY) + cell
    return [*shown, (kept, rest)] if rest else shown


def _rows(
    allowed: Collection[Row],
    above: Collection[Row],
    members: Collection[tuple[Collection[Place], Mapping[Row, Cell]]],
    least: int,
    *,
    once: bool,
    tells: Tells | None,
) -> tuple[set[Row], Collection[Place]]:
    """Choose the rows that every member can show: each cell, and the others together, of enough or none.

    Second come the places where even without any row the others could be worked out.
    """
    small = {row for row in allowed if any(row in each and is_small(each[row], least) for _, each in members)}
    chosen = {*allowed} - small
    weight = {row: sum(each[row].whole for _, each in members if row in each) for row in chosen}
    smallest = sorted(chosen, key=lambda row: (weight[row], str(row)))
    for row in smallest:
        if not any(_is_short(each, chosen, least, once) for _, each in members):
            break
        chosen.discard(row)
    split = {
        row: _share([each[row] for _, each in members if row in each], least) for row in small & {*above}
    }
    while tells:
        told = ((places, tells(places, chosen, split)) for places, _ in members)
        places, first = next((each for each in told if each[1] is not None), ((), None))
        if first is None:
            break
        if not chosen:
            return chosen, places
        chosen.discard(next(row for row in smallest if row in (first or chosen) and row in chosen))
    return chosen, ()


def _with_next(
    failed: Collection[Place], places: Collection[Place], told: Mapping[Place, Cell | None]
) -> set[Place]:
    """The places that tell too much; where nothing is said of them yet, with as many more, the smallest."""
    sizes = {place: cell.whole for place in places if (cell := told.get(place))}
    if not sizes.keys().isdisjoint(failed):
        return {*failed}
    return {*failed, *sorted(sizes, key=lambda place: (sizes[place], place))[: len(failed)]}


def _share(cells: Sequence[Cell], least: int) -> int:
    """By how many each must be able to differ, so that the smallest could be enough: the others share it."""
    lacking = max(least - min(cell.sides[:2], default=0) for cell in cells)
    return -(-lacking // max(1, len(cells) - 1))


def _is_short(cells: Mapping[Row, Cell], chosen: Collection[Row], least: int, once: bool) -> bool:
    rest = [cell for row, cell in cells.items() if row not in chosen]
    others = total(rest) if once else _surely(rest)
    return others.whole > 0 and is_small(others, least)


def _surely(cells: Collection[Cell]) -> Cell:
    """As many as there are at least, of cells that may hold the same people: those of the largest."""
    sides = zip_longest(*(cell.sides for cell in cells), fillvalue=0)
    whole, together = max((cell.whole for cell in cells), default=0), total(cells)
    return Cell((), tuple(map(max, sides)), whole, (), together.private, together.left)


def _listed(cells: Mapping[Row, Cell], chosen: Collection[Row]) -> dict[Row | None, Cell]:
    listed: dict[Row | None, Cell] = {row: cell for row, cell in cells.items() if row in chosen}
    others = total(cell for row, cell in cells.items() if row not in chosen)
    return listed | ({None: others} if others.whole else {})
