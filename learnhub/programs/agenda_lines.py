"""A line of an agenda as it is drawn: its words, and what stands beside them to be read or pressed. Pure.

Its values say all that is drawn, so that a line that stays the same is drawn once, for whoever reads it.
"""

from datetime import datetime
from typing import NamedTuple

from learnhub.core import words
from learnhub.programs.models import Program, ProgramState, Seat
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import HOW


class Badge(NamedTuple):
    """What somebody is told, by its kind and icon as `badge` of ui/page.html takes them."""

    text: str
    kind: str = ""
    icon: str = ""


class Press(NamedTuple):
    """A button that sends, to a view of the program; without one, a link to its page."""

    label: str
    hint: str  # which program, for who hears it read
    view: str = ""
    seat: Seat | None = None
    asks: bool = False  # something first, on a page of its own
    busy: str = ""  # what it says meanwhile


class Beside(NamedTuple):
    """What stands at the right of a line: badges, a note, buttons."""

    badge: Badge | None = None
    note: str = ""
    until: datetime | None = None  # ends the note
    presses: tuple[Press, ...] = ()


class Line(NamedTuple):
    """One line. `at` says when; `shown` says it as its chapter needs it."""

    at: datetime
    shown: str
    title: str
    about: str
    key: str
    url: str
    due: bool
    into_calendar: bool
    anchor: str  # the first of a day has one: d2026-12-03
    beside: Beside


def beside(
    program: Program, standing: Standing, now: datetime, *, may_sign_up: bool, is_start: bool
) -> Beside:
    """Return what the reader is to the program, or what they can do about it."""
    if program.state is ProgramState.CANCELLED:
        return Beside(Badge("Cancelled", "bad"))
    if standing.offered_until:
        take = Press("Take it", f"in {program.title}", "take_offer", busy="Taking it")
        leave = Press("Leave it", f"in {program.title}", "decline_offer")
        return Beside(note="A place for you until", until=standing.offered_until, presses=(take, leave))
    if standing.has_signed_up:
        return Beside(_stands(program, standing))
    if standing.is_host:
        joins = is_start and may_sign_up
        return Beside(_does(standing), presses=(_too(program),) if joins else ())
    if standing.does:
        return Beside(_does(standing))
    if may_sign_up:
        return _sign_up(program, standing)
    return Beside(_closed(program, standing, now)) if is_start else Beside()


def _stands(program: Program, standing: Standing) -> Badge:
    is_online = standing.signup is not None and standing.signup.seat is Seat.ONLINE
    if standing.is_in:
        return Badge(
            f"You’re in{', online' if is_online and len(program.seats) > 1 else ''}", "good", "check"
        )
    if standing.waits:
        return Badge(f"Waitlist, you are {words.ordinal(standing.place_in_line or 0)}", "warn")
    return Badge("Awaiting approval", "warn")


def _does(standing: Standing) -> Badge:
    return Badge(f"You {standing.does}")


def _too(program: Program) -> Press:
    """Whoever runs it may take part as well; where there is more to choose, on its page."""
    if program.is_full or len(program.seats) > 1:
        return Press("Take part too", f": {program.title}")
    return _enters(program, "Take part too", "in")


def _sign_up(program: Program, standing: Standing) -> Beside:
    label = "Sign up for approval" if program.approves else "Sign up"
    several = len(program.seats) > 1
    if program.is_full:
        line = standing.waiting
        note = f"Full, {words.figure(line)} {'waits' if line == 1 else 'wait'}" if line else "Full"
        label = label if program.approves else "Join the waitlist"
        hint = f"for {program.title}"
        return Beside(note=note, presses=(Press(label, hint) if several else _enters(program, label, "for"),))
    if several:
        free = [seat for seat in program.seats if not program.is_full_for(seat)]
        return Beside(presses=tuple(_enters(program, f"{label} {HOW[seat]}", "for", seat) for seat in free))
    return Beside(presses=(_enters(program, label, "for"),))


def _enters(program: Program, label: str, hint: str, seat: Seat | None = None) -> Press:
    said = f"{hint} {program.title}"
    return Press(label, said, "sign_up", seat, asks=program.asks, busy="Signing up")


def _closed(program: Program, standing: Standing, now: datetime) -> Badge:
    if program.starts_at <= now:
        return Badge("Running", "now")
    if program.sign_up_opens_at and program.sign_up_opens_at > now:
        return Badge("Not open yet")
    return Badge("Sign-up closed" if standing.is_open else "Open to others")
