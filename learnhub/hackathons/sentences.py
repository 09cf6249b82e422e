"""What a hackathon's page says in each state. Pure: rows and the moment in, words out."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from learnhub.core import dates, words
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.windows import NAMES
from learnhub.programs.models import ProgramState, SignUpState
from learnhub.programs.queries import Standing


@dataclass(frozen=True, slots=True)
class State:
    """A badge and its colour, and what comes next, in a few words; `due`: it concerns everyone now."""

    badge: str
    kind: str
    next: str = ""
    due: bool = False


@dataclass(frozen=True, slots=True)
class Yours:
    """What one person has to do with it: a heading, a sentence."""

    title: str
    text: str


def state(hackathon: Hackathon, now: datetime, zone: tzinfo) -> State:
    """Return how the hackathon stands at that moment."""
    if hackathon.state is ProgramState.DRAFT:
        return State("Draft", "", "Only its hosts and admins see it")
    if hackathon.state is ProgramState.CANCELLED:
        return State("Cancelled", "bad")
    if now >= hackathon.ends_at:
        return State("Finished", "", f"Ended {dates.relative(hackathon.ends_at, now, zone)}")
    if now >= hackathon.starts_at:
        return State("Running", "now", _next(hackathon, now, zone), due=True)
    return _before(hackathon, now, zone)


def _before(hackathon: Hackathon, now: datetime, zone: tzinfo) -> State:
    starts = f"Starts {dates.relative(hackathon.starts_at, now, zone)}"
    opens, closes = hackathon.sign_up_opens_at, hackathon.sign_up_closes_at
    if hackathon.signups_closed or now >= closes:
        return State("Sign-up closed", "", starts)
    if opens is not None and now < opens:
        return State("Published", "", f"Sign-up opens {dates.relative(opens, now, zone)}")
    full = hackathon.is_full
    badge = State("Full", "warn") if full else State("Sign-up open", "good")
    return State(badge.badge, badge.kind, f"Sign-up closes {dates.relative(closes, now, zone)}")


def _next(hackathon: Hackathon, now: datetime, zone: tzinfo) -> str:
    """The next thing that closes or, of judging and results, opens."""
    coming: list[tuple[datetime, int, str]] = []  # where two fall together, what closes is said
    for window in hackathon.windows:
        name = NAMES[window.kind]
        if window.kind in {WindowKind.RESULTS, WindowKind.JUDGING, WindowKind.VOTE}:
            verb = "open" if window.kind is WindowKind.RESULTS else "opens"
            coming.append((window.opens_at, 1, f"{name} {verb}"))
        elif window.kind is WindowKind.SUBMITTING or not hackathon.window(WindowKind.SUBMITTING):
            coming.append((window.closes_at, 0, f"{name} closes"))
    later = min((each for each in coming if each[0] > now), default=None)
    if later:
        return f"{later[2]} {dates.relative(later[0], now, zone)}"
    return f"Ends {dates.relative(hackathon.ends_at, now, zone)}"


def yours(hackathon: Hackathon, standing: Standing, now: datetime, zone: tzinfo) -> Yours:
    """Return what the hackathon is to the reader."""
    if hackathon.state is ProgramState.CANCELLED:
        was = " You were on the list." if standing.is_in or standing.waits else ""
        return Yours("This was cancelled.", f"{hackathon.cancel_reason}{was}".strip())
    if hackathon.state is ProgramState.DRAFT:
        return Yours(
            "Only you see this so far.", "Check the dates and the text, then publish. Nobody is told."
        )
    if standing.waits:
        return _waiting(hackathon, standing)
    if standing.is_in:
        return _in(hackathon, now, zone)
    return _out(hackathon, standing, now, zone)


def _waiting(hackathon: Hackathon, standing: Standing) -> Yours:
    place = words.ordinal(standing.place_in_line or 1)
    return Yours(
        f"You are {place} on the waitlist.",
        f"{_places(hackathon)} A place that is given back goes to the first in line at once, who is told.",
    )


def _in(hackathon: Hackathon, now: datetime, zone: tzinfo) -> Yours:
    if now >= hackathon.ends_at:
        return Yours("You took part.", "")
    if now >= hackathon.starts_at:
        return Yours("You are in, and it is on.", f"{_next(hackathon, now, zone)}.")
    starts = dates.moment_and_relative(hackathon.starts_at, zone, now)
    return Yours("You have a place.", f"It starts {starts}.")


def _out(hackathon: Hackathon, standing: Standing, now: datetime, zone: tzinfo) -> Yours:
    if now >= hackathon.ends_at:
        return Yours("This is over.", "")
    opens, closes = hackathon.sign_up_opens_at, hackathon.sign_up_closes_at
    if standing.state is SignUpState.REMOVED:
        return Yours("A host took you off the list.", "Ask them if that seems wrong.")
    gave_back = standing.state is SignUpState.WITHDRAWN
    if hackathon.signups_closed or now >= closes:
        return Yours("You gave your place back." if gave_back else "Sign-up has closed.", "")
    if opens is not None and now < opens:
        return Yours("Sign-up is not open yet.", f"It opens {dates.moment_and_relative(opens, zone, now)}.")
    title = "You gave your place back." if gave_back else "You are not signed up."
    if not hackathon.is_full:
        return Yours(title, f"{_places(hackathon)}{' You can sign up again.' if gave_back else ''}".strip())
    line = (
        "Nobody waits yet."
        if not standing.waiting
        else f"{words.count(standing.waiting, 'person')} {_wait(standing)}."
    )
    return Yours(title, f"{_places(hackathon)} {line} You would be {words.ordinal(standing.waiting + 1)}.")


def _wait(standing: Standing) -> str:
    return "waits" if standing.waiting == 1 else "wait"


def _places(hackathon: Hackathon) -> str:
    if hackathon.capacity is None:
        return "There is room for everyone."
    if hackathon.is_full:
        return (
            f"All {words.count(hackathon.capacity, 'place')} are taken."
            if hackathon.capacity > 1
            else ("The one place is taken.")
        )
    return f"{hackathon.places_taken} of {words.count(hackathon.capacity, 'place')} are taken."


def preparing(hackathon: Hackathon, *, hosts: int, prizes: int, ties: int) -> list[tuple[str, bool, str]]:
    """Return what a draft still wants before it is published: what, whether it is done, and where."""
    url = f"/hackathons/{hackathon.key}"
    return [
        ("Title and dates", True, f"{url}/dates"),
        ("Say where: a room, a call, or both", bool(hackathon.place or hackathon.call_url), f"{url}/edit"),
        ("Write what it is about", bool(hackathon.story), f"{url}/edit"),
        ("Add a second host", hosts > 1, f"{url}/set-up#hosts"),
        ("Name a prize, if there are any", prizes > 0, f"{url}/set-up#prizes"),
        ("Tie it to a goal", ties > 0, f"{url}/set-up#goals"),
    ]


def chat_text(hackathon: Hackathon, address: str) -> str:
    """Return a text to paste into chat. Times are in the hackathon's own zone."""
    when = dates.between(hackathon.starts_at, hackathon.ends_at, hackathon.tz, hackathon.starts_at)
    where = f", {hackathon.place}" if hackathon.place else ""
    about = f"\n{hackathon.summary}" if hackathon.summary else ""
    return f"{hackathon.title}: {when}{where}.{about}\nSign up: {address}"
