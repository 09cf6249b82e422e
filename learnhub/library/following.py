"""Feeds that the library follows: what is new in them waits to be looked at, and never comes in by itself."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import joinedload

from learnhub.core import audit, clock, events
from learnhub.core.db import changed, db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.fetch import Ask, Reply, Unreachable, fetch, if_newer
from learnhub.core.paging import within
from learnhub.core.policy import Verdict, require
from learnhub.core.refs import Ref
from learnhub.core.text import one_line, web_address
from learnhub.core.transaction import release, transaction
from learnhub.library import policies, queries, services, url_keys
from learnhub.library.events import FeedFollowed
from learnhub.library.following_models import FeedState, Followed, Proposal, ProposalState
from learnhub.library.formats import syndication
from learnhub.library.formats.entries import Entry
from learnhub.library.models import Resource
from learnhub.people.models import Person, Role

PAGE = 20
MOST = 200  # feeds
AT_FIRST = 20  # entries, of what stood in it before it was followed
AT_ONCE = 100
OFTEN = timedelta(hours=6)
CLAIMED = timedelta(hours=1)
LATEST = timedelta(days=3)
MANY = 30  # feeds at one sweep
ACCEPTS = "application/atom+xml, application/rss+xml;q=0.9, application/xml;q=0.8, text/html;q=0.5, */*;q=0.1"


def verdict_on_following(actor: Person) -> Verdict:
    """Say whether the actor chooses which feeds are followed, and what of them comes in."""
    return policies.may_follow(is_lead=actor.has(Role.LEAD), is_admin=actor.has(Role.ADMIN))


def followed() -> Sequence[Followed]:
    """Return the feeds that are followed, by title."""
    return db.session.scalars(
        select(Followed).where(Followed.ended_at.is_(None)).order_by(Followed.title, Followed.id)
    ).all()


def waiting(page: int, total: int) -> Sequence[Proposal]:
    """Return one page of what waits to be looked at, the newest first."""
    return db.session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.feed))
        .where(Proposal.state == ProposalState.WAITING)
        .order_by(Proposal.found_at.desc(), Proposal.id.desc())
        .limit(PAGE)
        .offset((within(page, total, PAGE) - 1) * PAGE)
    ).all()


def count_waiting() -> int:
    """Return how many entries wait to be looked at."""
    wanted = select(func.count()).select_from(Proposal).where(Proposal.state == ProposalState.WAITING)
    return db.session.scalar(wanted) or 0


def follow(actor: Person, url: str) -> Followed:
    """Follow the feed at this address, or the one that the page there names; it is read in the background.

    Raises Invalid for what is no address, and where there are too many.
    """
    require(verdict_on_following(actor))
    address, there = web_address(one_line(url)), _by_key()
    if not url_keys.is_address(address):
        raise Invalid("Use the address of a feed, or of a page that has one.", "url")
    known = there.get(url_keys.url_key(address))
    if known is None and len(there) >= MOST:
        raise Invalid(f"{MOST} feeds are followed already. End one first.", "url")
    return known or _follow(actor, address)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of a list of feeds: how many are new, were followed already, and stayed out."""

    new: int
    known: int
    left_out: int


def follow_all(actor: Person, feeds: Iterable[tuple[str, str]]) -> BroughtIn:
    """Follow these feeds (titles, addresses), as many as there may be. Raises Forbidden as `follow` does."""
    require(verdict_on_following(actor))
    there, counts = _by_key(), Counter[str]()
    for title, url in feeds:
        address = web_address(one_line(url))
        key = url_keys.url_key(address) if url_keys.is_address(address) else ""
        if key in there:
            counts["known"] += 1
        elif not key or len(there) >= MOST:
            counts["left_out"] += 1
        else:
            there[key] = _follow(actor, address, title)
            counts["new"] += 1
    return BroughtIn(counts["new"], counts["known"], counts["left_out"])


def _by_key() -> dict[str, Followed]:
    return {url_keys.url_key(each.url): each for each in followed()}


def _follow(actor: Person, address: str, title: str = "") -> Followed:
    named = title[:300] or url_keys.placeholder(address)
    made = Followed(url=address, title=named, added_by_id=actor.id, next_ask_at=clock.now())
    db.session.add(made)
    db.session.flush()
    audit.record(actor.id, "feed.followed", Ref("feed", made.id), after={"url": address})
    events.publish(FeedFollowed(made.id))
    return made


def unfollow(actor: Person, key: str) -> Followed:
    """Follow a feed no longer; what waits of it is dropped. Raises NotFound."""
    require(verdict_on_following(actor))
    found = db.session.scalar(select(Followed).where(Followed.key == key, Followed.ended_at.is_(None)))
    if found is None:
        raise NotFound
    found.ended_at, found.next_ask_at = clock.now(), None
    _decide(actor, ProposalState.DROPPED, Proposal.feed_id == found.id)
    audit.record(actor.id, "feed.ended", Ref("feed", found.id), before={"url": found.url})
    return found


