"""Lists in Markdown, as "awesome" ones are: headings are the path of `- [title](address) - text`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from learnhub.core.sheets import Sheet
from learnhub.core.text import one_line
from learnhub.library.formats.entries import PUBLISHED, Entry, sheet, text_of

CONTENTS = re.compile(r"(table of )?contents?", re.IGNORECASE)
TAGS = re.compile(r"(?:^|\s)((?:#[^\s#]+\s*)+)$")
LONGEST = 3000  # characters after a link
LEAD = re.compile(r"^\s*(?:[-–—:·|,;.]+\s+)?")  # between a link and what is said of it
MARKS = re.compile(r"([\\`*_\[\]<>#|!~&])")
_parser = MarkdownIt("commonmark", {"html": True}).enable("table")
_parser.validateLink = lambda url: True  # type: ignore[method-assign]  # refused by row, with a reason
_parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # an address is kept as it is given


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the links of a list with the headings above each. Links within the page are no entries."""
    text = text_of(stream)
    return sheet(_entries(text), "There are no links in this list.")


def _entries(text: str) -> Iterator[Entry]:
    """Yield the links. The largest heading names the whole list, if there is one of its size alone."""
    tokens = _parser.parse(text)
    sizes = [token.tag for token in tokens if token.type == "heading_open"]
    skipped = sizes[0] if sizes and sizes.count(sizes[0]) == 1 and sizes[0] == min(sizes) else ""
    path: list[tuple[str, str]] = []
    for before, token in zip([Token("", "", 0), *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        if before.type == "heading_open":
            path = [each for each in path if each[0] < before.tag]
            if before.tag != skipped:
                path.append((before.tag, _plain(token.children or [])))
        line = token.map[0] + 1 if token.map else 0
        yield from _links(
            token.children or [], line, [name for _, name in path if not CONTENTS.fullmatch(name)]
        )


def _links(tokens: Sequence[Token], line: int, path: Sequence[str]) -> Iterator[Entry]:
    """Yield the links of one paragraph, item or cell: the first is what it is about, the others are its."""
    places = [place for place, token in enumerate(tokens) if token.type == "link_open"]
    inner = {place: _end(tokens, place) for place in places}
    main = ""
    for place, end in inner.items():
        address = unquote(url) if (url := str(tokens[place].attrs["href"])).startswith("%5B") else url
        title = _plain(tokens[place + 1 : end])
        is_entry = not address.startswith("#") and _says(tokens[place + 1 : end])
        if not is_entry:
            continue
        if main:
            yield Entry(line, title=f"{main}: {title}" if title else main, url=address, path=path)
            continue
        main = title
        after = tokens[end + 1 :]
        summary, author, published, tags = _about(after)
        yield Entry(
            line, title, address, tags=tags, summary=summary, author=author, published=published, path=path
        )


def _end(tokens: Sequence[Token], place: int) -> int:
    return next(at for at in range(place, len(tokens)) if tokens[at].type == "link_close")


def _says(tokens: Sequence[Token]) -> bool:
    """Whether a link has words: one of a picture alone is a badge."""
    return not tokens or any(token.type != "image" for token in tokens)


def _plain(tokens: Sequence[Token]) -> str:
    texts = [
        token.content if token.type in {"text", "code_inline"} else " " for token in tokens if _is_text(token)
    ]
    return one_line("".join(texts)).rstrip(":").strip()


def _is_text(token: Token) -> bool:
    return token.type in {"text", "code_inline", "softbreak", "hardbreak"}


def _about(tokens: Sequence[Token]) -> tuple[str, str, str, list[str]]:
    """Return summary, author, date and tags in what follows a link.

    Such as "- Text #tag" or "`Airbnb` `2016`": words in code are who and when where one is a date.
    """
    codes = [token.content.strip() for token in tokens if token.type == "code_inline"]
    dates = [code for code in codes if PUBLISHED.fullmatch(code)]
    if not dates:
        text, tags = _tagged(_plain(tokens))
        return text, "", "", tags
    rest = [token for token in tokens if token.type != "code_inline"]
    text, tags = _tagged(_plain(rest))
    return text, ", ".join(code for code in codes if code not in dates), dates[0], tags


def _tagged(text: str) -> tuple[str, list[str]]:
    text = text[:LONGEST]
    found = TAGS.search(text)
    tags = found[1].split() if found else []
    kept = text[: found.start()] if found else text
    return LEAD.sub("", kept, count=1).strip(), [tag.lstrip("#") for tag in tags]


def write(title: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a list with a heading for the first tag of each; what has no address is no link."""
    by_tag: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.url:
            by_tag.setdefault(entry.tags[0] if entry.tags else "", []).append(entry)
    yield f"# {_quoted(title)}\n"
    for tag in sorted(by_tag):
        yield f"\n## {_quoted(tag)}\n\n" if tag else "\n"
        for entry in by_tag[tag]:
            yield _item(entry)


def _item(entry: Entry) -> str:
    codes = "".join(f" `{text.replace('`', chr(39))}`" for text in (entry.author, entry.published) if text)
    said = f" - {_quoted(one_line(entry.summary))}" if entry.summary else ""
    tags = "".join(f" #{_quoted(tag)}" for tag in entry.tags[1:])
    return (
        f"- [{_quoted(entry.title)}](<{_address(entry.url)}>){codes if entry.published else ''}{said}{tags}\n"
    )


def _quoted(text: str) -> str:
    return MARKS.sub(r"\\\1", text)


def _address(url: str) -> str:
    """An address in angle brackets may hold parentheses; what would end it is written with percent signs."""
    return url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
