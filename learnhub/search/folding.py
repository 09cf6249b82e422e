"""Words as both databases keep and are asked for them: folded by us, so that both give the same answers.

A word is small letters and digits without accents; `c++` and `c#` keep their signs. English plurals fold
into the singular. Scripts that are written without spaces are kept sign by sign, and so are emoji.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 40  # of a word, in characters; what is longer is cut, on both sides
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED += "\uf900-\ufaff\U00020000-\U0002fa1f"
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
# Vowel signs and accents that stand alone are no letters to `re`, and part of the word all the same.
_MARKS = "".join(chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code))[0] == "M")
_LETTERS = f"(?:[^\\W_{_UNSPACED}{_EMOJI}][{_MARKS}]*)+"
_WORD = re.compile(
    f"[{_UNSPACED}{_EMOJI}][{_MARKS}]*|{_LETTERS}(?:['’]{_LETTERS})*(?:(?:\\+{{1,2}}|#)(?![^\\W_]|[+#]))?"
)
_UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
)
_KEPT_MARKS = {0, 8, 9}  # no mark at all, the voicing of kana, and what joins Indic letters
_OTHERWISE = re.compile(f"[^\\W\\x00-\\x7f]|[{_MARKS}’]")
_FOLDED = re.compile(f"(?:[^\\W_][{_MARKS}]*)+[+#]*|[{_EMOJI}]")
_SINGULARS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("zes", "z"))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each word of `text` begins and ends."""
    for found in _WORD.finditer(text):
        yield found.span()


def word_at(text: str, start: int) -> str:
    """Return the word that begins there; empty for none."""
    found = _WORD.match(text, start)
    return found[0] if found else ""


def words(text: str, most: int | None = None) -> list[str]:
    """Return the words of `text` in their order, at most `most`."""
    found: list[str] = []
    for each in _WORD.finditer(text):
        found += fold(each[0])
        if most is not None and len(found) >= most:
            return found[:most]
    return found


@lru_cache(maxsize=100_000)
def fold(word: str) -> tuple[str, ...]:
    """Return one word as it is kept; what stands for several ("½") becomes several, and a mere sign none."""
    if word.isascii() and word.isalnum():
        return (singular(word.lower())[:LONGEST],)
    plain = unicodedata.normalize("NFKD", word.replace("'", "").replace("’", ""))
    small = unicodedata.normalize("NFKD", plain.casefold()).translate(_UNDIVIDED)
    bare = "".join(sign for sign in small if unicodedata.combining(sign) in _KEPT_MARKS)
    parts = _FOLDED.findall(unicodedata.normalize("NFC", bare))
    return tuple(singular(part)[:LONGEST] for part in parts)


def is_plain(text: str) -> bool:
    """Whether each word of the text is written as it is kept but for its case and its plural: no accents."""
    return text.isascii() or not _OTHERWISE.search(text)


def singular(word: str) -> str:
    """Return an English plural's singular; other words stay: "entries" → "entry", "css" → "css"."""
    if len(word) < 4 or not word.endswith("s") or not word.isascii():
        return word
    for ending, instead in _SINGULARS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead if len(word) > len(ending) + 1 else word
    return word if word.endswith(("ss", "us", "is")) else word[:-1]


def tag(name: str) -> str:
    """Return the one word by which `#name` is found: "Bug reports" and "bug-report" are the same tag."""
    inside = "_".join(words(name))
    return f"#{inside}"[:LONGEST] if inside else ""


def tagged(tags: Iterable[str]) -> list[str]:
    """Return what is kept of tags: each as its one word, and the words in it."""
    found: list[str] = []
    for name in tags:
        if one := tag(name):
            found += [one, *words(name)]
    return found


def one_sign(word: str) -> bool:
    """Whether the word is a single sign, so that nothing can begin with it that is not it."""
    return len(word) == 1
