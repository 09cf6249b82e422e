"""A curriculum in Markdown: tables with a course a row, its link, its weeks and hours a week."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Row, Sheet
from learnhub.core.text import one_line
from learnhub.library.formats.entries import text_of

HEADERS = ["title", "url", "weeks", "effort", "section", "needs"]
NOTHING = (
    "There is no table of courses in it: its first column is called Courses, and each row begins with a link."
)
MOST = 2000
_COURSE = re.compile(r"^\s*\|?\s*\[(?P<title>[^\[\]]{1,300})\]\((?P<url>[^\s)]+)\)")
_HEAD = re.compile(r"^\s*\|?\s*courses?\s*\|", re.I)
_LINKS = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the courses of all tables. Raises Invalid where there is none."""
    rows = list(_rows(text_of(stream)))
    if not rows:
        raise Invalid(NOTHING, "file")
    if len(rows) > MOST:
        raise Invalid(f"The file has more than {MOST:,} courses. Split it into several files.", "file")
    return Sheet(list(HEADERS), rows)


def _rows(text: str) -> Iterator[Row]:
    section, columns = "", list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            section, columns = one_line(line.lstrip("# ")), []
        elif _HEAD.match(line):
            columns = [_cell(each).casefold() for each in _cells(line)]
        elif not line.strip():
            columns = []
        elif columns and (found := _COURSE.match(line)):
            said = dict(zip(columns, map(_cell, _cells(line)), strict=False))
            rest = [said.get("duration", ""), said.get("effort", ""), section, said.get("prerequisites", "")]
            yield Row(number, [one_line(found["title"]), found["url"], *rest])


def _cells(line: str) -> list[str]:
    return line.strip().strip("|").split("|")


def _cell(text: str) -> str:
    return one_line(_LINKS.sub(r"\1", text)).strip("- ")
