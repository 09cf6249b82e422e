"""What a hackathon's page says in each state. Pure: rows and the moment in, words out."""

from datetime import datetime, tzinfo

from learnhub.core import dates, words
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.hackathons.templates import TEXTS
from learnhub.hackathons.windows import NAMES
from learnhub.programs.models import Seat, SignUpState
from learnhub.programs.policies import is_sign_up_over
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import State, Yours, crowd, next_in_line, off, out, places, settled

OVER = "Finished"


def state(hackathon: Hackathon, now: datetime, zone: tzinfo) -> State:
    """Return how the hackathon stands at that moment."""
    if found := settled(hackathon, OVER, now, zone):
        return found
    if now >= hackathon.starts_at:
        return State("Running", "now", _next(hackathon, now, zone), due=True)
    return _before(hackathon, now, zone)


def _before(hackathon: Hackathon, now: datetime, zone: tzinfo) -> State:
    starts = f"Starts {dates.relative(hackathon.starts_at, now, zone)}"
    opens, closes = hackathon.sign_up_opens_at, hackathon.sign_up_closes_at
    if is_sign_up_over(hackathon, now):
        return State("Sign-up closed", "", starts)
    if opens is not None and now < opens:
        return State("Published", "", f"Sign-up opens {dates.relative(opens, now, zone)}")
    full = hackathon.is_full
    badge = State("Full", "warn") if full else State("Sign-up open", "good")
    return State(badge.badge, badge.kind, f"Sign-up closes {dates.relative(closes, now, zone)}")


def _next(hackathon: Hackathon, now: datetime, zone: tzinfo) -> str:
    """The next thing that closes or, of judging and results, opens."""
    coming: list[tuple[datetime, int, str]] = []  # where two fall together, what closes is said
    for window in hackathon.openings:
        name = NAMES[window.kind]
        if window.kind in {WindowKind.RESULTS, WindowKind.JUDGING, WindowKind.VOTE}:
            verb = "open" if window.kind is WindowKind.RESULTS else "opens"
            coming.append((window.opens_at, 1, f"{name} {verb}"))
        elif window.kind is WindowKind.SUBMITTING or not hackathon.opening(WindowKind.SUBMITTING):
            coming.append((window.closes_at, 0, f"{name} closes"))
    later = min((each for each in coming if each[0] > now), default=None)
    if later:
        return f"{later[2]} {dates.relative(later[0], now, zone)}"
    return f"Ends {dates.relative(hackathon.ends_at, now, zone)}"


def yours(hackathon: Hackathon, standing: Standing, now: datetime, zone: tzinfo) -> Yours:
    """Return what the hackathon is to the reader."""
    if found := off(hackathon, standing, now, zone):
        return found
    if standing.waits:
        return _waiting(hackathon, standing)
    if standing.is_in:
        return _in(hackathon, now, zone)
    return out(hackathon, standing, _free(hackathon, standing), now, zone)


def _waiting(hackathon: Hackathon, standing: Standing) -> Yours:
    place = words.ordinal(standing.place_in_line or 1)
    text = next_in_line(hackathon)
    return Yours(f"You are {place} on the waitlist.", f"{places(hackathon, Seat.ON_SITE)} {text}")


def _in(hackathon: Hackathon, now: datetime, zone: tzinfo) -> Yours:
    if now >= hackathon.ends_at:
        return Yours("You took part.", crowd(hackathon))
    if now >= hackathon.starts_at:
        return Yours("You are in, and it is on.", f"{_next(hackathon, now, zone)}.")
    starts = dates.moment_and_relative(hackathon.starts_at, zone, now)
    return Yours("You have a place.", f"It starts {starts}.")


def _free(hackathon: Hackathon, standing: Standing) -> str:
    taken, waiting = places(hackathon, Seat.ON_SITE), standing.waiting
    if not hackathon.is_full:
        again = " You can sign up again." if standing.state is SignUpState.WITHDRAWN else ""
        return f"{taken}{again}"
    line = (
        f"{words.count(waiting, 'person')} {'waits' if waiting == 1 else 'wait'}"
        if waiting
        else "Nobody waits yet"
    )
    return f"{taken} {line}. You would be {words.ordinal(waiting + 1)}."


def preparing(hackathon: Hackathon, *, hosts: int, prizes: int, ties: int) -> list[tuple[str, bool, str]]:
    """Return what a draft still wants before it is published: what, whether it is done, and where."""
    url = hackathon.desk
    from_template = hackathon.summary in TEXTS or hackathon.story in TEXTS
    read = [("Read the text: it came from the template", False, f"{url}/edit")] if from_template else []
    return [
        *read,
        ("Title and dates", True, f"{hackathon.url}/dates"),
        ("Say where: a room, a call, or both", bool(hackathon.place or hackathon.call_url), f"{url}/edit"),
        ("Write what it is about", bool(hackathon.story), f"{url}/edit"),
        ("Add a second host", hosts > 1, f"{url}/set-up#hosts"),
        ("Name a prize, if there are any", prizes > 0, f"{url}/set-up#prizes"),
        ("Tie it to a goal", ties > 0, f"{url}/set-up#goals"),
    ]
