"""The growth of pages as a drawing: one line a page over the number of people, both by tenfolds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Any

WIDTH, HEIGHT = 760, 430
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 56, 54
GAP = 17  # between names
Pages = Mapping[str, Mapping[int, float]]  # the page → how many people → milliseconds
MARKS = (1, 2, 5, 10, 20, 50, 100, 200)  # milliseconds: those that are needed
STYLE = """
text{font:14px system-ui,sans-serif;fill:#1d2433}.quiet{fill:#5a6376;font-size:13px}
.grid{stroke:#d5dae3}.line{fill:none;stroke:#2b5fc4;stroke-width:2}.dot{fill:#2b5fc4}
.lean{stroke:#5a6376;stroke-dasharray:5 4}.lead{stroke:#aab2c0}.back{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#e8ebf2}.quiet{fill:#a4adbf}.grid{stroke:#3a4252}
.line{stroke:#8db4ff}.dot{fill:#8db4ff}.lean{stroke:#a4adbf}.lead{stroke:#5a6376}.back{fill:#171b24}}
"""


@dataclass(frozen=True, slots=True)
class Field:
    """Where things lie: how many people from left to right, milliseconds upwards."""

    sizes: Sequence[int]
    marks: Sequence[int]

    def x(self, size: int) -> float:
        across = log10(self.sizes[-1] / self.sizes[0]) or 1
        return round(LEFT + 30 + (WIDTH - LEFT - RIGHT - 30) * log10(size / self.sizes[0]) / across, 1)

    def y(self, ms: float) -> float:
        low, high = self.marks[0], self.marks[-1]
        up = log10(min(max(ms, low), high) / low) / log10(high / low)
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * up, 1)


def drawn(found: Mapping[str, Any]) -> str:
    """Return an SVG of what `growth.measured` found. Pure."""
    pages: Pages = {
        name: {int(size): line["CPU ms"] for size, line in page.items()}
        for name, page in found["pages"].items()
    }
    sizes = sorted({size for page in pages.values() for size in page})
    costs = [found["l4b"]["CPU ms"], *(ms for page in pages.values() for ms in page.values())]
    field = Field(sizes, _marks(min(costs), max(costs)))
    said = (
        f"{name} {', '.join(f'{ms:g}' for _, ms in sorted(page.items()))}" for name, page in pages.items()
    )
    people = ", ".join(f"{size:,}" for size in sizes)
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        ' aria-labelledby="t d">',
        '<title id="t">What pages cost in organisations of several sizes</title>',
        f'<desc id="d">Milliseconds of CPU for {people} people: {escape("; ".join(said))}.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        f'<text x="{LEFT}" y="28">Milliseconds of CPU a page</text>',
    ]
    return "\n".join([*head, *_grid(field), *_lines(pages, found["l4b"]["CPU ms"], field), "</svg>", ""])


def _marks(least: float, most: float) -> list[int]:
    """Return the marks between which all costs lie: a line that is held at an edge would look flat."""
    below = max((mark for mark in MARKS[:-1] if mark <= least), default=MARKS[0])
    above = min((mark for mark in MARKS if mark >= most and mark > below), default=MARKS[-1])
    return [mark for mark in MARKS if below <= mark <= above]


def _grid(field: Field) -> Iterator[str]:
    right, low = WIDTH - RIGHT, HEIGHT - BOTTOM + 24
    for ms in field.marks:
        yield f'<path class="grid" d="M{LEFT} {field.y(ms)}H{right}"/>'
        yield f'<text class="quiet" x="{LEFT - 10}" y="{field.y(ms) + 4.5}" text-anchor="end">{ms}</text>'
    for size in field.sizes:
        yield f'<text class="quiet" x="{field.x(size)}" y="{low}" text-anchor="middle">{size:,}</text>'
    yield f'<text class="quiet" x="{(LEFT + right) // 2}" y="{low + 20}" text-anchor="middle">people</text>'


def _lines(pages: Pages, lean: float, field: Field) -> Iterator[str]:
    """Each page, and the lean page, which is the same at each size."""
    first, last = field.sizes[0], field.sizes[-1]
    y = field.y(lean)
    yield f'<path class="line lean" d="M{field.x(first)} {y}H{field.x(last)}"/>'
    yield f'<text class="quiet" x="{field.x(last) + 23}" y="{y + 4.5}">a lean page {lean:.1f}</text>'
    ends = sorted(pages.items(), key=lambda page: page[1][last])
    for (name, page), label in zip(ends, _apart(y, [field.y(page[last]) for _, page in ends]), strict=True):
        points = [(field.x(size), field.y(page[size])) for size in field.sizes]
        yield f'<polyline class="line" points="{" ".join(f"{x},{y}" for x, y in points)}"/>'
        yield from (f'<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>' for x, y in points)
        x, y = points[-1]
        yield f'<path class="lead" fill="none" d="M{x + 6} {y}L{x + 18} {label}"/>'
        yield f'<text x="{x + 23}" y="{label + 4.5}">{escape(name)} {page[last]:.1f}</text>'


def _apart(lowest: float, wanted: Sequence[float]) -> list[float]:
    """Return where names stand, from the lowest on the page up: as near to their lines as they have room."""
    found: list[float] = []
    for y in wanted:
        found.append(round(min(y, (found[-1] if found else lowest) - GAP), 1))
    return found
