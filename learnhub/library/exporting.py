"""Resources to take along: which ones, as whom, and in which format."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.text import one_line
from learnhub.library import collection_services as collections
from learnhub.library import lists, queries
from learnhub.library.formats import awesome, bibtex, netscape, tables
from learnhub.library.formats.entries import Entry
from learnhub.library.lists import Wanted
from learnhub.library.models import Collection, Resource
from learnhub.people.models import Kind, Person
from learnhub.search import queries as search

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write resources; `note` says what it is good for, and what it cannot hold."""

    name: str
    note: str
    media: str
    write: Callable[[str, Iterable[Entry]], Iterator[str]]


FORMATS: Mapping[str, Format] = {
    "html": Format(
        "Bookmarks",
        "For any browser or bookmark manager. Notes without an address stay behind.",
        "text/html",
        netscape.write,
    ),
    "md": Format(
        "Markdown",
        "An “awesome” list, with a heading for the first tag. Notes without an address stay behind.",
        "text/markdown",
        awesome.write,
    ),
    "bib": Format("BibTeX", "For Zotero, JabRef and papers.", "application/x-bibtex", bibtex.write),
    "csv": Format("CSV", "For spreadsheets; holds all that is said of each.", "text/csv", tables.write_csv),
    "json": Format(
        "JSON", "For programs; holds all that is said of each.", "application/json", tables.write_json
    ),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is taken along, in this order, and what it is called."""

    title: str
    ids: Sequence[int]


def written(form: str, chosen: Chosen) -> bytes:
    """Return a file with the resources. Raises NotFound for an unknown format."""
    if form not in FORMATS:
        raise NotFound
    return "".join(FORMATS[form].write(chosen.title, entries(chosen.ids))).encode()


def by_filter(person: Person, wanted: Wanted, today: date) -> Chosen:
    """Return what the list of the library shows, in the order in which it came in. Guests see none."""
    if person.kind is Kind.GUEST:
        raise NotFound
    return Chosen(f"Library: #{wanted.tag}" if wanted.tag else "Library", lists.ids(person, wanted, today))


def by_search(person: Person, typed: str) -> Chosen:
    """Return the resources that a search finds, the best first."""
    text = one_line(typed)
    found = search.ids(person, text, kind="resource")
    seen = {row.id for row in queries.visible(person, found)}
    return Chosen(f"Library: {text}", [id_ for id_ in found if id_ in seen])


def by_collection(person: Person, of: Collection) -> Chosen:
    """Return the resources of a collection in order, those of collections inside it where they stand."""
    ids = [*dict.fromkeys(_inside(person, of, {of.id}))]
    seen = {row.id for row in queries.visible(person, ids)}
    return Chosen(of.title, [id_ for id_ in ids if id_ in seen])


def _inside(person: Person, of: Collection, open_: set[int]) -> Iterator[int]:
    for step in collections.steps(of):
        if step.ref_kind == "resource":
            yield step.ref_id
        elif step.ref_kind == "collection" and step.ref_id not in open_:
            for inner in collections.visible(person, [step.ref_id]):
                yield from _inside(person, inner, open_ | {inner.id})


def entries(ids: Sequence[int]) -> Iterator[Entry]:
    """Yield these resources as a format has them, in this order."""
    yield from map(_entry, resources(ids))


def resources(ids: Sequence[int]) -> Iterator[Resource]:
    """Yield these resources with their tags, in this order."""
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        wanted = select(Resource).options(selectinload(Resource.tags))
        rows = {row.id: row for row in db.session.scalars(wanted.where(Resource.id.in_(some)))}
        yield from (rows[id_] for id_ in some if id_ in rows)


def _entry(row: Resource) -> Entry:
    expires = {"expires_on": row.expires_on.isoformat()} if row.expires_on else {}
    return Entry(
        row.id,
        title=row.title,
        url=row.url or "",
        kind=row.kind.value,
        tags=sorted(row.tag_names),
        summary=row.summary,
        author=row.author,
        published=row.published,
        level=row.level.value if row.level else "",
        minutes=str(row.minutes or ""),
        language=row.language,
        added=row.created_at,
        facts={**row.facts, **expires},
    )
