"""What comes first: statements over the index, to be filled in with `text`, `in_title` and `most`.

What lets somebody know of a document stands among the conditions of every one of them.

SQLite reads documents by `id + 0`: so it takes the narrow index over that, which has all that is read of
hits. By their ids it would take their rows, which hold whole texts: thousands of pages of the file.
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
    case,
    func,
    literal,
    literal_column,
    select,
)

from learnhub.core.statements import plain
from learnhub.search.matching import DOCUMENTS, INDEX, TEXT, is_sqlite, matches, matches_in_title, tsquery

NEWEST = 3000  # of a frequent word no more are ranked: bm25 reads every hit
IN_TITLE = 1000  # of these come from titles and tags, however old
HIT = DOCUMENTS.c.id, DOCUMENTS.c.kind, DOCUMENTS.c.object_id, DOCUMENTS.c.type
TITLE, TAGS, BODY = 10.0, 5.0, 1.0
Wanted = Select[int, str, int, str]
Build = Callable[..., Wanted]
_WHOLE: BindParameter[str] = bindparam("whole", type_=String)
_MOST: BindParameter[int] = bindparam("most", type_=Integer)
_MORE: BindParameter[int] = bindparam("more", type_=Integer)


def best(*conditions: ColumnElement[bool]) -> Wanted:
    """Select what matches the text, by how well."""
    return _matching(*conditions, matches(TEXT)).order_by(_rank(), DOCUMENTS.c.id.desc()).limit(_MOST)


def latest(*conditions: ColumnElement[bool]) -> Wanted:
    """Select what matches the text, the newest first: a frequent one, of which not all can be weighed."""
    return _matching(*conditions, matches(TEXT)).order_by(_of_index().desc()).limit(_MOST)


def latest_titles(*conditions: ColumnElement[bool]) -> Wanted:
    """Select what matches the text in titles and tags, the newest first."""
    return _matching(*conditions, matches_in_title()).order_by(_of_index().desc()).limit(_MOST)


def newest(*conditions: ColumnElement[bool]) -> Wanted:
    """Select what meets the conditions, the newest first; there is no text."""
    return select(*HIT).where(*conditions).order_by(_narrow(DOCUMENTS.c.id).desc()).limit(_MOST)


@cache
def frequency(sqlite: bool, begun: bool) -> Select[int]:
    """Which of these `more` have, whoever asks: 2 is `whole`, for what may be `begun`, 1 `text`, 0 none.

    What `text` has not, `whole` has not. SQLite is asked for that last all the same: it reads all that begins
    with a word, and then begins to give it.
    """
    text, whole = _have(TEXT, sqlite), _have(_WHOLE, sqlite)
    if not begun:
        which = case((text, 1), else_=0)
    elif sqlite:
        which = case((whole, 2), (text, 1), else_=0)
    else:
        which = case((~text, 0), (whole, 2), else_=1)
    return plain(select(which))


def _have(words: ColumnElement[str], sqlite: bool) -> ColumnElement[bool]:
    hits = select(literal(1).label("one")).select_from(INDEX if sqlite else DOCUMENTS)
    some = hits.where(matches(words)).limit(_MORE).subquery()
    return select(func.count()).select_from(some).scalar_subquery() == _MORE


def _matching(*conditions: ColumnElement[bool]) -> Wanted:
    """Select from documents what matches, on SQLite by way of the index."""
    hits = select(*HIT)
    if is_sqlite():
        hits = hits.select_from(INDEX.join(DOCUMENTS, _narrow(DOCUMENTS.c.id) == _narrow(_of_index())))
    return hits.where(*conditions)


def _of_index() -> ColumnElement[int]:
    """The ids of documents as the index has them, in whose order it reads."""
    return INDEX.c.rowid if is_sqlite() else DOCUMENTS.c.id


def _narrow(id_: ColumnElement[int]) -> ColumnElement[int]:
    return id_ + literal_column("0") if is_sqlite() else id_


def _rank() -> ColumnElement[float]:
    """How well a hit fits; the lower the better. Titles weigh ten times what bodies do."""
    if is_sqlite():
        return func.bm25(literal_column("search_index"), TITLE, TAGS, BODY)
    weights: ColumnElement[str] = literal_column(f"'{{{BODY / TITLE}, 0, {TAGS / TITLE}, 1}}'::float4[]")
    return -func.ts_rank(weights, DOCUMENTS.c.vector, tsquery(TEXT))