def accept(actor: Person, key: str) -> Resource:
    """Bring a proposed entry into the library, or find it there. Raises NotFound once it is decided on."""
    require(verdict_on_following(actor))
    proposal = db.session.scalar(select(Proposal).where(Proposal.key == key))
    if proposal is None or not _decide(actor, ProposalState.ACCEPTED, Proposal.key == key):
        raise NotFound("Somebody has decided on this already.")
    text = services.Text(
        title=proposal.title, summary=proposal.summary, author=proposal.author, published=proposal.published
    )
    return services.add(actor, proposal.url, text=text)


def drop(actor: Person, *keys: str) -> int:
    """Leave proposed entries out, for good; return how many had waited."""
    require(verdict_on_following(actor))
    return _decide(actor, ProposalState.DROPPED, Proposal.key.in_(keys))


def _decide(actor: Person, state: ProposalState, which: ColumnElement[bool]) -> int:
    """Decide on what still waits; of two who do it at once, one counts."""
    waiting = update(Proposal).where(which, Proposal.state == ProposalState.WAITING)
    return changed(waiting.values(state=state, decided_by_id=actor.id, decided_at=clock.now()))


def claim() -> list[int]:
    """Take the feeds that are due, and return their ids; nobody else takes them for an hour."""
    now = clock.now()
    due = select(Followed.id).where(Followed.next_ask_at <= now).order_by(Followed.next_ask_at).limit(MANY)
    ids = list(db.session.scalars(due.with_for_update(skip_locked=True)))
    db.session.execute(update(Followed).where(Followed.id.in_(ids)).values(next_ask_at=now + CLAIMED))
    return ids


def ask(feed_id: int) -> None:
    """Read a feed, and keep what is new in it for somebody to look at."""
    feed = db.session.get(Followed, feed_id)
    if feed is None or feed.ended_at is not None:
        return release()
    url, marks = feed.url, if_newer(feed.etag, feed.modified)
    release()
    try:
        reply = fetch(url, Ask(headers=(("Accept", ACCEPTS), *marks)))
        read = syndication.parsed(reply.body, reply.url) if reply.status == 200 and reply.is_whole else None
    except Unreachable:
        reply, read = None, None
    with transaction():
        _arrived(feed_id, url, reply, read)


def _arrived(feed_id: int, url: str, reply: Reply | None, read: syndication.Feed | None) -> None:
    feed = db.session.get(Followed, feed_id)
    if feed is None or feed.ended_at is not None or feed.url != url:
        return
    now = clock.now()
    feed.asked_at = now
    if reply is not None and reply.status == 304:
        feed.state, feed.failures, feed.next_ask_at = FeedState.READ, 0, now + OFTEN
    elif reply is not None and read is not None and read.entries is not None:
        _keep(feed, reply, read, now)
    elif read is not None and read.named and not feed.found and url_keys.is_address(read.named):
        feed.url, feed.found, feed.next_ask_at = read.named, True, now  # the page says where its feed is
        events.publish(FeedFollowed(feed.id))
    else:
        feed.failures += 1
        feed.state = FeedState.NONE if read is not None else FeedState.UNREACHABLE
        feed.next_ask_at = now + min(OFTEN * 2 ** min(feed.failures - 1, 6), LATEST)
    db.session.flush()


def _keep(feed: Followed, reply: Reply, read: syndication.Feed, now: datetime) -> None:
    """Keep what the feed and its server said, and what is new in it."""
    first = feed.state is FeedState.NEW
    feed.title = read.title[: services.TITLE] or feed.title
    feed.etag, feed.modified = reply.marks
    feed.state, feed.failures, feed.next_ask_at = FeedState.READ, 0, now + OFTEN
    if reply.moved_for_good:
        feed.url = reply.url[: url_keys.LONGEST]
    propose(feed, (read.entries or [])[: AT_FIRST if first else AT_ONCE], now)


def propose(feed: Followed, entries: Sequence[Entry], now: datetime) -> None:
    """Let those of a feed's entries wait that neither the library nor anybody's decision knows."""
    by_key: dict[str, Entry] = {}
    for entry in entries:
        if url_keys.is_address(entry.url):
            by_key.setdefault(url_keys.url_key(entry.url), entry)
    known = queries.known_keys([*by_key])
    seen = set(db.session.scalars(select(Proposal.digest).where(Proposal.digest.in_(map(_digest, by_key)))))
    for key, entry in reversed(by_key.items()):
        if key not in known and _digest(key) not in seen:
            db.session.add(_proposal(feed, key, entry, now))
    db.session.flush()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _proposal(feed: Followed, key: str, entry: Entry, now: datetime) -> Proposal:
    return Proposal(
        feed_id=feed.id,
        digest=_digest(key),
        url=entry.url,
        title=entry.title[: services.TITLE] or url_keys.placeholder(entry.url),
        summary=entry.summary[: services.SUMMARY],
        author=entry.author[: services.AUTHOR],
        published=entry.published,
        found_at=now,
    )


def host(feed: Followed) -> str:
    """Return the host of a feed, to show."""
    return (urlsplit(feed.url).hostname or "").removeprefix("www.")
