"""What is shown of a hit: its title and the place where the words stand, escaped first and then marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from learnhub.search.grammar import Text
from learnhub.search.words import fold, spans

LENGTH = 220  # characters of a snippet
BEFORE = 60  # of them before the first word found
LOOKED_AT = 8000  # characters of a body
_MARKDOWN = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|(?m:^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+)|[*_`~]{1,3}|\|")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Title and text of a hit, safe, with what was found in `<mark>`."""

    title: Markup
    text: Markup


class Wanted:
    """The words of a query, to be known again in a text."""

    def __init__(self, texts: Sequence[Text]) -> None:
        every = [(word, text.prefix and at == len(text.words)) for text in texts for at, word in _counted(text)]
        self.whole = frozenset(word.lstrip("#") for word, _ in every)
        self.begun = tuple({word.lstrip("#") for word, begins in every if begins})
        stems = sorted(map(re.escape, self.whole), key=len, reverse=True)
        # Finds most places at once; what it cannot see (accents) the walk over the words does.
        self.likely = re.compile(rf"\b(?:{'|'.join(stems)})", re.IGNORECASE) if stems else None

    def has(self, word: str) -> bool:
        """Whether this word, as it is written, is one of those."""
        return any(each in self.whole or each.startswith(self.begun) for each in fold(word))

    def first_in(self, text: str) -> int | None:
        """Return where the first of them begins."""
        likely = self.likely.search(text) if self.likely else None
        if likely is None and (text.isascii() or not self.whole):
            return None
        end = min(len(text), likely.start() + 1) if likely else len(text)
        for start, stop in spans(text[: end + LENGTH]):
            if self.has(text[start:stop]):
                return start
        return None


def of(title: str, body: str, texts: Sequence[Text]) -> Snippet:
    """Return what is shown of a thing with this title and body, Markdown or not."""
    wanted = Wanted(texts)
    text = plain(body[:LOOKED_AT])
    start = _word_start(text, max((wanted.first_in(text) or 0) - BEFORE, 0))
    end = _word_end(text, start + LENGTH)
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    return Snippet(marked(title, wanted), marked(shown, wanted))


def plain(text: str) -> str:
    """Return Markdown on one line, without its signs."""
    return " ".join(_MARKDOWN.sub(lambda found: found[1] or " ", text).split())


def marked(text: str, wanted: Wanted) -> Markup:
    """Return the text escaped, with the wanted words in `<mark>`."""
    parts, done = [], 0
    for start, end in spans(text):
        if wanted.has(text[start:end]):
            parts += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
            done = end
    return Markup("").join([*parts, escape(text[done:])])


def _counted(text: Text) -> list[tuple[int, str]]:
    return [*enumerate((word for word in text.words), start=1)]


def _word_start(text: str, near: int) -> int:
    return 0 if near == 0 else text.find(" ", near) + 1 or near


def _word_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    return max(text.rfind(" ", near - 40, near), near - 40)
