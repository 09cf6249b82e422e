"""What the page of a search says of itself."""

import pytest

from learnhub.search import sentences
from learnhub.search.queries import Found


@pytest.mark.parametrize(
    ("found", "typed", "title", "lead"),
    [
        (Found(), "", "What are you looking for?", "Everything that you may see, from one box."),
        (Found(), "evals", "Nothing found for “evals”.", ""),
        (Found(total=1), "x" * 50, f"One thing for “{'x' * 40}…”.", ""),
        (
            Found(total=2, loose=True),
            "a b",
            "Nothing has all of these words.",
            "Two things with some of them, the best first.",
        ),
        (
            Found(total=9000, many=True),
            "a",
            f"More than {sentences.figure(sentences.NEWEST)} things for “a”.",
            f"These are the newest {sentences.figure(sentences.NEWEST)}. Add a word, or choose a kind.",
        ),
        (
            Found(total=1, unknown=["x:y"]),
            "a",
            "One thing for “a”.",
            "“x:y” means nothing here, and was left out.",
        ),
    ],
)
def test_the_answer_is_a_sentence_with_what_else_there_is_to_know(found, typed, title, lead):
    assert (sentences.title(found, typed, ""), sentences.lead(found, typed)) == (title, lead)
