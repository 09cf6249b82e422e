"""Whether links still lead somewhere: one question a host at a time, and no verdict after one bad day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select, update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.fetch import Ask, Reply, Unreachable, fetch
from learnhub.core.transaction import release, transaction
from learnhub.library import url_keys
from learnhub.library.models import BROKEN, LinkState, Resource

HEAD = Ask(method="HEAD", most=1, seconds=15)
START = Ask(most=2048, seconds=15, headers=(("Range", "bytes=0-1023"),))
DAY = timedelta(days=1)
SOON, LATE = 7 * DAY, 30 * DAY  # between two looks at what works: the longer it did, the later
GONE_TWICE = 3 * DAY  # apart
AWAY_THRICE = 7 * DAY  # from the first to the third
AGAIN = AWAY_THRICE / 2
MANY = 30  # at one sweep
DUE = 400  # looked through for so many hosts
CLAIMED = timedelta(hours=1)
MISSING = frozenset({404, 410})
WALLED = frozenset({401, 403, 406, 407, 429, 451, 999})  # a wall for bots is no broken link
UNSATISFIABLE = 416  # the page is shorter than the range that was asked for


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found. `to` is where a page has moved for good."""

    state: LinkState
    to: str = ""
    wait: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a link. `suspected` becomes the state when it was seen often enough."""

    state: LinkState = LinkState.UNCHECKED
    since: datetime | None = None
    suspected: LinkState | None = None
    failed_at: datetime | None = None
    failures: int = 0
    next_at: datetime | None = None


def look(url: str) -> Finding:
    """Ask for the head of a page, and where that is refused for its beginning."""
    try:
        reply = fetch(url, HEAD)
        if reply.status >= 400:
            reply = fetch(url, START)
    except Unreachable:
        return Finding(LinkState.UNREACHABLE)
    return judge(reply)


def judge(reply: Reply) -> Finding:
    """Say what an answer means for the link."""
    if reply.status in MISSING:
        return Finding(LinkState.GONE)
    if reply.status in WALLED or "cf-mitigated" in reply.headers:
        return Finding(LinkState.CANNOT_VERIFY, wait=_wait(reply))
    if reply.status >= 400 and reply.status != UNSATISFIABLE:
        return Finding(LinkState.UNREACHABLE, wait=_wait(reply))
    if reply.moved_for_good:
        return Finding(LinkState.REDIRECTED, to=reply.url)
    return Finding(LinkState.OK)


def _wait(reply: Reply) -> timedelta:
    seconds = reply.headers.get("retry-after", "")
    known = seconds.isascii() and seconds.isdigit() and len(seconds) < 8
    return min(timedelta(seconds=int(seconds)), LATE) if known else timedelta()


def after(known: Health, found: Finding, now: datetime) -> Health:
    """Return what is known after one more look.

    Gone: missing twice, three days apart. Unreachable: three times over seven days. Everything else at once.
    """
    if found.state not in {LinkState.GONE, LinkState.UNREACHABLE}:
        since = known.since if known.state is found.state and known.since else now
        steady = min(max((now - since) / 2, SOON), LATE)
        return Health(found.state, since, next_at=now + max(steady, found.wait))
    if known.state is found.state:
        return Health(known.state, known.since, next_at=now + LATE / 2)
    again = known.suspected is found.state and known.failed_at is not None
    first = known.failed_at if again and known.failed_at else now
    times = known.failures + 1 if again else 1
    enough, apart = (2, GONE_TWICE) if found.state is LinkState.GONE else (3, AWAY_THRICE)
    if times >= enough and now - first >= apart:
        return Health(found.state, first, next_at=now + SOON)
    pause = max(GONE_TWICE if found.state is LinkState.GONE else AGAIN, found.wait)
    return Health(known.state, known.since, found.state, first, times, now + pause)


def claim() -> list[int]:
    """Take what is due, one of each host, and return the ids; nobody else takes them for an hour."""
    now = clock.now()
    due = db.session.execute(
        select(Resource.id, Resource.url)
        .where(Resource.next_check_at <= now, Resource.binned_at.is_(None), Resource.url.is_not(None))
        .order_by(Resource.next_check_at, Resource.id)
        .limit(DUE)
    )
    by_host: dict[str, int] = {}
    for id_, url in due:
        by_host.setdefault(urlsplit(str(url)).hostname or "", id_)
    ids = sorted(by_host.values())[:MANY]
    db.session.execute(update(Resource).where(Resource.id.in_(ids)).values(next_check_at=now + CLAIMED))
    return ids


def check(resource_id: int) -> None:
    """Look whether the link of one resource still leads somewhere, and keep what was found."""
    url = db.session.scalar(select(Resource.url).where(Resource.id == resource_id))
    release()
    if not url:
        return
    found = look(url)
    with transaction():
        row = db.session.get(Resource, resource_id)
        if row is not None and row.url == url:
            _keep(row, found)


def _keep(row: Resource, found: Finding) -> None:
    """Without the version: who is writing just now loses nothing by it."""
    now = clock.now()
    if found.state is LinkState.REDIRECTED and _is_accepted(row, found.to):
        found = Finding(LinkState.OK)
    known = Health(row.link, row.link_since, row.link_suspected, row.link_failed_at, row.link_failures)
    health = after(known, found, now)
    values: dict[str, object] = {
        "link": health.state,
        "link_since": health.since,
        "link_suspected": health.suspected,
        "link_failed_at": health.failed_at,
        "link_failures": health.failures,
        "link_checked_at": now,
        "next_check_at": health.next_at,
    }
    if health.state not in BROKEN:
        values["link_told_at"] = None
    if found.to:
        values["final_url"] = found.to[: url_keys.LONGEST]
    db.session.execute(update(Resource).where(Resource.id == row.id).values(values))
    db.session.expire(row)


def _is_accepted(row: Resource, to: str) -> bool:
    """Whether it leads to the same page under another spelling, or somebody said that the old one stays."""
    if not url_keys.is_address(to) or url_keys.url_key(to) == row.url_key:
        return True
    return row.link is LinkState.OK and row.final_url == to
