"""RSS and Atom: what stands in a feed, and where a page says that its feed is."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urljoin

import nh3

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import many_lines, one_line
from learnhub.library.formats.entries import Entry, sheet, text_of

TYPES = {"application/atom+xml", "application/rss+xml"}
SUMMARY = 500


@dataclass(frozen=True, slots=True)
class Feed:
    """What an address gave: a feed with its entries in their order, or a page that names one, or neither."""

    title: str = ""
    entries: Sequence[Entry] | None = None
    named: str = ""


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the entries of a saved feed. Raises Invalid for another file."""
    found = parsed(text_of(stream).encode(), "")
    if found.entries is None:
        raise Invalid("This is no RSS or Atom file.", "file")
    return sheet(found.entries, "There are no entries in this feed.")


def parsed(body: bytes, url: str) -> Feed:
    """Return the feed in `body`, which came from `url`; without entries where there is none."""
    from feedparser.api import parse

    found: Any = parse(BytesIO(body), response_headers={"content-location": url})
    if not found.version:
        return Feed(named=_named(body, url))
    entries = [_entry(number, each, url) for number, each in enumerate(found.entries, start=1)]
    return Feed(one_line(_plain(found.feed.get("title"))), [each for each in entries if each.url])


def _entry(number: int, said: Any, url: str) -> Entry:
    link = one_line(said.get("link"))
    return Entry(
        number,
        title=one_line(_plain(said.get("title"))),
        url=urljoin(url, link) if link else "",
        summary=_short(many_lines(_plain(said.get("summary")))),
        author=one_line(_plain(said.get("author"))),
        published=_day(said.get("published_parsed") or said.get("updated_parsed")),
    )


def _plain(text: object) -> str:
    """Return HTML as the words in it."""
    return html.unescape(nh3.clean(str(text or ""), tags=set()))


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= SUMMARY else f"{flat[:SUMMARY].rpartition(' ')[0]} …"


def _day(parts: Any) -> str:
    """Return the day of nine numbers, as feedparser gives a moment in UTC."""
    try:
        return date(*parts[:3]).isoformat() if parts else ""
    except (ValueError, TypeError):
        return ""


class _Links(HTMLParser):
    """Looks for the first <link> to a feed."""

    def __init__(self) -> None:
        super().__init__()
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        rel = (said.get("rel") or "").lower().split()
        if tag == "link" and not self.href and "alternate" in rel and said.get("type") in TYPES:
            self.href = one_line(said.get("href"))


def _named(body: bytes, url: str) -> str:
    links = _Links()
    links.feed(body.decode("utf-8", "replace"))
    return urljoin(url, links.href) if links.href else ""
