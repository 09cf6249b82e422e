"""XLSX inside: openpyxl, behind checks of what it would unpack. Used through `core.sheets`."""

import importlib
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.parsers import expat

from learnhub.core.errors import Invalid

MOST_MEMBERS = 500
MOST_UNPACKED = 60 * 1024 * 1024
MOST_STRINGS = 30 * 1024 * 1024  # shared strings are held in memory
_BROKEN = "This Excel file cannot be read: it is damaged, or not a spreadsheet."
_ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    expat.ExpatError,
)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rows(data: bytes, *, most_rows: int, most_columns: int) -> Iterator[list[str]]:
    """Yield the rows of the first worksheet that has any, as text. Formulas give the value last seen."""
    _check(data)
    openpyxl = _openpyxl()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and rules that it passes over
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # a file may lie about them
                found = [
                    _without_tail([_text(cell) for cell in row])
                    for row in sheet.iter_rows(max_row=most_rows + 1, max_col=most_columns, values_only=True)
                ]
                if any(found):
                    yield from found
                    return
    except Invalid:
        raise
    except Exception as error:  # a made-up file makes openpyxl and zipfile raise almost anything
        raise Invalid(_BROKEN, "file") from error


def write(file: BinaryIO, lines: Iterable[Sequence[Any]]) -> None:
    """Write one worksheet, row by row."""
    book = _openpyxl().Workbook(write_only=True)
    sheet = book.create_sheet("LearnHub")
    for line in lines:
        sheet.append([_ILLEGAL.sub("", cell) if isinstance(cell, str) else cell for cell in line])
    book.save(file)


def _openpyxl() -> Any:
    """Import it when a workbook is there: it takes half a second that no other start should pay."""
    return importlib.import_module("openpyxl")


def _check(data: bytes) -> None:
    """Refuse what is no workbook, what unpacks to too much, and XML that defines entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if "xl/workbook.xml" not in {member.filename for member in members}:
                raise Invalid("This is not a spreadsheet. Choose a CSV or XLSX file.", "file")
            strings = sum(each.file_size for each in members if each.filename.endswith("haredStrings.xml"))
            unpacked = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or strings > MOST_STRINGS:
                raise Invalid("This Excel file unpacks to more than can be read. Save it as CSV.", "file")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive, member)
    except _ARCHIVE_ERRORS as error:
        raise Invalid(_BROKEN, "file") from error


def _refuse_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read the member up to its first element: a document type is never there in a workbook."""
    seen: list[bool] = []

    def refuse(*_: Any) -> None:
        raise Invalid(_BROKEN, "file")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda *_: seen.append(True)
    with archive.open(member) as file:
        while not seen and (chunk := file.read(4096)):
            parser.Parse(chunk, False)
    if not seen:
        parser.Parse(b"", True)  # newer expats put off what ends in a later chunk until more or the end comes


def _text(cell: Any) -> str:
    """Return a cell as a person would type it: 5 rather than 5.0, dates as 2026-12-03."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _without_tail(row: list[str]) -> list[str]:
    """Drop the empty cells at the end: where columns stop is not known beforehand."""
    return row[: max((number for number, cell in enumerate(row, start=1) if cell), default=0)]
