"""The one grammar of search, read by us: what people type never reaches a database's own query language.

words · "these together" · #tag · type:paper · goal:"line stops" · is:saved · -not · a or b
All must hold; `or` joins its two neighbours. The last word counts as the beginning of one,
unless thousands have it as it stands.
"""

import re
from dataclasses import dataclass

from learnhub.search.folding import one_sign, tag, words

LONGEST = 200  # characters of what is typed
MOST = 16  # terms
FILTERS = ("type", "goal", "is")
_QUOTES = str.maketrans("“”„‟«»", '""""""')
_PIECE = re.compile(
    rf"""(?P<no>-)?(?:(?P<name>{"|".join(FILTERS)}):)?(?P<hash>\#)?
    (?:"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<bare>[^\s"]+))""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """Words that follow each other; `prefix`: the last is the beginning of a word.

    `starred`: it was said to be one. Otherwise it may be a whole word as well.
    """

    words: tuple[str, ...]
    prefix: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """`type:paper`: what a column or a feature answers."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}:" + (f'"{self.value}"' if " " in self.value else self.value)


@dataclass(frozen=True, slots=True)
class Term:
    """Something that must hold, or, `negated`, must not."""

    what: Text | Filter
    negated: bool = False


Clause = tuple[Term, ...]  # one of these holds


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: each clause must hold. Empty: nothing that could be looked for."""

    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @property
    def texts(self) -> list[Text]:
        """Return what is to be found in what is shown, to be marked there."""
        return [
            term.what
            for clause in self.clauses
            for term in clause
            if isinstance(term.what, Text) and not term.negated
        ]


def parse(typed: str) -> Query:
    """Return what was typed as a query. Nothing that can be typed is an error."""
    typed = typed[:LONGEST].translate(_QUOTES)
    clauses: list[Clause] = []
    joins = False
    for piece in _PIECE.finditer(typed):
        if clauses and not joins and _is_or(piece):
            joins = True
            continue
        term = _term(piece, last=piece.end() == len(typed))
        if term is None:
            continue
        if joins:
            clauses[-1] += (term,)
        else:
            clauses.append((term,))
        joins = False
        if sum(map(len, clauses)) >= MOST:
            break
    return Query(tuple(clauses))


def _is_or(piece: re.Match[str]) -> bool:
    return piece[0].casefold() == "or"


def _term(piece: re.Match[str], *, last: bool) -> Term | None:
    """Return what one piece asks for; None where no word is in it."""
    said = piece["bare"] if piece["bare"] is not None else piece["quoted"]
    negated = piece["no"] is not None
    if piece["name"]:
        value = " ".join(said.split())
        return Term(Filter(piece["name"].lower(), value), negated) if value else None
    found = [tag(said)] if piece["hash"] else words(said, MOST)
    if not found or not found[0]:
        return None
    starred = said.endswith("*")
    begins = starred or (last and not negated and not piece["closed"])
    if not begins or one_sign(found[-1]):
        return Term(Text(tuple(found)), negated)
    return Term(Text(tuple(found), prefix=True, starred=starred), negated)
