"""Spreadsheets and JSON: they hold all that is said of a resource."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, BinaryIO

from learnhub.core import sheets
from learnhub.core.errors import Invalid
from learnhub.core.sheets import MOST_BYTES, MOST_ROWS, Row, Sheet
from learnhub.library.formats.entries import HEADERS, Entry
from learnhub.library.models import FACTS

NAMES = (
    *("title", "url", "kind", "tags", "summary", "author", "published", "level", "minutes", "language"),
    "added",
)
MORE = (*(name for names in FACTS.values() for name in names), "expires_on")
NO_LIST = "This is no list of resources, as an export to JSON has it."


def read(stream: BinaryIO, *, least: Callable[[Sequence[str]], int]) -> Sheet:
    """Return the rows of a CSV or XLSX file, or of the JSON that `write_json` writes."""
    data = stream.read(MOST_BYTES + 1)
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"[", b"{")):
        return _json(data)
    return sheets.read(BytesIO(data), least=least)


def _json(data: bytes) -> Sheet:
    try:
        found = json.loads(data) if len(data) <= MOST_BYTES else None
    except ValueError:
        found = None
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise Invalid(NO_LIST, "file")
    if len(found) > MOST_ROWS:
        raise Invalid(f"The file has more than {MOST_ROWS:,} resources. Split it into several files.", "file")
    names = (*NAMES, *MORE)
    rows = [[_cell(each.get(name)) for name in names] for each in found]
    return Sheet(list(names), [Row(number, cells) for number, cells in enumerate(rows, start=1)])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(each) for each in value if not isinstance(each, list))
    return "" if value is None else str(value).encode(errors="ignore").decode()  # no half of a pair


def write_csv(_title: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a spreadsheet with a row for each, under the headers that an import reads."""
    headers = [*HEADERS[: len(NAMES)], *MORE]
    return sheets.csv_lines(headers, ([*entry.cells()[: len(NAMES)], *_more(entry)] for entry in entries))


def write_json(_title: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a list of objects, one a line."""
    before = "["
    for entry in entries:
        cells = dict(zip(NAMES, entry.cells(), strict=False))
        said: dict[str, Any] = {**cells, **dict(zip(MORE, _more(entry), strict=True)), "tags": [*entry.tags]}
        if entry.minutes:
            said["minutes"] = int(entry.minutes)
        known = {name: value for name, value in said.items() if value}
        yield f"{before}\n{json.dumps(known, ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _more(entry: Entry) -> list[str]:
    return [entry.facts.get(name, "") for name in MORE]
