"""What a page says of itself: title, author, date and the rest, asked by a job and never waited for."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from sqlalchemy import select, update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.fetch import PAGE, Reply, Unreachable, fetch
from learnhub.core.refs import Ref
from learnhub.core.text import many_lines, one_line
from learnhub.core.transaction import release, transaction
from learnhub.library import services, url_keys
from learnhub.library.models import Alias, Lookup, Resource, ResourceKind
from learnhub.search import services as search

WORDS_A_MINUTE = 220
SHORTEST = 120  # words: below it there is no text to time
MANY = 20  # at one sweep
LATE = timedelta(minutes=2)
READ = {"text/html", "application/xhtml+xml"}
KINDS = {"video": ResourceKind.VIDEO, "book": ResourceKind.BOOK}


@dataclass(frozen=True, slots=True)
class Said:
    """What a page said of itself."""

    final_url: str
    for_good: bool = False  # it was led there by permanent redirects alone
    title: str = ""
    summary: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    canonical: str = ""
    kind: ResourceKind | None = None
    minutes: int | None = None


def look_up(resource_id: int) -> None:
    """Ask the resource's page what it says of itself, and keep what nobody wrote down yet."""
    url = db.session.scalar(
        select(Resource.url).where(Resource.id == resource_id, Resource.lookup == Lookup.WAITING)
    )
    release()
    if not url:
        return
    try:
        said = read(fetch(url, PAGE))
    except Unreachable:
        said = None
    with transaction():
        _arrived(resource_id, url, said)


def waiting() -> list[int]:
    """Return the ids of resources whose page was not asked yet, for whatever reason."""
    return list(
        db.session.scalars(
            select(Resource.id)
            .where(Resource.lookup == Lookup.WAITING, Resource.created_at < clock.now() - LATE)
            .order_by(Resource.id)
            .limit(MANY)
        )
    )


def read(reply: Reply) -> Said | None:
    """Return what an answer says of itself; None for an error page."""
    if reply.status >= 400:
        return None
    if reply.content_type not in READ or not reply.body:
        return Said(reply.url, reply.moved_for_good)
    import trafilatura

    page = trafilatura.extract_metadata(reply.body, default_url=reply.url)
    text = trafilatura.extract(reply.body, url=reply.url, include_comments=False, fast=True) or ""
    words = len(text.split())
    if page is None:
        return Said(reply.url, reply.moved_for_good)
    return Said(
        final_url=reply.url,
        for_good=reply.moved_for_good,
        title=one_line(page.title)[: services.TITLE],
        summary=one_line(page.description)[: services.SUMMARY],
        author=one_line((page.author or "").replace(";", ","))[: services.AUTHOR],
        published=(page.date or "")[:10],
        language=one_line(page.language)[:10],
        canonical=_canonical(reply.url, page.url or ""),
        kind=KINDS.get((page.pagetype or "").partition(".")[0]),
        minutes=max(1, round(words / WORDS_A_MINUTE)) if words >= SHORTEST else None,
    )


def _canonical(final: str, named: str) -> str:
    """Return the address that the page names as its own, if it is of the same site."""
    url = urljoin(final, named)
    if not named or not url_keys.is_address(url):
        return ""
    here, there = (f".{(urlsplit(each).hostname or '').removeprefix('www.')}" for each in (final, url))
    return url if here.endswith(there) or there.endswith(here) else ""


def _arrived(resource_id: int, url: str, said: Said | None) -> None:
    """Write what is still empty. Without its version: who is writing just now loses nothing by it."""
    found = db.session.get(Resource, resource_id)
    if found is None or found.url != url or found.lookup is not Lookup.WAITING:
        return
    values: dict[str, object] = {"lookup": Lookup.DONE if said else Lookup.FAILED}
    if said is not None:
        values |= _new(found, said) | {"final_url": said.final_url[: url_keys.LONGEST]}
        if said.canonical:
            values["canonical_url"] = said.canonical
        if said.for_good:  # elsewhere it may lead to another page tomorrow
            _lead_here(found, said.final_url)
    db.session.execute(update(Resource).where(Resource.id == resource_id).values(values))
    db.session.expire(found)
    search.changed(Ref("resource", resource_id))


def _new(found: Resource, said: Said) -> dict[str, object]:
    """Return what the page knows and nobody wrote."""
    values: dict[str, object] = {}
    if said.title and found.title == url_keys.placeholder(found.url or ""):
        values["title"] = said.title
    if said.kind and found.kind is services.guess(found.url or ""):
        values["kind"] = said.kind
    for name in ("summary", "author", "published", "language", "minutes"):
        if not getattr(found, name) and getattr(said, name):
            values[name] = getattr(said, name)
    if "summary" in values:
        values["summary"] = many_lines(said.summary)
    return values


def _lead_here(found: Resource, final_url: str) -> None:
    """Let the address where it ended lead to this resource too, unless another has it."""
    if not url_keys.is_address(final_url):
        return
    key = url_keys.url_key(final_url)
    if key == found.url_key or urlsplit(final_url).path.strip("/") == "":
        return  # many a page that is gone ends at the front door
    taken = db.session.scalar(select(Resource.id).where(Resource.url_key == key))
    if taken is None and db.session.scalar(select(Alias.id).where(Alias.url_key == key)) is None:
        db.session.add(Alias(resource_id=found.id, url_key=key))
        db.session.flush()
