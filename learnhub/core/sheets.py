"""The one reader and writer of spreadsheets: CSV as Excel writes it, and XLSX.

What is read is bounded (bytes, rows, columns, cells) before it is held in memory.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from learnhub.core import workbooks
from learnhub.core.errors import Invalid
from learnhub.core.text import many_lines, one_line

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Entry = TypeVar("Entry", bound="DataclassInstance")
MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 1_000_000
MOST_CHARACTERS = 200_000  # in one cell
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_END = "\x1f end of file \x1f"
_KINDS = {
    b"\xd0\xcf\x11\xe0": "This is an Excel file of the old kind (.xls). Save it as .xlsx or as CSV.",
    b"%PDF": "This is a PDF, not a spreadsheet. Choose a CSV or XLSX file.",
    b"\x89PNG": "This is a picture, not a spreadsheet. Choose a CSV or XLSX file.",
    b"\xff\xd8\xff": "This is a picture, not a spreadsheet. Choose a CSV or XLSX file.",
    b"GIF8": "This is a picture, not a spreadsheet. Choose a CSV or XLSX file.",
}
_NO_SHEET = "This is not a spreadsheet. Choose a CSV or XLSX file."
_CUT = "The file ends too early: {}. It was probably cut off on its way; fetch it again."

csv.field_size_limit(MOST_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is the one that the spreadsheet shows beside it (the header is row 1)."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headers, each named once, and the rows that are not blank. Rows may be longer than the headers."""

    headers: list[str]
    rows: list[Row]


def every_column(headers: Sequence[str]) -> int:
    """A row is whole when it has a cell for each header."""
    return len(headers)


def read(stream: BinaryIO, *, least: Callable[[Sequence[str]], int] = every_column) -> Sheet:
    """Read a CSV or XLSX file: its first row names the columns.

    `least` says how many cells a row must have to be whole. Raises Invalid, in the user's words, for what
    is no spreadsheet, has no header or no row, was cut off, or is larger than the bounds above.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if not data.strip():
        raise _refused("The file is empty.")
    for mark, message in _KINDS.items():
        if data.startswith(mark):
            raise _refused(message)
    if data.startswith(b"PK\x03\x04"):
        return _sheet(workbooks.rows(data, most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS + 1))
    text = _decoded(data)
    return _whole(_sheet(_csv_rows(text)), least, ends_with_line=text.endswith(("\n", "\r")))


def _refused(message: str) -> Invalid:
    return Invalid(message, "file")


def _decoded(data: bytes) -> str:
    """Return the text of a CSV file. Raises Invalid for text of another kind."""
    text = decoded(data)
    if text is None:
        raise _refused(_NO_SHEET)
    start = text[:200].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise _refused("This is a web page, not a spreadsheet. Choose a CSV or XLSX file.")
    if start.startswith(("{", "[{", "{\\rtf")):
        raise _refused(_NO_SHEET)
    return text


def decoded(data: bytes) -> str | None:
    """Return a file as text: UTF-8 and UTF-16 with or without their mark, else Windows-1252, as Excel saves.

    None for what is no text. Raises Invalid for what ends in the middle of a character.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else _bare_utf16(data) or "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.reason in {"unexpected end of data", "truncated data"} and error.start >= len(data) - 4:
            raise _refused(_CUT.format("in the middle of a character")) from None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return None
    return None if "\0" in text else text


