"""Bookmarks as browsers write them: the Netscape file, whose <DT> and <DD> nobody closes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from typing import BinaryIO

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import many_lines, one_line
from learnhub.library.formats.entries import Entry, moment, sheet, text_of
from learnhub.library.models import ResourceKind

NO_BOOKMARKS = "This is no file of bookmarks. In your browser: Bookmarks, Export."
# Folders that every browser has; they say nothing of what is in them.
OWN = ("personal_toolbar_folder", "unfiled_bookmarks_folder", "bookmarks_toolbar_folder")
TEXTS = {"a", "h3", "dd"}


class _Reader(HTMLParser):
    """Follows the tags as they come: a folder begins with its <H3> and <DL>, and ends with </DL>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries: list[Entry] = []
        self._folders: list[str] = []  # one for each open <DL>; "" for those that say nothing
        self._folder = ""  # named by an <H3>, and not begun
        self._in: str | None = None
        self._attributes: dict[str, str | None] = {}
        self._text: list[str] = []
        self._describes = False  # a <DD> that follows belongs to the last link, not to a folder
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {*TEXTS, "dt", "dl", "hr"}:
            self._finish()
        if tag in TEXTS:
            self._in, self._attributes, self._text, self._line = tag, dict(attrs), [], self.getpos()[0]
        elif tag == "dl":
            self._folders.append(self._folder)
            self._folder = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in or tag == "dl":
            self._finish()
        if tag == "dl" and self._folders:
            self._folders.pop()

    def handle_data(self, data: str) -> None:
        if self._in:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        """Take in what was read of a link, a folder's name or a description."""
        tag, self._in = self._in, None
        text = "".join(self._text)
        if tag == "h3":
            own = any(self._attributes.get(name) for name in OWN)
            self._folder, self._describes = "" if own else one_line(text), False
        elif tag == "a":
            self.entries.append(self._link(text))
            self._describes = True
        elif tag == "dd" and self._describes:
            self.entries[-1] = replace(self.entries[-1], summary=many_lines(text))
            self._describes = False

    def _link(self, text: str) -> Entry:
        said = self._attributes
        return Entry(
            self._line,
            title=one_line(text),
            url=one_line(said.get("href")),
            kind=kind if (kind := one_line(said.get("data-type"))) in set(ResourceKind) else "",
            tags=[tag for tag in (said.get("tags") or "").split(",") if tag.strip()],
            added=moment(said.get("add_date")),
            path=[folder for folder in self._folders if folder],
        )


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the links of a file, with the tags and the folders of each. Raises Invalid for another file."""
    text = text_of(stream)
    if "<dl" not in text[:20_000].lower() and "<!doctype netscape" not in text[:200].lower():
        raise Invalid(NO_BOOKMARKS, "file")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return sheet(reader.entries, "There are no bookmarks in this file.")


def write(title: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a file that browsers and bookmark managers read. What has no address is no bookmark."""
    yield (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">\n'
        f"<TITLE>{escape(title)}</TITLE>\n<H1>{escape(title)}</H1>\n<DL><p>\n"
    )
    for entry in entries:
        if not entry.url:
            continue
        added = f' ADD_DATE="{int(entry.added.timestamp())}"' if entry.added else ""
        tags = f' TAGS="{escape(",".join(entry.tags))}"' if entry.tags else ""
        kind = f' DATA-TYPE="{escape(entry.kind)}"' if entry.kind else ""
        yield f'<DT><A HREF="{escape(entry.url)}"{added}{tags}{kind}>{escape(entry.title)}</A>\n'
        if entry.summary:
            yield f"<DD>{escape(entry.summary)}\n"
    yield "</DL><p>\n"
