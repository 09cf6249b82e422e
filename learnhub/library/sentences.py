"""What the library's pages say in words."""

from datetime import date, datetime

from learnhub.core import dates, words
from learnhub.library.models import (
    REVIEWED,
    Level,
    LinkState,
    Lookup,
    Reading,
    ResourceKind,
)
from learnhub.library.told import AnyResource
from learnhub.library.url_keys import host_of, placeholder

KINDS = {
    ResourceKind.ARTICLE: "Article",
    ResourceKind.PAPER: "Paper",
    ResourceKind.COURSE: "Course",
    ResourceKind.BOOK: "Book",
    ResourceKind.VIDEO: "Video",
    ResourceKind.RECORDING: "Talk recording",
    ResourceKind.SLIDES: "Slides",
    ResourceKind.TOOL: "Tool",
    ResourceKind.REPOSITORY: "Repository",
    ResourceKind.CASE: "Case study",
    ResourceKind.NOTE: "Note",
}
ICONS = {
    ResourceKind.ARTICLE: "file-text",
    ResourceKind.PAPER: "book-open",
    ResourceKind.COURSE: "graduation-cap",
    ResourceKind.BOOK: "book-open",
    ResourceKind.VIDEO: "video",
    ResourceKind.RECORDING: "presentation",
    ResourceKind.SLIDES: "presentation",
    ResourceKind.TOOL: "wrench",
    ResourceKind.REPOSITORY: "code",
    ResourceKind.CASE: "file-text",
    ResourceKind.NOTE: "pencil",
}
LEVELS = {Level.FIRST: "First steps", Level.WORKING: "Working with it", Level.DEEP: "Deep"}
READINGS = {Reading.SAVED: "Saved", Reading.READING: "Reading", Reading.DONE: "Done"}
MINE = {
    "unread": "Not read yet",
    "saved": "Saved",
    "reading": "Reading",
    "done": "Done",
    "look": "Needs a look",
    "broken": "Broken links",
    "free": "Without a keeper",
}
FACTS = {
    "works_for": "Works for",
    "fails_at": "Fails at",
    "cost": "Costs",
    "data_class": "May see",
    "problem": "Problem",
    "baseline": "Before",
    "result": "Result",
    "would_repeat": "Again?",
}
WATCHED = {ResourceKind.VIDEO, ResourceKind.RECORDING}
LINKS = {
    LinkState.UNCHECKED: "Not checked yet",
    LinkState.OK: "Works",
    LinkState.REDIRECTED: "Moved",
    LinkState.GONE: "Gone",
    LinkState.CANNOT_VERIFY: "Cannot be checked from here",
    LinkState.UNREACHABLE: "Not reachable",
}
NOT_READ = "Did not answer when it was added; whether it works is checked again"


OWN = {"saved": "You saved {}.", "reading": "You are reading {}.", "done": "You are done with {}."}


def title(total: int, used: int, tag: str, *, filtered: bool) -> str:
    """Say how many there are, and for how many of them somebody wrote what came of it."""
    if not total:
        return "Nothing matches." if filtered or tag else "The library is empty."
    about = f"on {tag.replace('-', ' ')}" if tag else ("match" if filtered else "in the library")
    said = f"{words.spelled(total)} {about}".replace("one match", "one matches")
    if not used:
        return (
            f"{said[:1].upper()}{said[1:]}, none with a take-away yet."
            if total > 1
            else f"{said.capitalize()}."
        )
    share = "all of them" if used == total else f"{words.spelled(used)} of them"
    of_which = f"{share} with" if total > 1 else "with"
    return f"{said[:1].upper()}{said[1:]}, {of_which} a take-away."


def lead(new: int) -> str:
    """Say how many came in this week."""
    return f"{words.spelled(new).capitalize()} came in this week." if new else "Nothing came in this week."


