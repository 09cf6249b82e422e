"""A syllabus as text or Markdown: headings are parts, lines sessions, and what is due deliverables."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import one_line
from learnhub.courses.formats.entries import Entry, sheet
from learnhub.library.formats.entries import text_of

NOTHING = "There is no line of an outline in this text."
DAYS = r"mon|tues?|wednes|thurs?|fri|satur|sun"
_HEADING = re.compile(
    r"^(?:#{1,6}\s+(?P<marked>.+?)\s*#*|(?P<week>(?:week|module|unit|part|session)\s+\d+\b.*))$", re.I
)
_WEEK = re.compile(r"\b(?:week|wk)\s*(\d{1,3})\b", re.I)
_NUMBER = re.compile(r"\b(?:week|module|unit|part)\s+(\d{1,3})\b", re.I)
_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs)?\b", re.I)
_AT = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")
_MINUTES = re.compile(r"\b(\d{1,4})\s*(?:min|mins|minutes)\b", re.I)
_HOURS = re.compile(r"\b(\d{1,3}(?:[.,]\d)?)\s*(?:h|hrs?|hours?)\b", re.I)
_DUE = re.compile(
    r"\b(?:due|hand[- ]?in|submit|assignment|homework|deliverable|project|essay|quiz|exam)\b", re.I
)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((https?://[^\s()]+)\)")
_URL = re.compile(r"https?://\S+")


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the lines of a syllabus. Raises Invalid where there is none."""
    text = text_of(stream)
    if "\x00" in text:
        raise Invalid("This is no text.", "file")
    return sheet(_entries(text), NOTHING)


def _entries(text: str) -> Iterator[Entry]:
    week = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = one_line(raw)
        if not line or set(line) <= set("-=_*|: "):
            continue
        heading = _HEADING.match(line)
        if heading:
            title = heading["marked"] or heading["week"]
            found = _NUMBER.search(title)
            week = found[1] if found else week
            yield Entry(number, _plain(title), "part", week if found else "")
        else:
            yield _entry(number, line, week)


def _entry(number: int, line: str, week: str) -> Entry:
    link, bare = _LINK.search(line), _URL.search(line)
    text = _LINK.sub(r"\1", _BULLET.sub("", line))
    own, day, at = _WEEK.search(text), _DAY.search(text), _AT.search(text)
    minutes, hours = _MINUTES.search(text), _HOURS.search(text)
    is_due = bool(_DUE.search(text))
    where = own[1] if own else week
    return Entry(
        number,
        _plain(text),
        "deliverable" if is_due else "session",
        where,
        day[1] if day and where else "",
        at=at[0] if at else "",
        minutes=minutes[1] if minutes and not is_due else "",
        hours=hours[1].replace(",", ".") if hours else "",
        url=link[2] if link else bare[0].rstrip(".,;)") if bare else "",
    )


def _plain(text: str) -> str:
    return one_line(re.sub(r"[*_`#]+", "", _URL.sub("", text))).strip(" :–-|") or text
