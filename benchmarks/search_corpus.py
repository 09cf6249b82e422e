"""An invented library in an invented language: how often its words come follows Zipf, as in any other."""

import random
from collections.abc import Iterator
from itertools import accumulate

from learnhub.core.refs import Ref
from learnhub.search.documents import Document

WORDS, TITLE, BODY, TAGS = 30_000, 6, 80, 400
SYLLABLES = ("ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "xe", "ba", "du", "fi", "go", "hy", "je", "pu")


def word(number: int) -> str:
    """Return a word of the language: 0 is the most frequent."""
    said, number = "", number + 16
    while number:
        number, rest = divmod(number, 16)
        said += SYLLABLES[rest]
    return said


LEXICON = [word(number) for number in range(WORDS)]


def texts(rows: int, private_to: int) -> Iterator[Document]:
    """Yield the documents: one in twenty is one person's alone, the others are everyone's."""
    dice = random.Random(7)
    weights = [*accumulate(1 / (rank + 2) for rank in range(WORDS))]
    for id_ in range(1, rows + 1):
        said = dice.choices(LEXICON, cum_weights=weights, k=TITLE + BODY)
        yield Document(
            Ref("note", id_),
            " ".join(said[:TITLE]),
            " ".join(said[TITLE:]),
            tags=[f"tag{dice.randrange(TAGS)}"],
            audience=frozenset({f"person:{private_to}"} if id_ % 20 == 0 else {"all", "admin"}),
        )


def questions() -> dict[str, list[str]]:
    """Return what is asked, by what makes it hard."""
    dice = random.Random(11)
    middle, rare, frequent = LEXICON[200:3000], LEXICON[3000:], LEXICON[:40]
    pairs = [dice.sample(middle, 2) for _ in range(30)]
    return {
        "a rare word": dice.sample(rare, 20),
        "two words": [" ".join(pair) for pair in pairs[:20]],
        "the beginning of a word": [each[:5] for each in dice.sample(middle, 20)],
        "a word and a tag": [
            f"{each} #tag{dice.randrange(TAGS)}" for each in dice.sample(LEXICON[20:200], 10)
        ],
        "without a word": [f"{one} -{other}" for one, other in pairs[20:]],
        "two frequent words": [" ".join(dice.sample(frequent, 2)) for _ in range(10)],
        "a frequent word": frequent[:10],
    }
