"""What is looked for when nothing has all the words: some of them, without the little ones."""

from dataclasses import replace

from learnhub.search.grammar import Clause, Query, Text

# Words that say nothing by themselves; German ones too, where they are no English words.
_ENGLISH_AND_GERMAN = (
    "a about am an and any are as at be been being but by can did do doe does for from get had has have he "
    "her him his how i if in into is it its me my no not of off on one or our out she should so some such "
    "than that the their them then there these they this those to up us use used using was we were what "
    "when where which who whom why will with without would you your aber als auch auf aus bei das dass dem "
    "den der des die durch ein eine einem einen einer er es fur ich im ist kann mit nach nicht nur oder sich "
    "sie sind uber und von werden wie wir wird zu zum zur "
)
LITTLE = frozenset(_ENGLISH_AND_GERMAN.split())


def loosened(query: Query) -> Query | None:
    """Return the query that asks for any of its words, or None where that is no other query.

    Filters and words that must not be there still hold.
    """
    plain = [clause for clause in query.clauses if _is_plain(clause)]
    telling = [clause for clause in plain if not _is_little(clause)] or plain
    if len(plain) < 2:
        return None
    some = tuple(replace(term, negated=False) for clause in telling for term in clause)
    return Query((some, *(clause for clause in query.clauses if clause not in plain)))


def _is_plain(clause: Clause) -> bool:
    return all(isinstance(term.what, Text) and not term.negated for term in clause)


def _is_little(clause: Clause) -> bool:
    return all(
        isinstance(term.what, Text) and len(term.what.words) == 1 and term.what.words[0] in LITTLE
        for term in clause
    )
