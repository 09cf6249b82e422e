"""BibTeX. An entry without an address is a resource too: a paper or a book that is only named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.core.text import many_lines, one_line, whole_number
from learnhub.core.words import count
from learnhub.library.formats.entries import PUBLISHED, Entry, sheet, text_of
from learnhub.library.models import ResourceKind

if TYPE_CHECKING:
    from bibtexparser.model import Entry as Block
    from pylatexenc.latex2text import LatexNodes2Text

PAPERS = {
    "article",
    "inproceedings",
    "conference",
    "incollection",
    "phdthesis",
    "mastersthesis",
    "techreport",
}
BOOKS = {"book", "inbook", "booklet", "proceedings", "collection"}
LONGEST = 10_000  # characters of names that are read
TYPES = {"paper": "article", "book": "book"}  # of ours, by the name of an entry
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ESCAPED = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
}
_SIGNS = str.maketrans(ESCAPED)
_ARXIV = re.compile(r"(?:abs/|arxiv:)(\d{4}\.\d{4,5})(v\d+)?", re.IGNORECASE)


def read(stream: BinaryIO, **_how: object) -> Sheet:
    """Return the entries of a file. Raises Invalid that names the lines which are no BibTeX."""
    from bibtexparser.entrypoint import parse_string

    found = parse_string(text_of(stream))
    if found.failed_blocks:
        lines = [(block.start_line or 0) + 1 for block in found.failed_blocks]
        named = ", ".join(str(line) for line in lines[:10])
        said = f"line {named}" if len(lines) == 1 else f"lines {named}"
        broken = count(len(lines), "entry", "entries")
        raise Invalid(f"{broken} cannot be read: {said}. Mend it and choose the file again.", "file")
    return sheet([_entry(block) for block in found.entries], "There are no entries in this file.")


def _entry(block: "Block") -> Entry:
    said = {field.key.lower(): str(field.value) for field in block.fields}
    kind = _kind(block.entry_type.lower(), _text(said.get("type", "")))
    return Entry(
        (block.start_line or 0) + 1,
        title=_text(said.get("title", "")) or block.key,
        url=_address(said),
        kind=kind,
        tags=[tag for tag in re.split("[,;]", _text(said.get("keywords", ""))) if tag.strip()],
        summary=many_lines(_decoded(said.get("abstract", "") or said.get("note", ""))),
        author=_authors(said.get("author", "") or said.get("editor", "")),
        published=_published(said),
        language=_text(said.get("langid", "") or said.get("language", ""))[:10],
    )


def _kind(name: str, said: str) -> str:
    if name in PAPERS or name in BOOKS:
        return "paper" if name in PAPERS else "book"
    return said.lower() if said.lower() in set(ResourceKind) else ""


def _decoded(text: str) -> str:
    """Return what LaTeX stands for. Its sign for a circumflex alone is the one of ASCII."""
    return (
        str(_plain().latex_to_text(text)).replace("ˆ", "^") if re.search(r"[\\{}$~]|--|``|''", text) else text
    )


@cache
def _plain() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(strict_latex_spaces=False, keep_comments=True, math_mode="verbatim")


def _text(text: str) -> str:
    return one_line(_decoded(text))


def _authors(text: str) -> str:
    """ "Lovelace, Ada and Bob Berg" is Ada Lovelace, Bob Berg."""
    names = [
        name.strip() for name in re.split(r"\s+and\s+(?![^{]*\})", text[:LONGEST].strip()) if name.strip()
    ]
    turned = [_text(name if name.startswith("{") else _turned(name)) for name in names]
    return ", ".join("et al." if name == "others" else name for name in turned)


def _turned(name: str) -> str:
    return " ".join(reversed([part.strip() for part in name.split(",", 1)]))


def _published(said: Mapping[str, str]) -> str:
    day = _text(said.get("date", ""))
    if PUBLISHED.fullmatch(day):
        return day
    year = _text(said.get("year", ""))
    if not re.fullmatch(r"\d{4}", year):
        return ""
    month = _text(said.get("month", "")).lower()[:3]
    number = MONTHS.index(month) + 1 if month in MONTHS else whole_number(month) or 0
    return f"{year}-{number:02}" if 1 <= number <= 12 else year


def _address(said: Mapping[str, str]) -> str:
    """The address as it is given, else that of its DOI or of its number at arXiv; "" where it has none."""
    url = re.sub(r"\\url\{(.*)\}|\\([&%$#_~{}])", r"\1\2", said.get("url", "").strip())
    if url:
        return one_line(url)
    if doi := _text(said.get("doi", "")).removeprefix("https://doi.org/"):
        return f"https://doi.org/{doi}"
    number = (
        said.get("eprint", "")
        if said.get("archiveprefix", said.get("eprinttype", "")).lower() == "arxiv"
        else ""
    )
    journal = said.get("volume", "") if said.get("journal", "").strip() == "CoRR" else said.get("journal", "")
    found = re.fullmatch(r"\d{4}\.\d{4,5}(v\d+)?", number.strip()) or _ARXIV.search(journal)
    return f"https://arxiv.org/abs/{found[0] if number else found[1]}" if found else ""


def write(_title: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield an entry for each; those without an address too."""
    for number, entry in enumerate(entries, start=1):
        fields = {
            "title": f"{{{_quoted(entry.title)}}}",
            "author": " and ".join(_name(name) for name in entry.author.split(", ") if name),
            "date": entry.published,
            "url": entry.url.replace("{", "%7B").replace("}", "%7D"),
            "keywords": _quoted(",".join(entry.tags)),
            "abstract": _quoted(entry.summary),
            "language": entry.language,
            "type": "" if entry.kind in TYPES else entry.kind,
        }
        lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
        yield f"@{TYPES.get(entry.kind, 'misc')}{{{_key(entry, number)},\n{lines}}}\n\n"


def _key(entry: Entry, number: int) -> str:
    first = re.sub(r"[^a-z]", "", entry.author.partition(",")[0].rpartition(" ")[2].lower())
    return f"{first or 'entry'}{entry.published[:4]}-{number}"


def _name(name: str) -> str:
    """A name that has "and" in it is one nevertheless."""
    return f"{{{_quoted(name)}}}" if " and " in name else _quoted(name)


def _quoted(text: str) -> str:
    return text.translate(_SIGNS)
