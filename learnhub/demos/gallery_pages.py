"""What the gallery shows, put together for its template."""

from collections.abc import Mapping
from typing import Any

from learnhub.core import clock, words
from learnhub.core.errors import NotFound
from learnhub.demos import gallery_queries, policies, queries
from learnhub.hackathons import queries as hackathons
from learnhub.people.models import Person
from learnhub.teams.pages import tab_items
from learnhub.web.page import page_number


def index(person: Person, key: str, args: Mapping[str, str]) -> dict[str, Any]:
    """The gallery: `q`, `prize` (a key) and `page` from the address.

    Before it opens it says when it will; hosts see it from the snapshot on.
    """
    hackathon, standing = hackathons.find(person, key)
    times, now = queries.times(hackathon), clock.now()
    may = policies.may_see_gallery(runs_it=standing.runs_it, times=times, now=now)
    prizes = hackathons.prizes(hackathon) if may else []
    prize = next((each for each in prizes if each.key == args.get("prize")), None)
    if args.get("prize") and may and prize is None:
        raise NotFound
    number = page_number(args)
    search = args.get("q", "")[:80]
    found = None
    if may:
        chosen = prize.id if prize else None
        found = gallery_queries.gallery(person, hackathon, now, search=search, prize_id=chosen, page=number)
    return {
        "hackathon": hackathon,
        "standing": standing,
        "tabs": tab_items(hackathon, person, standing, "Gallery"),
        "times": times,
        "found": found,
        "title": title(found.total if found else None, filtered=bool(search or prize)),
        "per_page": gallery_queries.PER_PAGE,
        "search": search,
        "prize": prize,
        "prizes": prizes,
        "is_open": policies.is_gallery_open(times, now),
        "may_release": standing.runs_it and now >= times.snapshot_at and now < times.gallery_at,
    }


def title(total: int | None, *, filtered: bool) -> str:
    """The answer of the gallery: "118 demos to look at."; None: it is not open."""
    if total is None:
        return "The gallery is not open yet."
    if filtered:
        return f"{words.counted(total, 'demo').capitalize()} found."
    return f"{words.counted(total, 'demo').capitalize()} to look at." if total else "No demo was submitted."
