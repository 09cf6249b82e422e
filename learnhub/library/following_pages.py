"""What waits to be looked at, and the feeds that it came from."""

from datetime import date
from typing import Any

from learnhub.core import clock, dates, words
from learnhub.core.paging import within
from learnhub.library import following, sentences
from learnhub.library.following import BroughtIn
from learnhub.library.following_models import FeedState, Followed, Proposal
from learnhub.library.formats import opml as formats
from learnhub.people.models import Person

STATES = {
    FeedState.NEW: "Being read for the first time",
    FeedState.READ: "Read",
    FeedState.UNREACHABLE: "Could not be read",
    FeedState.NONE: "There is no feed at this address",
}


def index(person: Person, asked: int) -> dict[str, Any]:
    """One page of what waits, and all the feeds."""
    total = following.count_waiting()
    today = clock.now().astimezone(person.tz).date()
    feeds = [(feed, _says(feed, person, today)) for feed in following.followed()]
    return {
        "title": _title(total, len(feeds)),
        "total": total,
        "number": within(asked, total, following.PAGE),
        "per_page": following.PAGE,
        "rows": [(row, _about(row)) for row in following.waiting(asked, total)],
        "feeds": feeds,
        "bad": (FeedState.UNREACHABLE, FeedState.NONE),
    }


def opml() -> bytes:
    """Return the followed feeds as feed readers take them."""
    return formats.write("Feeds of the library", [(feed.title, feed.url) for feed in following.followed()])


def brought_in(done: BroughtIn) -> str:
    """Say what became of a list of feeds."""
    said = f"{words.counted(done.new, 'feed').capitalize()} {'is' if done.new == 1 else 'are'} followed now."
    if done.known:
        verb = "was" if done.known == 1 else "were"
        said += f" {words.spelled(done.known).capitalize()} {verb} already."
    if done.left_out:
        verb = "stays" if done.left_out == 1 else "stay"
        said += f" {words.spelled(done.left_out).capitalize()} {verb} out: no address, or too many feeds."
    return said


def _title(total: int, feeds: int) -> str:
    if total:
        verb = "waits" if total == 1 else "wait"
        return f"{words.spelled(total).capitalize()} {verb} to be looked at."
    return "Nothing waits to be looked at." if feeds else "No feed is followed yet."


def _about(row: Proposal) -> str:
    parts = [row.feed.title, row.author, sentences.published(row.published)]
    return ", ".join(part for part in dict.fromkeys(parts) if part)


def _says(feed: Followed, person: Person, today: date) -> str:
    said = STATES[feed.state]
    return (
        f"{said}, {dates.day(feed.asked_at.astimezone(person.tz).date(), today)}" if feed.asked_at else said
    )