def about(resource: AnyResource) -> str:
    """ "Article, 18 minutes, Hamel H., October 2026"."""
    parts = [KINDS[resource.kind]]
    if resource.minutes:
        parts.append(words.count(resource.minutes, "minute"))
    parts += [part for part in (resource.author, published(resource.published)) if part]
    if not resource.author and resource.url:
        parts.append(host_of(resource.url))
    return ", ".join(parts)


def credit(resource: AnyResource) -> str:
    """ "By Hamel H., October 2026."; empty where neither is known."""
    when = published(resource.published)
    if resource.author:
        author = resource.author.rstrip(".")
        return f"By {author}, {when}." if when else f"By {author}."
    return f"From {when}." if when else ""


def published(value: str) -> str:
    """ "2026", "October 2026" and "14 October 2026", from what is stored as 2026, 2026-10, 2026-10-14."""
    year, _, rest = value.partition("-")
    month, _, day = rest.partition("-")
    try:
        named = dates.month(date(int(year), int(month), int(day or 1)))
    except ValueError:
        return year
    return f"{int(day)} {named} {year}" if day else f"{named} {year}"


def heading(count: int) -> str:
    """ "Six take-aways"."""
    return words.counted(count, "take-away").capitalize() if count else "No take-aways yet"


def excerpt(text: str, most: int = 90) -> str:
    """Return the beginning of a text, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[:most].rpartition(' ')[0].rstrip('.,;:')} …"


def action(resource: AnyResource) -> str:
    """ "Read on hamel.dev"."""
    verb = "Watch" if resource.kind in WATCHED else "Read"
    if resource.kind in {ResourceKind.TOOL, ResourceKind.REPOSITORY, ResourceKind.COURSE}:
        verb = "Open"
    return f"{verb} on {host_of(resource.url or '')}"


def needs(resource: AnyResource, today: date) -> str:
    """Say why the resource needs a look; empty where it needs none."""
    since = f" since {_day(resource.link_since, today)}" if resource.link_since else ""
    if resource.link is LinkState.GONE:
        return f"The page is gone{since}. Find where it is now, or put this into the bin."
    if resource.link is LinkState.UNREACHABLE:
        return f"The page could not be reached{since}. It may come back; it is asked again."
    if resource.link is LinkState.REDIRECTED:
        return f"The page has moved for good{since}. Is it the same?"
    if resource.reported_at:
        return f"Reported on {_day(resource.reported_at, today)}. Does it still hold?"
    if resource.expires_on and resource.expires_on < today:
        return f"It was to be confirmed by {dates.day(resource.expires_on, today)}. Does it still hold?"
    seen = resource.confirmed_at or resource.created_at
    if seen.date() < today - REVIEWED:
        return f"Nobody said since {_day(seen, today)} that it still holds. Does it?"
    return ""


def badge(resource: AnyResource, today: date) -> str:
    """The same in two or three words, for lists."""
    if resource.link is LinkState.GONE and resource.link_since:
        return f"Gone since {_day(resource.link_since, today)}"
    if resource.link is LinkState.UNREACHABLE:
        return "Not reachable"
    return "Needs a look" if needs(resource, today) else ""


def link(resource: AnyResource, today: date) -> str:
    """ "Works, checked Tue 1 Dec"."""
    if resource.link_checked_at is None:
        if resource.lookup is not Lookup.FAILED:
            return LINKS[LinkState.UNCHECKED]
        again = f" on {_day(resource.next_check_at, today)}" if resource.next_check_at else ""
        return f"{NOT_READ}{again}"
    return f"{LINKS[resource.link]}, checked {_day(resource.link_checked_at, today)}"


def lookup(resource: AnyResource) -> str:
    """Say what becomes of the title and the rest; empty where nothing is to be said."""
    if resource.lookup is Lookup.WAITING:
        return "Title, author and the rest are being fetched. You need not wait for it."
    unnamed = resource.url and resource.title == placeholder(resource.url)
    return "Its title could not be read." if resource.lookup is Lookup.FAILED and unnamed else ""


def _day(at: datetime, today: date) -> str:
    return dates.day(at.date(), today)
