"""What every format says of a resource, and how it lies in the columns of an import."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from learnhub.core.errors import Invalid
from learnhub.core.sheets import MOST_BYTES, MOST_ROWS, Row, Sheet, decoded
from learnhub.core.text import one_line

BELOW = "\n"  # between the folders or headings of a path: none of their names has it
HEADERS = (
    *("Title", "Address", "Type", "Tags", "What is in it", "By whom", "From when", "Level", "Minutes"),
    *("Language", "Kept since", "Path"),
)
PUBLISHED = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a file, as it is written there. `number` is the line that it begins in."""

    number: int
    title: str = ""
    url: str = ""
    kind: str = ""
    tags: Sequence[str] = ()
    summary: str = ""
    author: str = ""
    published: str = ""  # 2026, 2026-10 or 2026-10-14
    level: str = ""
    minutes: str = ""
    language: str = ""
    added: datetime | None = None
    path: Sequence[str] = ()  # the folders or headings that it lies under
    facts: dict[str, str] = field(default_factory=dict)  # only written, by formats that hold everything

    def cells(self) -> list[str]:
        """Return what stands under `HEADERS`."""
        path = BELOW.join(one_line(name) for name in self.path)
        added = self.added.isoformat() if self.added else ""
        return [
            *(self.title, self.url, self.kind, ", ".join(self.tags), self.summary, self.author),
            *(self.published, self.level, self.minutes, self.language, added, path),
        ]


def sheet(entries: Iterable[Entry], nothing: str) -> Sheet:
    """Return the entries as rows. Raises Invalid, with the words `nothing`, where there is none."""
    rows = [Row(entry.number, entry.cells()) for entry in entries]
    if not rows:
        raise Invalid(nothing, "file")
    if len(rows) > MOST_ROWS:
        raise Invalid(f"The file has more than {MOST_ROWS:,} links. Split it into several files.", "file")
    return Sheet(list(HEADERS), rows)


def text_of(stream: BinaryIO) -> str:
    """Return a file as text, with Unix line ends. Raises Invalid for what is none, and for too much."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.", "file")
    text = decoded(data)
    if text is None:
        raise Invalid("This is no text. Choose another file.", "file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def moment(digits: str | None) -> datetime | None:
    """Return the moment that 10, 13 or 16 digits count from 1970: seconds, milliseconds, microseconds.

    None for none, and for a moment that no bookmark can be from.
    """
    text = (digits or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) not in {9, 10, 13, 16}:
        return None
    seconds = int(text) / {13: 1e3, 16: 1e6}.get(len(text), 1)
    found = datetime.fromtimestamp(seconds, UTC)
    return found if 1990 <= found.year < 2100 else None
