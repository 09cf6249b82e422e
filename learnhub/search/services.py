"""Keeping what can be found: features say what changed, and it is written once, before the commit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, tuple_

from learnhub.core import clock, transaction
from learnhub.core import db as stored
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.people.models import Person
from learnhub.search import documents, grammar
from learnhub.search.audiences import EVERYONE
from learnhub.search.documents import Document
from learnhub.search.folding import tagged, words
from learnhub.search.matching import type_name
from learnhub.search.models import SavedSearch, SearchAudience, SearchDocument
from learnhub.search.snippets import plain

BATCH = 200
BODY = 20_000  # characters of a body that snippets are taken from
BODY_WORDS = 4000  # of a body no more can be found; the places in a tsvector end at 16,383
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = 50  # searches a person
_TEXTS = ("title", "body", "title_words", "tag_words", "body_words")
REWRITTEN = ("type", "language", "updated_at", "everyone_since", *_TEXTS)


def changed(*things: Ref) -> None:
    """Say that these are there, or are other than before: by the commit they are found as they are then.

    What gives no document any more is not found any more.
    """
    transaction.before_commit(write, *things)


def gone(*things: Ref) -> None:
    """Say that these are there no more."""
    changed(*things)


def write(things: Sequence[Ref]) -> None:
    """Write the documents of these things as they are now. `changed` asks for it by the commit."""
    db.session.flush()
    for some in _batches(sorted(set(things))):
        _store(some)


def rebuild(say: Callable[[int], None] = lambda count: None) -> int:
    """Write every document anew, the oldest first; return how many there are. Searching goes on meanwhile.

    Opens transactions of its own. `say` hears after each batch how many are written.
    """
    with transaction.transaction():
        last = db.session.scalar(select(func.max(SearchDocument.id))) or 0
        order = sorted(_moments())
    count = 0
    for some in _batches([ref for _, ref in order]):
        with transaction.transaction():
            _delete(some)
            count += _store(some)
        say(count)
    with transaction.transaction():
        db.session.execute(delete(SearchDocument).where(SearchDocument.id <= last))
    return count


def save_search(person: Person, *, name: str, text: str, kind: str = "") -> SavedSearch:
    """Keep a search under a name; the same name again replaces it. Raises Invalid, naming the field."""
    name, text = one_line(name)[:80], one_line(text)[: grammar.LONGEST]
    if not name:
        raise Invalid("Give it a name.", "name")
    if not text:
        raise Invalid("Search for something first.", "q")
    mine = {each.name: each for each in _saved_by(person)}
    if name not in mine and len(mine) >= KEPT:
        raise Invalid(f"You keep {KEPT} searches already. Forget one first.", "name")
    kept = mine.get(name) or SavedSearch(person_id=person.id, name=name)
    kept.text, kept.kind = text, kind if kind in documents.kinds() else ""
    kept.looked_at = clock.now()
    db.session.add(kept)
    db.session.flush()
    return kept


def look(search: SavedSearch) -> None:
    """Note that its owner looks now at what it finds: what comes later is new."""
    search.looked_at = clock.now()
    db.session.flush()


def forget(search: SavedSearch) -> None:
    """Keep a search no more."""
    db.session.delete(search)
    db.session.flush()


def _saved_by(person: Person) -> Sequence[SavedSearch]:
    return db.session.scalars(select(SavedSearch).where(SavedSearch.person_id == person.id)).all()


def _batches(things: Sequence[Ref]) -> Iterator[Sequence[Ref]]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]


def _moments() -> Iterator[tuple[datetime, Ref]]:
    now = clock.now()
    for kind in documents.kinds():
        for document in documents.of(kind):
            yield document.updated_at or now, document.ref


def _store(things: Sequence[Ref]) -> int:
    """Write the documents of these things as they are now, and delete what has none."""
    found: dict[Ref, Document] = {}
    for kind in dict.fromkeys(ref.kind for ref in things):
        ids = [ref.id for ref in things if ref.kind == kind]
        found |= {document.ref: document for document in documents.of(kind, ids)}
    _delete([ref for ref in things if ref not in found])
    present = [found[ref] for ref in things if ref in found]
    if present:
        _write_audience(_upsert(present), present)
    return len(present)


def _delete(things: Iterable[Ref]) -> None:
    pairs = [(ref.kind, ref.id) for ref in things]
    if pairs:
        which = tuple_(SearchDocument.kind, SearchDocument.object_id).in_(pairs)
        db.session.execute(delete(SearchDocument).where(which).execution_options(synchronize_session=False))


def _upsert(present: Sequence[Document]) -> dict[Ref, int]:
    """Write documents; return their ids. Two writers of one wait here, and the later one stays."""
    row = stored.insert(SearchDocument)
    row = row.on_conflict_do_update(
        index_elements=["kind", "object_id"], set_={name: row.excluded[name] for name in REWRITTEN}
    )
    written = row.returning(SearchDocument.id, SearchDocument.kind, SearchDocument.object_id)
    values = [_values(document) for document in present]  # beside the statement: it is built once for all
    options = {"dml_strategy": "raw"}  # a statement of its own, no objects made
    found = db.session.execute(written, values, execution_options=options)
    return {Ref(kind, object_id): id_ for id_, kind, object_id in found}


def _values(document: Document) -> dict[str, Any]:
    title, body = (_storable(text) for text in (one_line(document.title), plain(document.body)))
    return {
        "kind": document.ref.kind,
        "object_id": document.ref.id,
        "type": type_name(document.type) if document.type else "",
        "title": title,
        "body": body[:BODY],
        "language": document.language,
        "updated_at": document.updated_at or clock.now(),
        "everyone_since": ALWAYS if EVERYONE in document.audience else document.later.get(EVERYONE),
        "title_words": " ".join(words(title, BODY_WORDS)),
        "tag_words": " ".join([*tagged(document.tags), *words(document.type)][:BODY_WORDS]),
        "body_words": " ".join(words(body, BODY_WORDS)),
    }


def _storable(text: str) -> str:
    """Return the text without what no database keeps: halves of pairs, from badly cut JSON."""
    return text if text.isascii() else text.encode(errors="ignore").decode()


def _write_audience(ids: dict[Ref, int], documents_: Sequence[Document]) -> None:
    db.session.execute(delete(SearchAudience).where(SearchAudience.document_id.in_(ids.values())))
    rows = [
        {"document_id": ids[document.ref], "token": token, "since": since}
        for document in documents_
        for token, since in {**document.later, **dict.fromkeys(document.audience)}.items()
        if token != EVERYONE  # who stands with the document itself
    ]
    if rows:
        db.session.execute(insert(SearchAudience), rows)
