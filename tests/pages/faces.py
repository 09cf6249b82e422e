"""Which of the pages to look at in a browser, so that every part of every page is looked at once."""

from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser

from tests.pages.walk import Visit

# What a reader or a screen reader is told by; of others only that they are there matters.
SAID = {"role", "type"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def faces(visits: Iterable[Visit]) -> list[Visit]:
    """Return nearly the fewest pages that have every part that any page has, and each role's frame.

    A part is an element within all that it stands in, each with its tag, classes and attributes: what its
    name, its role and its colours come from.
    """
    ids: dict[object, int] = {}
    parts = {visit.name: _parts(visit, ids) for visit in visits if visit.is_page}
    seen: set[int] = set()
    kept = {}
    for visit in sorted(visits, key=lambda each: -len(parts.get(each.name, ()))):
        if parts.get(visit.name, seen) - seen:
            kept[visit.name] = visit
            seen |= parts[visit.name]
    on = Counter(part for name in kept for part in parts[name])
    for name in [*kept][::-1]:
        if all(on[part] > 1 for part in parts[name]):  # what came later has all of it
            del kept[name]
            on.subtract(parts[name])
    framed = {visit.role for visit in kept.values()}
    kept |= {visit.role: visit for visit in visits if visit.is_page and visit.role not in framed}
    return list(kept.values())


def _parts(visit: Visit, ids: dict[object, int]) -> set[int]:
    """Return the parts of a page within its frame, and which heading follows on which, as `ids` has them."""
    parser = _Parts(ids)
    parser.feed("<main" + visit.html.partition("<main")[2])
    return parser.found


class _Parts(HTMLParser):
    def __init__(self, ids: dict[object, int]) -> None:
        super().__init__()
        self.found: set[int] = set()
        self._ids = ids
        self._open: list[tuple[str, int]] = [("", -1)]
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = frozenset((dict(attrs).get("class") or "").split())
        said = frozenset((name, value if name in SAID else bool(value)) for name, value in attrs)
        part = self._note(self._open[-1][1], tag, classes, said)
        if tag not in VOID:
            self._open.append((tag, part))
        if tag in HEADINGS:
            self._note(self._heading, tag)
            self._heading = tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and tag not in VOID:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._note(self._open[-1][1], "text")

    def _note(self, *part: object) -> int:
        number = self._ids.setdefault(part, len(self._ids))
        self.found.add(number)
        return number
