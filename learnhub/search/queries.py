"""Looking for things, as somebody: what they may not know of is left out before anything is ranked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, select

from learnhub.core import clock, refs
from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.refs import Card, Ref
from learnhub.core.statements import kept, plain
from learnhub.people.models import Person
from learnhub.search import audiences, matching, ranking, snippets
from learnhub.search.grammar import Query, Text, parse
from learnhub.search.matching import DOCUMENTS, NOTHING, Matching, Words
from learnhub.search.models import SavedSearch, SearchDocument
from learnhub.search.relaxing import loosened
from learnhub.search.snippets import Snippet, Wanted

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


class Saved(NamedTuple):
    """A search that somebody keeps, as their list shows it."""

    id: int
    key: str
    name: str
    text: str
    kind: str
    looked_at: datetime


# id, kind, object_id, type: as the database gives them, because there may be thousands
_Row = Row[int, str, int, str]
_KIND = itemgetter(1)  # of a row; by its name it takes longer


def search(person: Person, typed: str, *, kind: str = "", page: int = 1, per_page: int = PAGE) -> Found:
    """Return what `person` finds for what was typed, best first; the newest first where no word says."""
    query = parse(typed)
    rows, asked, many, loose = _ranked(person, query)
    texts = (loose or query).texts  # what was left out is not marked either
    chosen = _of_kind(rows, kind) if kind else rows
    page = within(page, len(chosen), per_page)
    return Found(
        hits=_hits(person, chosen[(page - 1) * per_page : page * per_page], texts),
        counts=Counter(map(_KIND, rows)),
        total=len(chosen),
        page=page,
        many=many,
        loose=loose is not None,
        unknown=asked.unknown,
    )


def ids(person: Person, typed: str, *, kind: str) -> list[int]:
    """Return which things of one kind `person` finds, the best first: as many as are ranked."""
    rows, *_ = _ranked(person, parse(typed))
    return [row.object_id for row in _of_kind(rows, kind)]


def suggestions(person: Person, typed: str) -> Sequence[Hit]:
    """Return the few best hits while somebody types."""
    return search(person, typed, per_page=SUGGESTED).hits if parse(typed).texts else []


def _ranked(person: Person, query: Query) -> tuple[Sequence[_Row], Matching, bool, Query | None]:
    """Return the hits, the best first; whether there are more, and what they answer if not the query."""
    asked = matching.matching(query, person)
    if not asked.words.text and not asked.filters:
        return [], asked, False, None
    rows, many = _rows(person, asked)
    if rows or not (loose := loosened(query)):
        return rows, asked, many, None
    rows, many = _rows(person, matching.matching(loose, person))
    return rows, asked, many, loose if rows else None


def _of_kind(rows: Sequence[_Row], kind: str) -> list[_Row]:
    return [row for row in rows if _KIND(row) == kind]


def _rows(person: Person, asked: Matching) -> tuple[Sequence[_Row], bool]:
    """Return the hits, and whether there are more than are ranked."""
    ask, newest, in_title = partial(_asked, person, asked.filters), ranking.NEWEST, ranking.IN_TITLE
    if not asked.words.text:
        rows = ask(ranking.newest, NOTHING, newest)
    elif frequent := _frequent(asked):
        titles = ask(ranking.latest_titles, frequent, in_title)
        rest = ask(ranking.latest, frequent, newest - in_title)
        return [*dict.fromkeys([*titles, *rest])], len(rest) == newest - in_title
    else:
        rows = ask(ranking.best, asked.words, newest)
    return rows, len(rows) >= newest


def _asked(
    person: Person, filters: Sequence[ColumnElement[bool]], build: ranking.Build, words: Words, most: int
) -> Sequence[_Row]:
    """Return what one statement finds for the person, at most so many."""
    audience = audiences.of(person)
    if filters:
        statement = build(audience.lets, *filters)
    else:
        if build not in audience.statements:
            audience.statements[build] = plain(build(audience.lets))
        statement = audience.statements[build]
    values = audiences.values(person, clock.now()) | words._asdict() | {"most": most}
    return db.session.execute(statement, values).all()


def _frequent(asked: Matching) -> Words | None:
    """Return the words where so many have them that not all can be ranked.

    A frequent last word is looked for as it stands: what begins with it SQLite reads to the end, and then
    gives the first.
    """
    words, whole = asked.words.text, asked.whole.text
    statement = ranking.frequency(matching.is_sqlite(), bool(whole))
    values = {"text": words, "more": ranking.NEWEST + 1} | ({"whole": whole} if whole else {})
    which = db.session.scalar(statement, values)
    return (None, asked.words, asked.whole)[which or 0]


def _hits(person: Person, rows: Sequence[_Row], texts: Sequence[Text]) -> list[Hit]:
    """Return the rows as they are shown. Each feature is asked once more whether the person may see them."""
    named = {Ref(row.kind, row.object_id): row for row in rows}
    cards = refs.cards(named, person)
    shown = {ref: row for ref, row in named.items() if ref in cards}
    if not shown:
        return []
    ids = [row.id for row in shown.values()]
    bodies = {id_: body for id_, body in db.session.execute(*kept(_bodies, ids))}
    wanted = Wanted(texts)
    return [
        Hit(ref, cards[ref], row.type, snippets.of(cards[ref].title, bodies.get(row.id, ""), wanted))
        for ref, row in shown.items()
    ]


def _bodies(ids: Sequence[int]) -> Select[int, str]:
    return select(DOCUMENTS.c.id, DOCUMENTS.c.body).where(among(DOCUMENTS.c.id, ids))


def is_empty() -> bool:
    """Whether nothing at all can be found, by anybody."""
    return db.session.scalar(select(SearchDocument.id).limit(1)) is None


def saved(person: Person) -> Sequence[Saved]:
    """Return the searches that the person keeps, by name."""
    return [Saved(*row) for row in db.session.execute(*kept(_saved, person.id))]


def _saved(person_id: int) -> Select[Any]:
    said = [getattr(SavedSearch, name) for name in Saved._fields]
    return select(*said).where(SavedSearch.person_id == person_id).order_by(SavedSearch.name)


def saved_search(person: Person, key: str) -> SavedSearch:
    """Return one of them. Raises NotFound."""
    found = db.session.scalar(
        select(SavedSearch).where(SavedSearch.person_id == person.id, SavedSearch.key == key)
    )
    if found is None:
        raise NotFound
    return found
