"""What a talk's page says in each state. Pure: rows and the moment in, words out."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from learnhub.core import dates, words
from learnhub.programs.models import Seat
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import (
    HOW,
    Counts,
    State,
    Yours,
    choices,
    crowd,
    list_title,
    next_in_line,
    off,
    out,
    state_of,
)
from learnhub.talks.models import Answer, Talk
from learnhub.talks.request_queries import View

OVER = "Given"
LISTED = {  # of one topic, of several, of none
    View.OPEN: ("waits for a date", "wait for a date", "Nobody asks for a talk."),
    View.WANTING: ("wants a speaker", "want a speaker", "No topic wants a speaker."),
    View.FITTING: ("fits you", "fit you", "No topic that wants a speaker fits you."),
    View.MINE: ("is yours", "are yours", "No open topic is yours."),
    View.SCHEDULED: ("is scheduled", "are scheduled", "No topic is scheduled."),
    View.CLOSED: ("was closed", "were closed", "No topic was closed."),
}
FEEDBACK_SEEN = (
    "Hosts, speakers and admins see sums, and sentences without names, never of fewer than five answers."
)
ANSWERS = {  # to "did it change something?"
    Answer.CHANGED: "Yes, I changed something",
    Answer.NOT_YET: "Not yet",
    Answer.NO: "No",
}
CHANGES_SEEN = f"{FEEDBACK_SEEN} Org leaders see sums alone."  # in each place that asks what a talk changed


def state(talk: Talk, now: datetime, zone: tzinfo) -> State:
    """Return how the talk stands at that moment."""
    return state_of(talk, OVER, now, zone)


def yours(talk: Talk, standing: Standing, counts: Counts, now: datetime, zone: tzinfo) -> Yours:
    """Return what the talk is to the reader."""
    if found := off(talk, standing, now, zone):
        return found
    if standing.signup is not None and standing.signup.arrived_at is not None:
        if now >= talk.ends_at:
            return Yours("You were there.", crowd(talk))
        return Yours("You are here.", _ends(talk, now, zone))
    if standing.waits:
        return _waiting(talk, standing)
    if standing.is_in:
        return _in(talk, standing, now, zone)
    free = " ".join(choice.note for choice in choices(talk, counts))
    return out(talk, standing, free, now, zone)


def _waiting(talk: Talk, standing: Standing) -> Yours:
    place = words.ordinal(standing.place_in_line or 1)
    how = f" {HOW[standing.signup.seat]}" if standing.signup and len(talk.seats) > 1 else ""
    text = next_in_line(talk)
    return Yours(f"You are {place} on the waitlist{how}.", text)


def _in(talk: Talk, standing: Standing, now: datetime, zone: tzinfo) -> Yours:
    how = f" {HOW[standing.signup.seat]}" if standing.signup and len(talk.seats) > 1 else ""
    if now >= talk.ends_at:
        return Yours(f"You had a place{how}.", crowd(talk))
    if now >= talk.starts_at:
        return Yours(f"You have a place{how}, and it is on.", _ends(talk, now, zone))
    starts = dates.moment_and_relative(talk.starts_at, zone, now)
    return Yours(f"You have a place{how}.", f"It starts {starts}.")


def _ends(talk: Talk, now: datetime, zone: tzinfo) -> str:
    return f"It ends {dates.relative(talk.ends_at, now, zone)}."


def preparing(talk: Talk, *, speakers: int, ties: int) -> list[tuple[str, bool, str]]:
    """Return what a draft still wants before it is published: what, whether it is done, and where."""
    url = talk.desk
    limited = all(talk.capacity_of(seat) is not None for seat in talk.seats if seat is Seat.ON_SITE)
    return [
        ("Title, date and place", True, f"{url}/set-up"),
        *([("Give the call link", bool(talk.call_url), f"{url}/edit#call_url")] if talk.is_online else []),
        ("Name a speaker", speakers > 0, f"{url}/set-up#speakers"),
        ("Say in a sentence what one gets", bool(talk.summary), f"{url}/edit"),
        ("Say how many the room holds", limited, f"{url}/edit"),
        ("Tie it to a goal", ties > 0, f"{url}/set-up#goals"),
    ]


def host_title(talk: Talk, counts: Counts, came: int, now: datetime, *, decides: bool) -> str:
    """Return the answer of the host view: how many are in, came or wait."""
    if now >= talk.starts_at and came:
        return f"{came} of {talk.taken} came." if talk.taken else f"{came} came."
    return list_title(talk, counts, decides=decides)


def arrivals_title(came: int, expected: int, *, is_over: bool) -> str:
    """Return the answer of the page that notes who came."""
    if not expected:
        return "Nobody is on the list."
    if is_over:
        return f"{came} of {expected} came."
    return f"{came} of {expected} are here." if came else f"{words.count(expected, 'person')} expected."


def requests_title(view: View, counts: Mapping[View, int]) -> str:
    """Return the answer of the list of requests: how many the view has; of all open ones, what they want."""
    if view is View.OPEN:
        view = View.WANTING if counts[View.WANTING] else view
    count = counts[view]
    one, many, none = LISTED[view]
    if not count:
        return none
    return f"{words.counted(count, 'topic').capitalize()} {one if count == 1 else many}."
