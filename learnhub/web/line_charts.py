"""Geometry of line charts: a wide drawing and one for phones. Numbers in, numbers out."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROOM = 84  # between two labels of a line, in the units of its view box
LETTERS = 18  # to the middle of what is written beside a point
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One of the two drawings of a line chart; points and labels in the units of its view box."""

    width: int
    height: int
    left: int
    right: int
    grid: list[tuple[float, str]]
    labels: list[tuple[float, str]]
    lines: list[list[Point]]
    pieces: list[list[str]]  # of each line, the points of what is drawn in one stroke
    last: list[float | None]  # of each line, the last value that is known
    said_at: list[Point | None]  # and where it is written
    dots: str  # a path of strokes of no length, one for each point of the first line


@dataclass(frozen=True, slots=True)
class Lines:
    """A chart of one or two series over the same labels, wide and small."""

    big: Drawing
    small: Drawing


def lines(
    series: Sequence[Sequence[float | None]],
    labels: Sequence[str],
    *,
    unit: str = "",
    least: float = 0,
    at: Sequence[float] | None = None,
    width: int = 1000,
) -> Lines:
    """Lay out one or two series of numbers. `unit` follows the axis figures.

    `at`: where on the scale each label lies, for instance in days; without it they lie evenly, and None
    breaks the line: nobody knows what was there. `width`: of the place for the big one, at which its letters
    are as large as those around it.
    """
    known = [value for values in series for value in values if value is not None]
    ticks = nice_ticks(least, max(known, default=1))
    return Lines(
        _drawing(
            series, labels, at, ticks, unit, width=width, height=250, left=60, right=62, most=width // 66
        ),
        _drawing(series, labels, at, ticks, unit, width=350, height=230, left=50, right=46, most=5),
    )


def nice_ticks(least: float, most: float) -> list[float]:
    """Three to five round steps from `least` to at least `most`."""
    span = most - least if most > least else 1.0
    raw = span / 3
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((power * each for each in (1, 2, 2.5, 5, 10) if power * each >= raw), power * 10)
    return [least + step * each for each in range(math.ceil(round(span / step, 6)) + 1)]


def _drawing(
    series: Sequence[Sequence[float | None]],
    labels: Sequence[str],
    at: Sequence[float] | None,
    ticks: Sequence[float],
    unit: str,
    *,
    width: int,
    height: int,
    left: int,
    right: int,
    most: int,
) -> Drawing:
    top, bottom, places = 26, height - 36, at or range(len(labels))
    step = (width - left - right) / ((places[-1] - places[0] if places else 0) or 1)
    scale = (bottom - top) / (ticks[-1] - ticks[0])

    def across(index: int) -> float:
        return round(left + step * (places[index] - places[0]), 1)

    def up(value: float) -> float:
        return round(bottom - (value - ticks[0]) * scale, 1)

    drawn = [[None if y is None else (across(x), up(y)) for x, y in enumerate(each)] for each in series]
    lines = [[point for point in each if point] for each in drawn]
    return Drawing(
        width,
        height,
        left,
        right,
        [(up(tick), f"{tick:g}{unit}") for tick in ticks],
        [(across(index), labels[index]) for index in _named(len(labels), most, across if at else None)],
        lines,
        [[_points(piece) for piece in ([each] if at else _pieces(each))] for each in drawn],
        [next((value for value in reversed(each) if value is not None), None) for each in series],
        _said_at(drawn, bottom),
        "".join(f"M{x} {y}h0" for x, y in lines[0]) if lines else "",
    )


def _said_at(drawn: Sequence[Sequence[Point | None]], bottom: float) -> list[Point | None]:
    """Beside the last point of each line; where another goes on from there, on the side away from it."""
    found: list[Point | None] = []
    for each in drawn:
        index, last = next(((index, point) for index, point in [*enumerate(each)][::-1] if point), (0, None))
        if last is None:
            found.append(None)
            continue
        x, y = last
        there = next((there for other in drawn if (there := _passes(other, index)) is not None), None)
        if there is None or (there < y and y + 24 > bottom):
            found.append((x + 12, y + 5))
        else:
            found.append((x + 4, y + 24 if there < y else y - 12))
    return found


def _passes(line: Sequence[Point | None], index: int) -> float | None:
    """How high the line is a little after that label; None where it does not go on there."""
    here, after = line[index], next(filter(None, line[index + 1 :]), None)
    if here is None or after is None:
        return None
    return here[1] + (after[1] - here[1]) * min(LETTERS / (after[0] - here[0]), 1)


def _points(points: Sequence[Point | None]) -> str:
    return " ".join(f"{x},{y}" for x, y in filter(None, points))


def _pieces(points: Sequence[Point | None]) -> list[list[Point]]:
    """The runs of points between gaps."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [each for each in found if each]


def _named(count: int, most: int, across: Callable[[int], float] | None) -> list[int]:
    """Which labels are written: every one, every other, … or, on a scale, those that have the room."""
    if across is None:
        return list(range(0, count, max(math.ceil(count / most), 1)))
    found: list[int] = []
    for index in reversed(range(count)):  # the last two say where we are and where it goes
        while index == 0 and len(found) > 1 and across(found[-1]) - across(0) < ROOM:
            found.pop()
        if not found or across(found[-1]) - across(index) >= ROOM:
            found.append(index)
    return found[::-1]
