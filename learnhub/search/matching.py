"""A query as conditions in SQL: for FTS5 on SQLite, for tsvector on PostgreSQL.

Words reach the databases quoted, and they hold letters, digits, `+`, `#` and `_` alone (see `words`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from learnhub.core.db import db
from learnhub.people.models import Person
from learnhub.search import predicates
from learnhub.search.folding import words as folded
from learnhub.search.grammar import Clause, Filter, Query, Term, Text
from learnhub.search.models import SearchDocument

DOCUMENTS = SearchDocument.__table__  # its columns, without what is done for objects
INDEX = table("search_index", column("rowid"), column("search_index"))
HEADINGS = func.ts_filter(DOCUMENTS.c.vector, literal_column("'{a,b}'"))  # as PostgreSQL's index has it
TEXT: BindParameter[str] = bindparam("text", type_=String)
IN_TITLE: BindParameter[str] = bindparam("in_title", type_=String)
KINDS = {
    "people": "person",
    "series": "series",
    "repo": "repository",
    "repos": "repository",
}  # what people may call them


class Words(NamedTuple):
    """What the index is asked: anywhere, and in titles and tags alone."""

    text: str = ""
    in_title: str = ""


NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Matching:
    """What must hold. `words` are the part for the index (empty for none), `filters` the rest.

    `whole`: the same with the last word as it stands, where `words` take it as the beginning of one.
    `unknown` are filters that nobody understands, as they were typed: they are left out.
    """

    words: Words = NOTHING
    whole: Words = NOTHING
    filters: Sequence[ColumnElement[bool]] = field(default=(), compare=False)
    unknown: Sequence[str] = ()


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def matching(query: Query, person: Person) -> Matching:
    """Return the conditions of `query` as this person asks it."""
    plain = [clause for clause in query.clauses if _is_plain(clause)]
    without = [clause for clause in query.clauses if _is_without(clause)] if plain else []
    rest = [clause for clause in query.clauses if clause not in plain and clause not in without]
    filters, unknown = [], []
    for clause in rest:
        terms = [_condition(term, person) for term in clause]
        known = [condition for condition in terms if not isinstance(condition, str)]
        unknown += [condition for condition in terms if isinstance(condition, str)]
        if known:
            filters.append(or_(*known))
    if not plain:
        return Matching(filters=filters, unknown=unknown)
    words, whole = _words(plain, without), _words([*map(_whole, plain)], without)
    return Matching(words, whole if whole != words else NOTHING, filters, unknown)


def type_name(name: str) -> str:
    """Return a kind or type as `type:` and documents spell it: "Tool cards" is "tool_card"."""
    said = " ".join(name.casefold().split())
    return KINDS.get(said) or "_".join(folded(name))[:40]


def matches(text: ColumnElement[str] | str) -> ColumnElement[bool]:
    """The condition that the index holds `text`: on SQLite on its rows, on PostgreSQL on documents.

    What is no parameter to be filled in later, PostgreSQL weighs: of few documents it reads a frequent word
    without the index.
    """
    if is_sqlite():
        return INDEX.c.search_index.op("MATCH", is_comparison=True)(text)
    return _has(DOCUMENTS.c.vector, text)


def matches_in_title() -> ColumnElement[bool]:
    """The condition that it holds TEXT, in titles and tags, as IN_TITLE asks for it there."""
    if is_sqlite():
        return matches(IN_TITLE)
    return and_(_has(HEADINGS, IN_TITLE), matches(TEXT))


def tsquery(text: ColumnElement[str]) -> ColumnElement[Any]:
    """What `text`, a parameter, asks PostgreSQL, read once for all documents.

    As a SELECT, whose answer is not known before: of a word that it knows to be frequent PostgreSQL would
    unpack the words of document after document, and not ask the index. So it has one plan for all words.
    """
    return select(cast(text, TSQUERY)).scalar_subquery()


def _has(vector: ColumnElement[Any], text: ColumnElement[str] | str) -> ColumnElement[bool]:
    asked = cast(literal(text), TSQUERY) if isinstance(text, str) else tsquery(text)
    return vector.op("@@", is_comparison=True)(asked)


def _is_plain(clause: Clause) -> bool:
    return all(isinstance(term.what, Text) and not term.negated for term in clause)


def _is_without(clause: Clause) -> bool:
    return len(clause) == 1 and clause[0].negated and isinstance(clause[0].what, Text)


def _condition(term: Term, person: Person) -> ColumnElement[bool] | str:
    """Return the condition on documents that one term means; as it was typed where nobody knows it."""
    if isinstance(term.what, Text):
        found = _holds(term.what)
    elif (asked := _asks(term.what, person)) is None:
        return str(term.what)
    else:
        found = asked
    return ~found if term.negated else found


def _holds(text: Text) -> ColumnElement[bool]:
    if is_sqlite():
        return SearchDocument.id.in_(select(INDEX.c.rowid).where(matches(_fts5_text(text))))
    return matches(_tsquery_text(text))


def _asks(asked: Filter, person: Person) -> ColumnElement[bool] | None:
    if asked.name == "type":
        name = type_name(asked.value)
        return or_(SearchDocument.kind == name, SearchDocument.type == name)
    return predicates.condition(
        asked.name, asked.value, person, SearchDocument.kind, SearchDocument.object_id
    )


def _whole(clause: Clause) -> Clause:
    """Take what may be a word, or the beginning of one, as a word."""
    texts = (replace(text, prefix=text.starred) for text in _texts(clause))
    return tuple(Term(text) for text in texts)


def _words(plain: Sequence[Clause], without: Sequence[Clause]) -> Words:
    if is_sqlite():
        return Words(_fts5(plain, without, titles=False), _fts5(plain, without, titles=True))
    return Words(_tsquery(plain, without), _tsquery(plain))


def _fts5(plain: Iterable[Clause], without: Iterable[Clause], *, titles: bool) -> str:
    wanted = " AND ".join(f"({' OR '.join(_fts5_text(each) for each in _texts(clause))})" for clause in plain)
    wanted = f"({'{title_words tag_words} : ' if titles else ''}({wanted}))"
    unwanted = " OR ".join(_fts5_text(each) for clause in without for each in _texts(clause))
    return f"{wanted} NOT ({unwanted})" if unwanted else wanted


def _fts5_text(text: Text) -> str:
    return f'"{" ".join(text.words)}"' + ("*" if text.prefix else "")


def _tsquery(plain: Iterable[Clause], without: Iterable[Clause] = ()) -> str:
    parts = [f"({' | '.join(map(_tsquery_text, _texts(clause)))})" for clause in plain]
    parts += [f"!({_tsquery_text(each)})" for clause in without for each in _texts(clause)]
    return " & ".join(parts)


def _tsquery_text(text: Text) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in text.words) + (":*)" if text.prefix else ")")


def _texts(clause: Clause) -> list[Text]:
    return [term.what for term in clause if isinstance(term.what, Text)]
