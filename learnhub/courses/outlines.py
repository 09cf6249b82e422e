"""Outlines as values: parts, sessions and deliverables as offsets, their hours, and what changed. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import time
from typing import Any, Self

from learnhub.core.words import count, sentence
from learnhub.courses.models import ItemKind

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SAID = ("title", "week", "weekday", "at", "minutes", "hours", "url", "note", "body", "counts")
NAMES = {
    "title": "Title",
    "week": "Week",
    "weekday": "Weekday",
    "at": "Time",
    "minutes": "Minutes",
    "hours": "Hours",
    "url": "Link",
    "note": "Note",
    "body": "What it is about",
    "counts": "Counts towards completion",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an outline. `key` is the same in every version of a course; empty while there is none."""

    kind: ItemKind
    title: str
    week: int | None = None
    weekday: int | None = None
    at: time | None = None
    minutes: int | None = None
    hours: float | None = None
    url: str | None = None
    note: str = ""
    body: str = ""
    counts: bool = True
    key: str = ""

    @classmethod
    def of(cls, item: Any) -> Self:
        """Return the line that a row of an outline is."""
        return cls(**{each.name: getattr(item, each.name) for each in fields(cls)})

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        return asdict(self) | {"at": self.at.isoformat("minutes") if self.at else None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return what `as_data` kept; unknown names are left aside."""
        known = {each.name: data[each.name] for each in fields(cls) if each.name in data}
        at = time.fromisoformat(data["at"]) if data.get("at") else None
        return cls(**known | {"kind": ItemKind(data["kind"]), "at": at})


@dataclass(frozen=True, slots=True)
class Load:
    """Hours of a week or a part: in sessions, and of one's own work."""

    sessions: float = 0
    work: float = 0

    @property
    def total(self) -> float:
        return self.sessions + self.work

    def with_line(self, line: Any) -> "Load":
        """Add a line's time."""
        spent = (line.minutes or 0) / 60 if line.kind is ItemKind.SESSION else 0
        return Load(self.sessions + spent, self.work + (line.hours or 0))


@dataclass(frozen=True, slots=True)
class Part:
    """A part with what it holds; `head` is None for what stands before the first part."""

    head: Any | None
    lines: Sequence[Any]

    @property
    def load(self) -> Load:
        return load(([self.head] if self.head is not None else []) + list(self.lines))


def load(lines: Iterable[Any]) -> Load:
    """Return the hours of all these lines."""
    total = Load()
    for line in lines:
        total = total.with_line(line)
    return total


def weeks(lines: Iterable[Any]) -> dict[int, Load]:
    """Return the hours of each week that has any line, in order; what has no week counts in none."""
    found: dict[int, Load] = {}
    for line in lines:
        if line.week is not None:
            found[line.week] = found.get(line.week, Load()).with_line(line)
    return dict(sorted(found.items()))


def parts(lines: Iterable[Any]) -> list[Part]:
    """Return lines in their order as parts: each part holds what follows it."""
    found: list[tuple[Any | None, list[Any]]] = [(None, [])]
    for line in lines:
        if line.kind is ItemKind.PART:
            found.append((line, []))
        else:
            found[-1][1].append(line)
    return [Part(head, held) for head, held in found if head is not None or held]


def moved(lines: Sequence[Line], key: str, by: int) -> list[Line]:
    """Return the lines with one moved up (-1) or down (1); a part takes along what it holds."""
    blocks = _blocks(lines) if _is_part(lines, key) else [[line] for line in lines]
    at = next((place for place, block in enumerate(blocks) if block[0].key == key), None)
    if at is None:
        return list(lines)
    first = 1 if _is_part(lines, key) and blocks[0][0].kind is not ItemKind.PART else 0
    to = min(max(at + by, first), len(blocks) - 1)
    blocks.insert(to, blocks.pop(at))
    return [line for block in blocks for line in block]


def _is_part(lines: Iterable[Line], key: str) -> bool:
    return any(line.key == key and line.kind is ItemKind.PART for line in lines)


def _blocks(lines: Iterable[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if line.kind is ItemKind.PART or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs. `fields` are (name, before, after) where it is in both."""

    line: Line
    fields: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two outlines of a course, each in the order of the newer one."""

    added: Sequence[Line] = ()
    removed: Sequence[Line] = ()
    changed: Sequence[Change] = ()
    moved: Sequence[Line] = ()  # in another place of the order, and the same otherwise

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)

    def words(self) -> str:
        """ "Two added, one changed.": in a sentence; "Nothing changed." where nothing did."""
        named = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        said = [
            f"{count(len(lines), 'line')} {word}" for word, lines in (*named, ("moved", self.moved)) if lines
        ]
        return sentence(", ".join(said)) + "." if said else "Nothing changed."


def diff(old: Sequence[Line], new: Sequence[Line]) -> Diff:
    """Say what changed from one outline to the next. Lines are known by their keys."""
    before, after = {line.key: line for line in old}, {line.key: line for line in new}
    changes = [
        Change(line, differing) for line in new if (differing := _differing(before.get(line.key), line))
    ]
    changed = {change.line.key for change in changes}
    return Diff(
        added=[line for line in new if line.key not in before],
        removed=[line for line in old if line.key not in after],
        changed=changes,
        moved=[after[key] for key in _moved(old, new) if key not in changed],
    )


def _differing(old: Line | None, new: Line) -> list[tuple[str, str, str]]:
    if old is None:
        return []
    return [
        (NAMES[name], shown(name, getattr(old, name)), shown(name, getattr(new, name)))
        for name in SAID
        if getattr(old, name) != getattr(new, name)
    ]


def _moved(old: Sequence[Line], new: Sequence[Line]) -> list[str]:
    """Return the keys of the fewest lines that had to move, in the order of the newer outline."""
    place = {line.key: at for at, line in enumerate(old)}
    order = [line.key for line in new if line.key in place]
    best: list[
        tuple[int, int]
    ] = []  # for each: length of the longest rising run to it, and where it came from
    for at, key in enumerate(order):
        runs = [(best[b][0] + 1, b) for b in range(at) if place[order[b]] < place[key]]
        best.append(max(runs, default=(1, -1), key=lambda run: run[0]))
    at = max(range(len(best)), key=lambda each: best[each][0], default=-1)
    stayed = set()
    while at >= 0:
        stayed.add(order[at])
        at = best[at][1]
    return [key for key in order if key not in stayed]


def shown(name: str, value: Any) -> str:
    """Return a value of a line as one reads it; "nothing" where there is none."""
    if name == "counts":
        return "yes" if value else "no"
    if value is None or value == "":
        return "nothing"
    if name == "weekday":
        return DAYS[value]
    if name == "at":
        return str(value.isoformat("minutes"))
    return f"{value:g}" if isinstance(value, float) else str(value)


def digest(lines: Sequence[Line]) -> str:
    """Return what tells one outline from another, whatever the keys of its lines."""
    plain = [replace(line, key="").as_data() for line in lines]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
