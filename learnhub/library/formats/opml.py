"""OPML: the list of feeds that feed readers hand to each other."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import BinaryIO
from xml.etree import ElementTree

from learnhub.core.errors import Invalid
from learnhub.core.text import one_line
from learnhub.library.formats.entries import text_of

Feed = tuple[str, str]  # its title and its address


def write(title: str, feeds: Iterable[Feed]) -> bytes:
    """Return a file of these feeds, as OPML 2.0."""
    opml = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(opml, "head"), "title").text = title
    body = ElementTree.SubElement(opml, "body")
    for name, url in feeds:
        ElementTree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=url)
    ElementTree.indent(opml)
    return bytes(ElementTree.tostring(opml, encoding="utf-8", xml_declaration=True))


def read(stream: BinaryIO) -> list[Feed]:
    """Return the feeds of a file, also of one that is badly written. Raises Invalid where there is none."""
    reader = _Outlines()
    reader.feed(text_of(stream))
    found = {url: title for title, url in reader.feeds}
    if not found:
        raise Invalid("There are no feeds in this file. Choose the OPML file of a feed reader.", "file")
    return [(title, url) for url, title in found.items()]


class _Outlines(HTMLParser):
    """Read as HTML: no entity of the file's own is ever expanded."""

    def __init__(self) -> None:
        super().__init__()
        self.feeds: list[Feed] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "outline":
            self.feeds += _feed(dict(attrs))


def _feed(said: dict[str, str | None]) -> Iterator[Feed]:
    url = one_line(said.get("xmlurl") or "")
    if url:
        yield one_line(said.get("title") or said.get("text") or ""), url
