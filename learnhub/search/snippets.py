"""What is shown of a hit: its title and the place where the words stand, escaped first and then marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from learnhub.core.text import one_line
from learnhub.search.folding import fold, is_plain, spans, word_at
from learnhub.search.grammar import Text

LENGTH = 220  # characters of a snippet
BEFORE = 60  # of them before the first word found
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(
    r"^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+|^\s*(?:[-*_]\s*){3,}$|[*`~]+|\||(?<!\w)_+|_+(?!\w)", re.MULTILINE
)
_PARAGRAPHS = re.compile(r"\n\s*\n")
_OPEN_ENDS = re.compile(r"([^\s.!?…:;,·])\n")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Title and text of a hit, safe, with what was found in `<mark>`."""

    title: Markup
    text: Markup


class Wanted:
    """The words of a query, to be known again in a text."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.whole = frozenset(word for text in texts for word in text.words)
        self.begun = tuple({text.words[-1] for text in texts if text.prefix})
        # Finds the places at once where no accent hides them; "entries" has the word "entry".
        likely = "|".join(re.escape(word.removesuffix("y")) for word in sorted(self.whole))
        self.likely = re.compile(rf"(?<!\w)(?:{likely})", re.IGNORECASE) if likely else None

    def has(self, word: str) -> bool:
        """Whether this word, as it is written, is one of those."""
        return any(each in self.whole or each.startswith(self.begun) for each in fold(word))

    def first_in(self, text: str) -> int:
        """Return where the first of them begins; 0 for none."""
        found = next(self._plain_places(text), None)
        if found is None and not is_plain(text):
            found = next(self.places(text), None)
        return found[0] if found else 0

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each of them begins and ends."""
        if is_plain(text):
            return self._plain_places(text)
        return (place for place in spans(text) if self.has(text[slice(*place)]))

    def _plain_places(self, text: str) -> Iterator[tuple[int, int]]:
        for place in self.likely.finditer(text) if self.likely else ():
            word = word_at(text, place.start())
            if self.has(word):
                yield place.start(), place.start() + len(word)


def of(title: str, body: str, wanted: Wanted) -> Snippet:
    """Return what is shown of a thing with this title and this body, which is plain text."""
    start = _word_start(body, wanted.first_in(body) - BEFORE)
    end = _word_end(body, start + LENGTH)
    shown = ("… " if start else "") + body[start:end] + (" …" if end < len(body) else "")
    return Snippet(marked(title, wanted), marked(shown, wanted))


def plain(text: str) -> str:
    """Return Markdown on one line, without its signs; a dot stands where a paragraph ends without one."""
    parts = (one_line(_SIGNS.sub("", part)) for part in _PARAGRAPHS.split(_LINK.sub(r"\1", text)))
    return _OPEN_ENDS.sub(r"\1 · ", "\n".join(part for part in parts if part)).replace("\n", " ")


def marked(text: str, wanted: Wanted) -> Markup:
    """Return the text escaped, with the wanted words in `<mark>`."""
    parts, done = list[str](), 0
    for start, end in wanted.places(text):
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return Markup("".join([*parts, escape(text[done:])]))


def _word_start(text: str, near: int) -> int:
    return 0 if near <= 0 else text.find(" ", near) + 1 or near


def _word_end(text: str, near: int) -> int:
    return len(text) if near >= len(text) else max(text.rfind(" ", near - 40, near), near - 40)
