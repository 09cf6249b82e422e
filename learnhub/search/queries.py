"""Looking for things, as somebody: what they may not know of is left out before anything is ranked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, select, union

from learnhub.core import clock, refs
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.refs import Card, Ref
from learnhub.people.models import Person
from learnhub.search import audiences, matching, snippets
from learnhub.search.grammar import Query, Text, parse
from learnhub.search.matching import INDEX, Matching
from learnhub.search.models import SavedSearch, SearchDocument
from learnhub.search.relaxing import loosened
from learnhub.search.snippets import Snippet

NEWEST = 3000  # of a frequent word no more are ranked: bm25 reads every hit
IN_TITLE = 1000  # of these come from titles, however old
PAGE = 20
SUGGESTED = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, as it is shown."""

    ref: Ref
    card: Card
    type: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how much there is of each kind.

    `many`: there is more than is ranked. `loose`: nothing had all of the words, these have some.
    `unknown`: filters that nobody understands.
    """

    hits: Sequence[Hit] = ()
    counts: Mapping[str, int] | None = None
    total: int = 0
    page: int = 1
    many: bool = False
    loose: bool = False
    unknown: Sequence[str] = ()

    @property
    def everything(self) -> int:
        return sum((self.counts or {}).values())


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    ref: Ref
    type: str


def search(person: Person, typed: str, *, kind: str = "", page: int = 1, per_page: int = PAGE) -> Found:
    """Return what `person` finds for what was typed, best first; the newest first where no word says."""
    query = parse(typed)
    rows, asked, many, loose = _ranked(person, query)
    chosen = [row for row in rows if kind in {"", row.ref.kind}]
    page = within(page, len(chosen), per_page)
    return Found(
        hits=_hits(person, chosen[(page - 1) * per_page : page * per_page], query.texts),
        counts=Counter(row.ref.kind for row in rows),
        total=len(chosen),
        page=page,
        many=many,
        loose=loose,
        unknown=asked.unknown,
    )


def suggestions(person: Person, typed: str) -> Sequence[Hit]:
    """Return the few best hits while somebody types."""
    return search(person, typed, per_page=SUGGESTED).hits if parse(typed).texts else []


def _ranked(person: Person, query: Query) -> tuple[list[_Row], Matching, bool, bool]:
    """Return the hits, the best first; whether there are more, and whether they have only some words."""
    asked = matching.matching(query, person)
    if not asked.text and not asked.filters:
        return [], asked, False, False
    rows, many = _rows(person, asked)
    if rows or not (loose := loosened(query)):
        return rows, asked, many, False
    rows, many = _rows(person, matching.matching(loose, person))
    return rows, asked, many, bool(rows)


def _rows(person: Person, asked: Matching) -> tuple[list[_Row], bool]:
    """Return the hits, and whether there are more than are ranked."""
    now, frequent = clock.now(), bool(asked.text) and _is_frequent(asked.text)
    if not asked.text:
        wanted = _select(person, asked, now, literal(0.0)).order_by(SearchDocument.id.desc()).limit(NEWEST)
    elif frequent:
        wanted = _newest(person, asked, now)
    else:
        hits = _select(person, asked, now, matching.rank(asked.text)).where(matching.matches(asked.text))
        wanted = hits.order_by("rank", SearchDocument.id.desc()).limit(NEWEST)
    found = db.session.execute(wanted)
    rows = [_Row(id_, Ref(kind, object_id), type_) for id_, kind, object_id, type_, _ in found]
    return rows, frequent or len(rows) >= NEWEST


def _select(
    person: Person, asked: Matching, now: datetime, rank: ColumnElement[float]
) -> Select[int, str, int, str, float]:
    """Select from documents (on SQLite by way of the index) what the person may find."""
    columns = select(
        SearchDocument.id,
        SearchDocument.kind,
        SearchDocument.object_id,
        SearchDocument.type,
        rank.label("rank"),
    )
    if asked.text and matching.is_sqlite():
        columns = columns.select_from(INDEX).join(SearchDocument, SearchDocument.id == INDEX.c.rowid)
    return columns.where(audiences.lets(person, now), *asked.filters)


def _is_frequent(text: str) -> bool:
    """Whether so many have it that not all can be ranked."""
    source = INDEX if matching.is_sqlite() else SearchDocument
    some = select(literal(1)).select_from(source).where(matching.matches(text)).limit(NEWEST + 1).subquery()
    return (db.session.scalar(select(func.count()).select_from(some)) or 0) > NEWEST


def _newest(person: Person, asked: Matching, now: datetime) -> Select[int, str, int, str, float]:
    """Select the newest hits alone; those with it in title or tags come first."""
    newest = INDEX.c.rowid if matching.is_sqlite() else SearchDocument.id
    parts = [
        select(
            _select(person, asked, now, literal(value))
            .where(matching.matches(text))
            .order_by(newest.desc())
            .limit(most)
            .subquery()
        )
        for text, value, most in ((asked.in_title, -1.0, IN_TITLE), (asked.text, 0.0, NEWEST - IN_TITLE))
    ]
    both = union(*parts).subquery()
    least = func.min(both.c.rank)
    return (
        select(both.c.id, both.c.kind, both.c.object_id, both.c.type, least)
        .group_by(both.c.id, both.c.kind, both.c.object_id, both.c.type)
        .order_by(least, both.c.id.desc())
    )


def _hits(person: Person, rows: Sequence[_Row], texts: Sequence[Text]) -> list[Hit]:
    """Return the rows as they are shown. Each feature is asked once more whether the person may see them."""
    cards = refs.cards([row.ref for row in rows], person)
    shown = [row for row in rows if row.ref in cards]
    if not shown:
        return []
    texts_of = select(SearchDocument.id, SearchDocument.body)
    wanted = texts_of.where(SearchDocument.id.in_([row.id for row in shown]))
    bodies = {id_: body for id_, body in db.session.execute(wanted)}
    return [
        Hit(row.ref, card, row.type, snippets.of(card.title, bodies.get(row.id, ""), texts))
        for row in shown
        for card in [cards[row.ref]]
    ]


def is_empty() -> bool:
    """Whether nothing at all can be found, by anybody."""
    return db.session.scalar(select(SearchDocument.id).limit(1)) is None


def saved(person: Person) -> Sequence[SavedSearch]:
    """Return the searches that the person keeps, by name."""
    return db.session.scalars(
        select(SavedSearch).where(SavedSearch.person_id == person.id).order_by(SavedSearch.name)
    ).all()


def saved_search(person: Person, key: str) -> SavedSearch:
    """Return one of them. Raises NotFound."""
    found = db.session.scalar(
        select(SavedSearch).where(SavedSearch.person_id == person.id, SavedSearch.key == key)
    )
    if found is None:
        raise NotFound
    return found
