"""Feeds that readers fetch as a person: what is new in the library, under a tag, for a goal, in a collection.

The secret in an address is a token of `people.feed_tokens`; its `about` is "all", "tag:evaluation",
"goal:<key>", "collection:<key>" or "search:<key>".
"""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree

from learnhub.core import clock
from learnhub.core.errors import NotFound
from learnhub.goals import queries as goals
from learnhub.library import collection_services, exporting, lists
from learnhub.library.exporting import Chosen
from learnhub.library.lists import NO_GOAL, Wanted
from learnhub.library.models import Resource
from learnhub.people import feed_tokens
from learnhub.people import queries as people
from learnhub.people.models import FeedToken, Kind, Person
from learnhub.search import queries as search
from learnhub.web.addresses import whole

KIND = "library"
ALL = "all"
MOST = 50  # entries
ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def named(kind: str, name: str) -> str:
    """Return how a token names what a feed is of."""
    return f"{kind}:{name}"


def about(wanted: Wanted) -> str:
    """Return how a token names this list: of everything, one tag or one goal; "" for any other."""
    only = [part for part in (wanted.kinds, wanted.levels, wanted.mine) if part]
    if only or (wanted.tag and wanted.goals) or len(wanted.goals) > 1 or NO_GOAL in wanted.goals:
        return ""
    if wanted.goals:
        return named("goal", wanted.goals[0])
    return named("tag", wanted.tag) if wanted.tag else ALL


def of(person: Person, about: str) -> list[FeedToken]:
    """Return the person's open tokens for that: none or one, unless two were made at once."""
    return [each for each in feed_tokens.of(person) if (each.kind, each.about) == (KIND, about)]


def make(person: Person, about: str) -> str:
    """Return a new address of the feed, to be shown this once; the one before answers no more."""
    name = _chosen(person, about).title
    for each in of(person, about):
        feed_tokens.end(person, each.key)
    return whole(f"/library/feeds/{feed_tokens.make(person, KIND, about, name=name)}.atom")


def read(secret: str) -> bytes:
    """Return what stands behind an address: the same bytes until something in it changes.

    Raises NotFound for an unknown or ended one, and for what its person may not know of any more.
    """
    token = feed_tokens.opened(KIND, secret)
    if token.person.kind is Kind.GUEST:
        raise NotFound
    chosen = _chosen(token.person, token.about)
    rows = exporting.resources(chosen.ids[::-1][:MOST])
    root = f"urn:learnhub:{people.organisation().instance}"
    return _atom(f"{root}:{token.about}", chosen.title, root, list(rows), token.created_at)


def _chosen(person: Person, about: str) -> Chosen:
    """Return what a token names, the newest last, as far as the person may see it. Raises NotFound."""
    kind, _, name = about.partition(":")
    today = clock.now().astimezone(person.tz).date()
    if kind == "collection":
        return exporting.by_collection(person, collection_services.collection(person, name))
    if kind == "search":
        saved = search.saved_search(person, name)
        found = exporting.by_search(person, saved.text)
        return Chosen(f"Library: {saved.name}", sorted(found.ids))
    if kind == "goal":
        goal = goals.goal(person, name)
        wanted = Wanted(goals=(goal.key,))
        return Chosen(f"Library: {goal.title}", lists.ids(person, wanted, today))
    if kind not in {ALL, "tag"}:
        raise NotFound
    return exporting.by_filter(person, Wanted(tag=name), today)


def _atom(id_: str, title: str, root: str, rows: Sequence[Resource], since: datetime) -> bytes:
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _text(feed, "id", id_)
    _text(feed, "title", title)
    _text(feed, "updated", _moment(max((_changed(row) for row in rows), default=since)))
    author = ElementTree.SubElement(feed, "author")
    _text(author, "name", people.organisation().name or "LearnHub")
    ElementTree.SubElement(feed, "link", rel="alternate", href=whole("/library"))
    for row in rows:
        _entry(feed, row, root)
    ElementTree.indent(feed)
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _entry(feed: ElementTree.Element, row: Resource, root: str) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _text(entry, "id", f"{root}:resource:{row.key}")
    _text(entry, "title", row.title)
    _text(entry, "updated", _moment(_changed(row)))
    _text(entry, "published", _moment(row.created_at))
    ElementTree.SubElement(entry, "link", rel="alternate", href=whole(f"/library/{row.key}"))
    if row.url:
        ElementTree.SubElement(entry, "link", rel="related", href=_clean(row.url))
    if row.author:
        _text(ElementTree.SubElement(entry, "author"), "name", row.author)
    for tag in sorted(row.tag_names):
        ElementTree.SubElement(entry, "category", term=_clean(tag))
    if row.summary:
        _text(entry, "summary", row.summary)


def _changed(row: Resource) -> datetime:
    return max(row.created_at, row.confirmed_at or row.created_at)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
