"""Where the tiles of a tree map lie: areas in proportion, as square as can be. Pure.

After Bruls, Huizing and van Wijk, Squarified Treemaps (2000).
"""

from collections.abc import Sequence

Tile = tuple[float, float, float, float]  # x, y, width, height


def tiles(amounts: Sequence[float], width: float, height: float) -> list[Tile]:
    """Return a tile for each amount, in their order. Amounts are above zero, the largest first."""
    scale = width * height / sum(amounts) if amounts else 0
    areas, found = [amount * scale for amount in amounts], list[Tile]()
    x, y = 0.0, 0.0
    while areas:
        side = min(width, height)
        row = 1
        while row < len(areas) and _worst(areas[: row + 1], side) <= _worst(areas[:row], side):
            row += 1
        depth = sum(areas[:row]) / side
        along = 0.0
        for area in areas[:row]:
            length = area / depth
            upright = width >= height
            found.append((x, y + along, depth, length) if upright else (x + along, y, length, depth))
            along += length
        if width >= height:
            x, width = x + depth, width - depth
        else:
            y, height = y + depth, height - depth
        areas = areas[row:]
    return [(round(a, 1), round(b, 1), round(c, 1), round(d, 1)) for a, b, c, d in found]


def _worst(row: Sequence[float], side: float) -> float:
    """How far the least square tile of a row along that side is from a square."""
    total = sum(row)
    return max(max(side**2 * area / total**2, total**2 / (side**2 * area)) for area in row)
