"""Links in any text: one a line, or a mail or chat in which there are some."""

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

from learnhub.core.sheets import Sheet
from learnhub.core.text import one_line, web_address
from learnhub.library.formats.entries import Entry, sheet, text_of

NO_LINKS = "There is no link in this text. A link begins with https:// or looks like example.org/page."
_MARKDOWN = re.compile(r"\[(?P<title>[^\[\]]{0,500})\]\((?P<url>[^\s)]+(?:\([^\s)]*\)[^\s)]*)*)\)")
_LINK = re.compile(r"(?:https?|ftp|file)://\S+|(?:javascript|place):\S+|data:[a-z]+/\S+", re.IGNORECASE)
_AFTER = ".,;:!?'\"»”’>"


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the links of a text. Raises Invalid where there is none."""
    return sheet(_entries(text_of(stream)), NO_LINKS)


def _entries(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        rest = line
        for found in _MARKDOWN.finditer(line):
            yield Entry(number, one_line(found["title"]), found["url"])
            rest = rest.replace(found[0], " ")
        links = [_trimmed(link) for link in _LINK.findall(rest)]
        if not links and rest == line:
            links = [word for word in [line.strip()] if _is_bare(word)]
        yield from (Entry(number, url=link) for link in links)


def _trimmed(link: str) -> str:
    """Leave off what ends a sentence, and a bracket that opened before the link."""
    while link and (link[-1] in _AFTER or (link[-1] in ")]}" and not _is_open(link))):
        link = link[:-1]
    return link


def _is_open(link: str) -> bool:
    closing = link[-1]
    return link.count("([{"[")]}".index(closing)]) >= link.count(closing)


def _is_bare(word: str) -> bool:
    """Whether a line is an address without its scheme, as it is copied from some browsers."""
    address = web_address(word)
    return address != word and "." in (urlsplit(address).hostname or "")
