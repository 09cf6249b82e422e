"""Focus blocks from a calendar of one's own: read by workers, shown before they hold, and no titles kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from rq.timeouts import JobTimeoutException
from sqlalchemy import ColumnElement, delete, func, select, update

from learnhub.core import clock, events
from learnhub.core.db import db, new_key
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.fetch import Ask, Reply, Unreachable, fetch, if_newer
from learnhub.core.text import one_line, web_address
from learnhub.core.transaction import release, transaction
from learnhub.people import conflicts, focus_calendars, quiet
from learnhub.people.events import (
    CalendarFull,
    CalendarGiven,
    CalendarReadAgain,
    CalendarUnread,
    FocusChanged,
)
from learnhub.people.focus_models import FocusBlock, FocusFeed, FocusState
from learnhub.people.hours import Block
from learnhub.people.models import Person

AHEAD = quiet.AHEAD  # how far blocks are worked out
ENOUGH = timedelta(days=7)  # while so much is known ahead, what has not changed need not be sent again
OFTEN = timedelta(hours=1)
LATEST = timedelta(days=1)
CLAIMED = timedelta(hours=1)
SOON = timedelta(minutes=5)  # after somebody asked: should the job be lost, the sweep finds it then
PATIENCE = timedelta(days=3)  # of failing, before its person is told
AGAIN = timedelta(minutes=1)  # between two looks that somebody asks for
SWEEPS = 50  # minutes in which all calendars are reached: so many at each sweep
PAUSE = 20  # seconds at most that a server may take
STUCK = 120  # seconds after which a look is given up
BIGGEST = 10_000_000  # bytes
LONGEST = 2000  # characters of an address
ACCEPTS = (("Accept", "text/calendar, text/plain;q=0.5, */*;q=0.1"),)
WAYS = {
    "word": "Entries whose title has a word",
    "busy": "Everything that shows me as busy or out of office",
}
ANOTHER = "You gave another calendar meanwhile, in another window. Look at what it would be first."
NO_ADDRESS = "Use the address of a calendar: it begins with https:// and often ends in .ics."


def of(person: Person) -> FocusFeed | None:
    """Return the calendar from which the person's focus blocks come."""
    return db.session.scalar(select(FocusFeed).where(FocusFeed.person_id == person.id))


def blocks(feed: FocusFeed) -> Sequence[FocusBlock]:
    """Return its focus blocks that are not over, in order."""
    theirs = FocusBlock.feed_id == feed.id, FocusBlock.ends_at > clock.now()
    return db.session.scalars(select(FocusBlock).where(*theirs).order_by(FocusBlock.starts_at)).all()


def is_late(feed: FocusFeed | None, now: datetime) -> bool:
    """Whether a look takes longer than it should: its server is slow, or the job was lost."""
    return feed is not None and feed.asked_at is not None and feed.asked_at <= now - AGAIN


def give(person: Person, *, url: str, word: str, was: str = "") -> None:
    """Let a calendar be read: what it would hold is shown first. One that was given before makes way.

    `url` may stay empty where one was given: then only `word` is other. `was` is the key of the one that the
    person saw. Raises Invalid for what is no address of the kind, Conflict with both where another stands.
    """
    feed, now = _held(FocusFeed.person_id == person.id), clock.now()
    address = _address(url) if url or feed is None else feed.secret
    if feed is not None and feed.key != was and (feed.secret, feed.word) != (address, word):
        said = conflicts.said(person, "your calendar", person, None)
        raise Conflict(said, theirs=_in_words(f"at {feed.host}", feed.word), yours=_in_words(url, word))
    if feed is None:
        feed = FocusFeed(person_id=person.id, created_at=now)
        db.session.add(feed)
    feed.key = new_key()
    feed.secret, feed.host, feed.word = address, (urlsplit(address).hostname or "")[:255], one_line(word)[:40]
    feed.confirmed_at = feed.read_at = feed.known_until = None
    feed.etag = feed.modified = ""
    feed.state = FocusState.WAITING
    _works_again(feed)
    _let_be_read(feed, now)
    db.session.execute(delete(FocusBlock).where(FocusBlock.feed_id == feed.id))


