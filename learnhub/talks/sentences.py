"""What a talk's page says in each state. Pure: rows and the moment in, words out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from learnhub.core import dates, words
from learnhub.programs.models import ProgramState, Seat, SignUpState
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import told_of_move
from learnhub.talks.models import Talk

HOW = {Seat.ON_SITE: "on site", Seat.ONLINE: "online"}
SIGN_UP = {Seat.ON_SITE: "Sign up, on site", Seat.ONLINE: "Sign up, online"}
Counts = Mapping[tuple[Seat, SignUpState], int]


@dataclass(frozen=True, slots=True)
class State:
    """A badge and its colour, and what comes next, in a few words; `due`: it is on now."""

    badge: str
    kind: str
    next: str = ""
    due: bool = False


@dataclass(frozen=True, slots=True)
class Yours:
    """What one person has to do with it: a heading, a sentence."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of place that one can sign up for; `note` says how many there are."""

    seat: Seat
    label: str
    waits: bool
    note: str


def state(talk: Talk, now: datetime, zone: tzinfo) -> State:
    """Return how the talk stands at that moment."""
    if talk.state is ProgramState.DRAFT:
        return State("Draft", "", "Only its hosts and admins see it")
    if talk.state is ProgramState.CANCELLED:
        return State("Cancelled", "bad")
    if now >= talk.ends_at:
        return State("Given", "", f"Ended {dates.relative(talk.ends_at, now, zone)}")
    if now >= talk.starts_at:
        return State("Running", "now", f"Ends {dates.relative(talk.ends_at, now, zone)}", due=True)
    starts = f"Starts {dates.relative(talk.starts_at, now, zone)}"
    if talk.signups_closed:
        return State("Sign-up closed", "", starts)
    return State("Full", "warn", starts) if talk.is_full else State("Sign-up open", "good", starts)


def choices(talk: Talk, counts: Counts) -> list[Choice]:
    """Return the kinds of place to sign up for, those with a free place first."""
    several = len(talk.seats) > 1
    found = []
    for seat in talk.seats:
        waiting = counts.get((seat, SignUpState.WAITING), 0)
        waits = talk.is_full_for(seat) or waiting > 0
        if waits:
            label = f"Join the waitlist {HOW[seat]}" if several else "Join the waitlist"
        else:
            label = SIGN_UP[seat] if several else "Sign up"
        found.append(Choice(seat, label, waits, places(talk, seat, waiting)))
    return sorted(found, key=lambda choice: choice.waits)


def places(talk: Talk, seat: Seat, waiting: int) -> str:
    """ "9 of 12 places on site are taken.", "All 12 places on site are taken, and 2 people wait."."""
    most, how = talk.capacity_of(seat), HOW[seat]
    if most is None:
        return f"There is room for everyone {how}."
    if not talk.is_full_for(seat):
        return f"{talk.taken_of(seat)} of {words.count(most, 'place')} {how} are taken."
    line = f", and {words.count(waiting, 'person')} {'waits' if waiting == 1 else 'wait'}" if waiting else ""
    return f"All {words.count(most, 'place')} {how} are taken{line}."


def yours(talk: Talk, standing: Standing, counts: Counts, now: datetime, zone: tzinfo) -> Yours:
    """Return what the talk is to the reader."""
    if talk.state is ProgramState.CANCELLED:
        was = " You were on the list." if standing.is_in or standing.waits else ""
        return Yours("This was cancelled.", f"{talk.cancel_reason}{was}".strip())
    if talk.state is ProgramState.DRAFT:
        return Yours("Only you see this so far.", "Check the date and the text, then publish.")
    if standing.signup is not None and standing.signup.arrived_at is not None:
        return Yours("You were there." if now >= talk.ends_at else "You are here.", "")
    if standing.waits:
        return _waiting(standing)
    if standing.is_in:
        return _in(talk, standing, now, zone)
    return _out(talk, standing, counts, now)


def _waiting(standing: Standing) -> Yours:
    place = words.ordinal(standing.place_in_line or 1)
    how = HOW[standing.signup.seat] if standing.signup else ""
    text = "A place that is given back goes to the first in line at once, who is told."
    return Yours(f"You are {place} on the waitlist {how}.", text)