def _bare_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every second byte."""
    head = data[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _csv_rows(text: str) -> Iterator[list[str]]:
    """Yield the records. Raises Invalid where the last quotation mark is never closed."""
    first, _, rest = text.partition("\n")
    if told := re.fullmatch(r"sep=(.)\r?", first):  # Excel's own hint
        text, delimiter = rest, told[1]
    else:
        delimiter = _delimiter(text)
    lines = chain(io.StringIO(text, newline=""), [_END])
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                raise _refused(_CUT.format(f"a quotation mark that opens in row {number} is never closed"))
            yield cells
    except csv.Error:
        raise _refused(
            f"Row {number + 1} cannot be read: a cell is too long, or a quotation mark is never closed."
        ) from None


def _delimiter(text: str) -> str:
    """Return what separates the cells of the first record; quoted text does not count."""
    counts = dict.fromkeys(",;\t|", 0)
    quoted = False
    for character in text[:50_000]:
        if character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character in counts:
            counts[character] += 1
        elif character in "\r\n" and any(counts.values()):
            break
    return max(counts, key=lambda each: counts[each])


def _sheet(records: Iterable[Sequence[str]]) -> Sheet:
    """Bound, clean and name: the first record that is not blank is the header."""
    headers: list[str] = []
    rows: list[Row] = []
    cells_seen = 0
    for number, record in enumerate(records, start=1):
        cells = [_clean(cell) for cell in record[:MOST_COLUMNS]]
        if not any(cells):
            continue
        cells_seen += len(cells)
        if any(record[MOST_COLUMNS:]):
            raise _refused(f"Row {number} has more than {MOST_COLUMNS} columns.")
        if not headers:
            headers = _named(cells)
            continue
        rows.append(Row(number, cells))
        if len(rows) > MOST_ROWS:
            raise _refused(f"The file has more than {MOST_ROWS:,} rows. Split it into several files.")
        if cells_seen > MOST_CELLS:
            raise _refused(f"The file has more than {MOST_CELLS:,} cells. Leave out columns or split it.")
    if not headers:
        raise _refused("The file is empty.")
    if not rows:
        raise _refused("The file has a header and no rows.")
    return Sheet(headers, rows)


def _clean(cell: str) -> str:
    return cell.strip() if cell.isascii() and cell.isprintable() else many_lines(cell)


def _named(cells: list[str]) -> list[str]:
    """Return the header's cells, each different: the second "Email" is "Email (2)"."""
    if any("@" in cell for cell in cells) or all(re.fullmatch(r"[\d.,/: -]*", cell) for cell in cells):
        raise _refused("The file has no header: its first row must name the columns.")
    named: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = one_line(cell)[:200] or f"Column {number}"
        numbered = (name if count == 1 else f"{name} ({count})" for count in range(1, len(cells) + 2))
        named.append(next(each for each in numbered if each not in named))
    return named


def _whole(sheet: Sheet, least: Callable[[Sequence[str]], int], *, ends_with_line: bool) -> Sheet:
    """Refuse a file whose last row stops short.

    Excel leaves empty cells off the end of some rows, so a short row alone says nothing: it does where the
    last line has no end, or where it is the only short one.
    """
    wanted = least(sheet.headers)
    last = sheet.rows[-1]
    others_short = any(len(row.cells) < wanted for row in sheet.rows[:-1])
    if len(last.cells) < wanted and not (ends_with_line and others_short):
        raise _refused(_CUT.format(f"its last row, {last.number}, has {len(last.cells)} of {wanted} columns"))
    return sheet


def of_entries(kind: type[Entry], entries: Iterable[Entry], nothing: str, *, most: int, many: str) -> Sheet:
    """Return entries as rows: dataclasses whose first field is the row's number, the others its cells.

    Raises Invalid with the words `nothing` where there is none, with `many` for more than `most`.
    """
    rows = []
    for entry in entries:
        number, *cells = astuple(entry)
        rows.append(Row(number, cells))
        if len(rows) > most:
            raise _refused(f"{many} Split it into several files.")
    if not rows:
        raise _refused(nothing)
    return Sheet([each.name for each in fields(kind)][1:], rows)


def guarded(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that could be one gets an apostrophe."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a CSV line by line, as Excel opens it: with a mark that says UTF-8."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    line.write("\ufeff")
    for row in chain([headers], rows):
        writer.writerow([guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def write_xlsx(file: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one worksheet to `file`, row by row."""
    workbooks.write(file, ([guarded(cell) for cell in row] for row in chain([headers], rows)))