def _in_words(address: str, word: str) -> dict[str, str]:
    return {"url": address, "counts": WAYS["word" if word else "busy"], "word": word}


def _held(which: ColumnElement[bool]) -> FocusFeed | None:
    """Return a calendar as it is now; nobody else changes it before this is saved."""
    held = select(FocusFeed).where(which).with_for_update()
    return db.session.scalar(held.execution_options(populate_existing=True))


def _let_be_read(feed: FocusFeed, now: datetime) -> None:
    """Let it be read now; where that was asked for within the minute, at its end."""
    if feed.asked_at is not None and feed.asked_at > now - AGAIN:
        feed.next_ask_at = feed.asked_at + AGAIN
        db.session.flush()
        return
    feed.asked_at, feed.next_ask_at = now, now + SOON
    db.session.flush()
    events.publish(CalendarGiven(feed.id))


def _address(url: str) -> str:
    scheme, mark, rest = one_line(url).partition("://")
    address = f"https://{rest}" if mark and scheme.lower() == "webcal" else web_address(one_line(url))
    try:
        parts = urlsplit(address)
        named = parts.scheme == "https" and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        named = False
    if not named or parts.username is not None or len(address) > LONGEST:
        raise Invalid(NO_ADDRESS, "url")
    return address


def confirm(person: Person, was: str) -> None:
    """Let the blocks of the person's calendar hold, the one with that key. Raises NotFound without one that
    was read, and Conflict where another was given since the person looked.
    """
    feed = _held(FocusFeed.person_id == person.id)
    if feed is not None and feed.key != was:
        raise Conflict(ANOTHER)
    if feed is None or feed.read_at is None:
        raise NotFound
    feed.confirmed_at = feed.confirmed_at or clock.now()
    db.session.flush()
    events.publish(FocusChanged(person.id))


def ask_again(person: Person) -> None:
    """Let the person's calendar be read now, once a minute at most. Raises NotFound without one."""
    feed = _held(FocusFeed.person_id == person.id)
    if feed is None:
        raise NotFound
    _let_be_read(feed, clock.now())


def read_whole(person: Person) -> None:
    """Let the person's calendar be asked for whole next time: by other hours it means other times."""
    theirs = update(FocusFeed).where(FocusFeed.person_id == person.id)
    db.session.execute(theirs.values(etag="", modified="", known_until=None))


def end(person: Person) -> None:
    """Forget the person's calendar, and all that came from it; nothing happens without one."""
    feed = _held(FocusFeed.person_id == person.id)
    if feed is None:
        return
    db.session.execute(delete(FocusBlock).where(FocusBlock.feed_id == feed.id))
    db.session.delete(feed)
    db.session.flush()
    events.publish(CalendarReadAgain(person.id))


def claim() -> list[int]:
    """Take calendars that are due, and return their ids; nobody else takes them for an hour.

    At each sweep as many as let all be reached within the hour: what is due at once is asked for one by one.
    """
    now = clock.now()
    many = (db.session.scalar(select(func.count(FocusFeed.id))) or 0) // SWEEPS + 1
    due = select(FocusFeed.id).where(FocusFeed.next_ask_at <= now).order_by(FocusFeed.next_ask_at).limit(many)
    ids = list(db.session.scalars(due.with_for_update(skip_locked=True)))
    db.session.execute(update(FocusFeed).where(FocusFeed.id.in_(ids)).values(next_ask_at=now + CLAIMED))
    return ids