def _in(talk: Talk, standing: Standing, now: datetime, zone: tzinfo) -> Yours:
    how = f" {HOW[standing.signup.seat]}" if standing.signup and len(talk.seats) > 1 else ""
    if now >= talk.ends_at:
        return Yours(f"You had a place{how}.", "")
    if now >= talk.starts_at:
        return Yours(f"You have a place{how}, and it is on.", "")
    starts = dates.moment_and_relative(talk.starts_at, zone, now)
    return Yours(f"You have a place{how}.", f"It starts {starts}.")


def _out(talk: Talk, standing: Standing, counts: Counts, now: datetime) -> Yours:
    if now >= talk.ends_at:
        return Yours("This is over.", "")
    if standing.state is SignUpState.REMOVED:
        return Yours("A host took you off the list.", "Ask them if that seems wrong.")
    gave_back = standing.state is SignUpState.WITHDRAWN
    if talk.signups_closed:
        return Yours("You gave your place back." if gave_back else "Sign-up has closed.", "")
    said = " ".join(choice.note for choice in choices(talk, counts))
    return Yours("You gave your place back." if gave_back else "You are not signed up.", said)


def preparing(talk: Talk, *, speakers: int, ties: int) -> list[tuple[str, bool, str]]:
    """Return what a draft still wants before it is published: what, whether it is done, and where."""
    url = f"/talks/{talk.key}"
    limited = all(talk.capacity_of(seat) is not None for seat in talk.seats if seat is Seat.ON_SITE)
    return [
        ("Title, date and place", True, f"{url}/set-up"),
        ("Name a speaker", speakers > 0, f"{url}/set-up#speakers"),
        ("Say in a sentence what one gets", bool(talk.summary), f"{url}/edit"),
        ("Say how many the room holds", limited, f"{url}/edit"),
        ("Tie it to a goal", ties > 0, f"{url}/set-up#goals"),
    ]


def chat_text(talk: Talk, speakers: list[str], address: str) -> str:
    """Return a text to paste into chat. Times are in the talk's own zone."""
    when = dates.between(talk.starts_at, talk.ends_at, talk.tz, talk.starts_at)
    where = " and online" if talk.place and talk.call_url else " online" if talk.call_url else ""
    by = f" with {words.joined(speakers)}" if speakers else ""
    about = f"\n{talk.summary}" if talk.summary else ""
    room = f", {talk.place}" if talk.place else ""
    return f"{talk.title}{by}: {when}{room}{where}.{about}\nSign up: {address}"


def host_title(talk: Talk, counts: Counts, came: int, now: datetime) -> str:
    """Return the answer of the host view: how many are in, came or wait."""
    waiting = sum(number for (_, state), number in counts.items() if state is SignUpState.WAITING)
    if now >= talk.starts_at and came:
        return f"{came} of {talk.taken} came." if talk.taken else f"{came} came."
    wait = f", {waiting} waiting" if waiting else ""
    if len(talk.seats) > 1:
        return f"{talk.places_taken} on site, {talk.online_taken} online{wait}."
    return f"{words.count(talk.taken, 'person')} in{wait}." if talk.taken or waiting else "Nobody is in yet."


def arrivals_title(came: int, expected: int) -> str:
    """Return the answer of the page that notes who came."""
    if not expected:
        return "Nobody is on the list."
    return f"{came} of {expected} are here." if came else f"{words.count(expected, 'person')} expected."


def requests_title(count: int) -> str:
    """Return the answer of the list of requests."""
    if not count:
        return "Nobody asks for a talk."
    verb = "waits" if count == 1 else "wait"
    return f"{words.counted(count, 'topic').capitalize()} {verb} for a talk."


def entered(name: str, state: SignUpState, place: int) -> str:
    """Return what is said once a host has put someone on the list."""
    if state is SignUpState.IN:
        return f"{name} has a place, and will be told."
    return (
        f"No place is free, so {name} is on the waitlist, {words.ordinal(place)} in line, and will be told."
    )


def moved(told: int | None, *, mail: bool) -> str:
    """Return what is said after a move."""
    if told is None:
        return "Nothing moved."
    return f"The date moved. {told_of_move(told, mail=mail)}".strip()
