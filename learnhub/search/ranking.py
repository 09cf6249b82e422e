"""What comes first: statements over the index, to be filled in with `text`, `in_title` and the limits.

`lets` is the condition under which somebody may know of a document; it stands in every one of them.
"""

from collections.abc import Callable
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from learnhub.core.statements import plain
from learnhub.search.matching import DOCUMENTS, INDEX, TEXT, is_sqlite, matches

NEWEST = 3000  # of a frequent word no more are ranked: bm25 reads every hit
IN_TITLE = 1000  # of these come from titles and tags, however old
TITLE, TAGS, BODY = 10.0, 5.0, 1.0
Wanted = Select[int, str, int, str, float]
Build = Callable[..., Wanted]
_IN_TITLE: BindParameter[str] = bindparam("in_title", type_=String)
_MOST: BindParameter[int] = bindparam("most", type_=Integer)
_MOST_IN_TITLE: BindParameter[int] = bindparam("most_in_title", type_=Integer)
_REST: BindParameter[int] = bindparam("rest", type_=Integer)


def limits() -> dict[str, int]:
    """Return how many are ranked, to be filled in."""
    return {"most": NEWEST, "most_in_title": IN_TITLE, "rest": NEWEST - IN_TITLE}


def best(*conditions: ColumnElement[bool]) -> Wanted:
    """Select what matches the text, by how well."""
    hits = _from(_rank(), *conditions, matches(TEXT))
    return hits.order_by("rank", DOCUMENTS.c.id.desc()).limit(_MOST)


def newest(*conditions: ColumnElement[bool]) -> Wanted:
    """Select what meets the conditions, the newest first; there is no text."""
    columns = DOCUMENTS.c.id, DOCUMENTS.c.kind, DOCUMENTS.c.object_id, DOCUMENTS.c.type
    every = select(*columns, literal(0.0).label("rank")).where(*conditions)
    return every.order_by(DOCUMENTS.c.id.desc()).limit(_MOST)


def frequent(*conditions: ColumnElement[bool]) -> Wanted:
    """Select the newest that match the text; those with it in title or tags come first."""
    place = INDEX.c.rowid if is_sqlite() else DOCUMENTS.c.id
    parts = [
        select(
            _from(literal(value), *conditions, matches(text)).order_by(place.desc()).limit(most).subquery()
        )
        for text, value, most in ((_IN_TITLE, -1.0, _MOST_IN_TITLE), (TEXT, 0.0, _REST))
    ]
    both = union(*parts).subquery()
    rank, columns = func.min(both.c.rank), (both.c.id, both.c.kind, both.c.object_id, both.c.type)
    return select(*columns, rank.label("rank")).group_by(*columns).order_by(rank, both.c.id.desc())


@cache
def counted(sqlite: bool) -> Select[int]:
    """Count what matches the text, at most `most`, whoever asks."""
    some = select(literal(1).label("one")).select_from(INDEX if sqlite else DOCUMENTS).where(matches(TEXT))
    return plain(select(func.count()).select_from(some.limit(_MOST).subquery()))


def _from(rank: ColumnElement[float], *conditions: ColumnElement[bool]) -> Wanted:
    """Select from documents, on SQLite by way of the index."""
    columns = DOCUMENTS.c.id, DOCUMENTS.c.kind, DOCUMENTS.c.object_id, DOCUMENTS.c.type
    hits = select(*columns, rank.label("rank"))
    if is_sqlite():
        hits = hits.select_from(INDEX.join(DOCUMENTS, DOCUMENTS.c.id == INDEX.c.rowid))
    return hits.where(*conditions)


def _rank() -> ColumnElement[float]:
    """How well a hit fits; the lower the better. Titles weigh ten times what bodies do."""
    if is_sqlite():
        return func.bm25(literal_column("search_index"), TITLE, TAGS, BODY)
    weights: ColumnElement[str] = literal_column(f"'{{{BODY / TITLE}, 0, {TAGS / TITLE}, 1}}'::float4[]")
    return -func.ts_rank(weights, DOCUMENTS.c.vector, cast(TEXT, TSQUERY))