def ask(feed_id: int) -> None:
    """Read a calendar, and keep when its focus blocks are."""
    feed = db.session.get(FocusFeed, feed_id)
    if feed is None:
        return release()
    address, word, tz, now = feed.secret, feed.word, feed.person.tz, clock.now()
    is_known = feed.known_until is not None and feed.known_until >= now + ENOUGH
    headers = (*ACCEPTS, *(if_newer(feed.etag, feed.modified) if is_known else ()))
    release()
    found: list[Block] = []
    reply: Reply | None = None
    try:
        reply = fetch(address, Ask(most=BIGGEST, seconds=PAUSE, headers=headers, in_private=True))
        state = _state(reply)
        if reply.status == 200 and state is FocusState.READ:
            found = focus_calendars.blocks(reply.body, word=word, tz=tz, first=now, last=now + AHEAD)
    except Unreachable:
        state = FocusState.UNREACHABLE
    except Invalid:
        state = FocusState.NO_CALENDAR
    except JobTimeoutException:
        state = FocusState.TOO_LARGE
    with transaction():
        feed = _held(FocusFeed.id == feed_id)
        if feed is not None and (feed.secret, feed.word) == (address, word):
            _arrived(feed, reply, state, found, now)


def _state(reply: Reply) -> FocusState:
    if reply.status in {200, 304}:
        return FocusState.READ if reply.is_whole else FocusState.TOO_LARGE
    return FocusState.UNREACHABLE if reply.status in {408, 429} or reply.status >= 500 else FocusState.REFUSED


def _arrived(
    feed: FocusFeed, reply: Reply | None, state: FocusState, found: Sequence[Block], now: datetime
) -> None:
    feed.asked_at = now
    if reply is None or state is not FocusState.READ:
        return _failed(feed, state, now)
    feed.read_at, feed.next_ask_at = now, now + OFTEN
    if reply.status == 304:
        found = [each.block for each in blocks(feed)]
    else:
        feed.known_until = now + AHEAD
        feed.etag, feed.modified = reply.marks
    if not quiet.leave_room(feed.person, [*quiet.weekly(feed.person), *found]):
        return _full(feed, now)
    _works_again(feed)
    feed.state = state
    _keep(feed, found, now)


def _failed(feed: FocusFeed, state: FocusState, now: datetime) -> None:
    feed.failing_since = feed.failing_since or now
    feed.failures, feed.state = feed.failures + 1, state
    feed.next_ask_at = now + min(OFTEN * 2 ** min(feed.failures - 1, 6), LATEST)
    if feed.confirmed_at and feed.told_at is None and feed.failing_since <= now - PATIENCE:
        feed.told_at = now
        events.publish(CalendarUnread(feed.person_id, feed.failing_since.toordinal()))
    db.session.flush()


def _full(feed: FocusFeed, now: datetime) -> None:
    """Let nothing of it hold, and tell its person once. It is asked for whole next time."""
    if feed.told_at and feed.failing_since and feed.told_at > feed.failing_since:
        _works_again(feed)  # that it failed was told; that it is full now was not
    feed.failures, feed.failing_since = 0, None
    feed.state, feed.known_until = FocusState.FULL, None
    if feed.confirmed_at and feed.told_at is None:
        feed.told_at = now
        events.publish(CalendarFull(feed.person_id, now.toordinal()))
    _keep(feed, [], now)


def _works_again(feed: FocusFeed) -> None:
    if feed.told_at is not None:
        events.publish(CalendarReadAgain(feed.person_id))
    feed.failures, feed.failing_since, feed.told_at = 0, None, None


def _keep(feed: FocusFeed, found: Sequence[Block], now: datetime) -> None:
    """Keep these in place of those that were known, and nothing of what is over."""
    same = _to_come((each.block for each in blocks(feed)), now) == _to_come(found, now)
    gone = [FocusBlock.ends_at <= now] if same else []
    db.session.execute(delete(FocusBlock).where(FocusBlock.feed_id == feed.id, *gone))
    if same:
        return
    db.session.add_all(
        FocusBlock(feed_id=feed.id, starts_at=each.starts, ends_at=each.ends) for each in found
    )
    db.session.flush()
    if feed.confirmed_at:
        events.publish(FocusChanged(feed.person_id))


def _to_come(found: Iterable[Block], now: datetime) -> list[Block]:
    return [Block(max(each.starts, now), each.ends) for each in found if each.ends > now]
