"""What the pages for many resources at once show."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from learnhub.core import clock
from learnhub.library import collection_services, exporting, feeds, incoming, pages
from learnhub.library.exporting import FORMATS, Chosen
from learnhub.people.models import Person
from learnhub.search import queries as search

# What the page that leads to them calls them, the most usual first: kind, name, note, icon.
WAYS = (
    (incoming.PASTED.kind, "Links", "Paste thirty at once, or a mail with links in it.", "link"),
    (
        incoming.BOOKMARKS.kind,
        "Bookmarks",
        "Of Firefox, Chrome, Edge, Safari, Pinboard, Raindrop or Shaarli.",
        "bookmark-plus",
    ),
    (incoming.RESOURCES.kind, "A spreadsheet", "CSV or XLSX with a header; you choose the columns.", "table"),
    (incoming.AWESOME.kind, "A list in Markdown", "An “awesome” list or the README of a team.", "list"),
    (incoming.FEED.kind, "A feed", "The entries of a saved RSS or Atom file.", "inbox"),
    (incoming.BIBTEX.kind, "References", "BibTeX of Zotero, JabRef, Mendeley or DBLP.", "book-open"),
)


FILTERS = frozenset({"type", "level", "goal", "tag", "is"})


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken along or followed. `about` names what a feed can be of; "" where none can."""

    chosen: Chosen
    about: str
    back: str  # the page that it is on
    address: str  # of the page on which one takes it along, without its end
    query: str = ""


def by_address(person: Person, args: MultiDict[str, str]) -> Selection:
    """Return what the filters of an address choose: those of the library, a saved search, or a search."""
    key, typed = args.get("search", ""), args.get("q", "")
    if key or typed:
        text = search.saved_search(person, key).text if key else typed
        back = f"/search?{urlencode({'type': 'resource', 'q': text})}"
        about = feeds.named("search", key) if key else ""
        query = urlencode({"search": key} if key else {"q": text[:200]})
        return Selection(exporting.by_search(person, text), about, back, "/library/take-along", query)
    wanted = pages.wanted(args)
    today = clock.now().astimezone(person.tz).date()
    query = urlencode([pair for pair in args.items(multi=True) if pair[0] in FILTERS])
    back = f"/library?{query}" if query else "/library"
    chosen = exporting.by_filter(person, wanted, today)
    return Selection(chosen, feeds.about(wanted), back, "/library/take-along", query)


def by_collection(person: Person, key: str) -> Selection:
    """Return the resources of a collection."""
    of = collection_services.collection(person, key)
    address = f"/collections/{of.key}"
    chosen = exporting.by_collection(person, of)
    return Selection(chosen, feeds.named("collection", of.key), address, f"{address}/take-along")


def taking(person: Person, asked: Selection, *, url: str = "") -> dict[str, Any]:
    """The page: each format, and a feed where there can be one. `url` is a new feed's address, shown once."""
    end = f"?{asked.query}" if asked.query else ""
    name = asked.chosen.title.removeprefix("Library: ")
    return {
        "asked": asked,
        "name": "the library" if name == "Library" else name,
        "trail": [] if name == "Library" else [(name, asked.back)],
        "action": f"{asked.address}{end}",
        "files": [(name, form, f"{asked.address}.{name}{end}") for name, form in FORMATS.items()],
        "open": feeds.of(person, asked.about) if asked.about else [],
        "url": url,
    }
