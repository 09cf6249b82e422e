"""What the pages of every program say. Pure: rows and the moment in, words out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from learnhub.core import dates, words
from learnhub.programs import policies
from learnhub.programs.models import Program, ProgramState, Seat, SignUp, SignUpState
from learnhub.programs.offer_models import Offer, OfferState
from learnhub.programs.queries import Standing

NAMES_MOST = 4  # in a sentence
APPROVED_FIRST = "Sign up for approval"
PASSED = {
    OfferState.PENDING: "to take until {until}",
    OfferState.TAKEN: "taken",
    OfferState.DECLINED: "declined, so it went to the next",
    OfferState.RUN_OUT: "not taken until {until}, so it went to the next",
    OfferState.DROPPED: "withdrawn with the place in line",
}
HOW = {Seat.ON_SITE: "on site", Seat.ONLINE: "online"}
Counts = Mapping[tuple[Seat, SignUpState], int]  # how many sign-ups, by kind of place and state


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


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of place that one can sign up for; `note` says how many there are."""

    seat: Seat
    label: str
    waits: bool
    note: str


def state_of(program: Program, over: str, now: datetime, zone: tzinfo) -> State:
    """Return how a program with a start, an end and places stands; `over` is what is said once it ended."""
    if found := settled(program, over, now, zone):
        return found
    if now >= program.starts_at:
        return State("Running", "now", f"Ends {dates.relative(program.ends_at, now, zone)}", due=True)
    starts, opens = f"Starts {dates.relative(program.starts_at, now, zone)}", program.sign_up_opens_at
    if opens is not None and now < opens:
        return State("Published", "", f"Sign-up opens {dates.relative(opens, now, zone)}")
    if policies.is_sign_up_over(program, now):
        return State("Sign-up closed", "", starts)
    return State("Full", "warn", starts) if program.is_full else State("Sign-up open", "good", starts)


def settled(program: Program, over: str, now: datetime, zone: tzinfo) -> State | None:
    """Return how it stands where no clock changes that any more: a draft, cancelled, or over."""
    if program.state is ProgramState.DRAFT:
        return State("Draft", "", "Only its hosts and admins see it")
    if program.state is ProgramState.CANCELLED:
        return State("Cancelled", "bad")
    if now >= program.ends_at:
        return State(over, "", f"Ended {dates.relative(program.ends_at, now, zone)}")
    return None


def off(program: Program, standing: Standing, now: datetime, zone: tzinfo) -> Yours | None:
    """Return what it is to the reader while it is a draft or they await approval, and who waited in vain."""
    if program.state is ProgramState.CANCELLED:
        was = " You were on the list." if standing.is_in or standing.waits else ""
        was = " You had signed up." if standing.awaits else was
        return Yours("This was cancelled.", f"{program.cancel_reason or 'No reason was given.'}{was}")
    if program.state is ProgramState.DRAFT:
        return Yours("This is a draft.", "Check the dates and the text, then publish.")
    if standing.waits and now >= program.ends_at:
        return Yours("No place came free for you.", crowd(program))
    if standing.awaits and now >= program.ends_at:
        return Yours("Your sign-up was not decided about.", crowd(program))
    if standing.offered_until is not None:
        until = dates.moment(standing.offered_until, zone, now)
        return Yours("A place is free for you.", f"Take it until {until}. Then it goes to the next in line.")
    if standing.awaits:
        text = "They decide about each sign-up. You take no place until they do, and hear once they have."
        return Yours("You await the hosts’ approval.", text)
    return None


def out(program: Program, standing: Standing, free: str, now: datetime, zone: tzinfo) -> Yours:
    """Return what it is to who is not on the list; `free` says how many places there are."""
    opens, gave_back = program.sign_up_opens_at, standing.state is SignUpState.WITHDRAWN
    if now >= program.ends_at:
        return Yours("This is over.", crowd(program))
    if found := _sent_off(standing):
        return found
    if standing.does and not gave_back:
        return Yours(f"You {standing.does} here.", f"{standing.other_parts}That takes no place. {free}")
    if policies.is_sign_up_over(program, now):
        if gave_back:
            return Yours("You gave your place back.", "Sign-up has closed since.")
        return Yours("Sign-up has closed.", crowd(program, "have" if program.taken > 1 else "has"))
    if opens is not None and now < opens:
        return Yours("Sign-up is not open yet.", f"It opens {dates.moment_and_relative(opens, zone, now)}.")
    if not standing.is_open:
        text = "Its hosts chose who can sign up. Ask one of them if you want to take part."
        return Yours("This is open to others.", text)
    if standing.state is SignUpState.LAPSED:
        return Yours("The place that was offered to you went on.", f"You did not take it in time. {free}")
    return Yours("You gave your place back." if gave_back else "You are not signed up.", free)


def _sent_off(standing: Standing) -> Yours | None:
    """What it is to whom others took off the list, or did not let on it."""
    if standing.state is SignUpState.REMOVED:
        return Yours("A host took you off the list.", "Ask them if that seems wrong.")
    if standing.state is SignUpState.DECLINED:
        return Yours("The hosts declined your sign-up.", declined(standing))
    if standing.state is SignUpState.RELEASED:
        text = "You were not there at the start. Come all the same: while a place is free, it is yours again."
        return Yours("Your place went to who waits.", text)
    return None


def declined(standing: Standing) -> str:
    """Say why, and whom to ask."""
    because = standing.signup.declined_because if standing.signup else ""
    return f"They wrote: “{because}” Ask them if that seems wrong." if because else "Ask them why."


def next_in_line(program: Program) -> str:
    """Say what happens to a place that comes free, to who waits."""
    if program.offer_hours is None:
        return "A place that is given back goes to the first in line at once, who is told."
    hours = words.count(program.offer_hours, "hour")
    return f"A place that is given back is offered to the first in line, who has {hours} to take it."


def offer_said(offer: Offer, zone: tzinfo, now: datetime) -> str:
    """Say what became of an offer: "Offered Mon 3, 10:00; declined, so it went to the next."."""
    ran_out = offer.state is OfferState.PENDING and offer.expires_at <= now
    what = PASSED[OfferState.RUN_OUT if ran_out else offer.state]
    offered, until = (dates.moment(at, zone, now) for at in (offer.offered_at, offer.expires_at))
    return f"Offered {offered}; {what.format(until=until)}."


def crowd(program: Program, verb: str = "had") -> str:
    """Say how many had a place, once it is over, or have one: "Nobody had a place."."""
    people = words.counted(program.taken, "person").capitalize() if program.taken else "Nobody"
    return f"{people} {verb} a place."


def choices(program: Program, counts: Counts, *, approves: bool = False) -> list[Choice]:
    """Return the kinds of place there are, those with a free place first; `approves`: hosts decide first."""
    several = len(program.seats) > 1
    found = []
    for seat in program.seats:
        waiting = counts.get((seat, SignUpState.WAITING), 0)
        waits = program.is_full_for(seat) or waiting > 0
        label = "Join the waitlist" if waits else "Sign up"
        if approves:
            label, waits = APPROVED_FIRST, False
        if several:
            label += f" {HOW[seat]}" if waits else f", {HOW[seat]}"
        found.append(Choice(seat, label, waits, places(program, seat, waiting)))
    return sorted(found, key=lambda choice: choice.waits)


def changing(seat: Seat, other: Choice, *, waits: bool, place: int) -> str:
    """Say what comes of changing from `seat` to the other kind of place; `place` is that in its line."""
    here, there = HOW[seat], HOW[other.seat]
    if waits and other.waits:
        return f"You keep the moment of your sign-up: {words.ordinal(place)} in line {there}."
    if waits:
        return f"You get a place {there} at once, and leave the line {here}."
    if other.waits:
        return f"You give your place {here} back at once, and wait as {words.ordinal(place)} in line {there}."
    return f"You get a place {there} at once, and give the one {here} back."


def places(program: Program, seat: Seat, waiting: int = 0) -> str:
    """ "9 of 12 places on site are taken.", "All 12 places are taken, and 2 people wait."."""
    most, how = program.capacity_of(seat), f" {HOW[seat]}" if len(program.seats) > 1 else ""
    if most is None:
        return f"There is room for everyone{how}."
    if not program.is_full_for(seat):
        return f"{program.taken_of(seat)} of {words.count(most, 'place')}{how} are taken."
    line = f", and {words.count(waiting, 'person')} {'waits' if waiting == 1 else 'wait'}" if waiting else ""
    if most == 1:
        return f"The one place{how} is taken{line}."
    return f"All {words.count(most, 'place')}{how} are taken{line}."


def list_title(program: Program, counts: Counts, *, decides: bool) -> str:
    """Return the answer of their list: "12 of 40 in.", "9 on site, 2 waiting."."""
    of_state = {state: sum(counts.get((seat, state), 0) for seat in Seat) for state in SignUpState}
    waiting, awaiting = of_state[SignUpState.WAITING], of_state[SignUpState.AWAITING] if decides else 0
    wait = (f", {waiting} waiting" if waiting else "") + (f", {awaiting} to approve" if awaiting else "")
    if len(program.seats) > 1:
        return f"{program.places_taken} on site, {program.online_taken} online{wait}."
    most = program.capacity_of(program.seats[0])
    return f"{program.taken}{f' of {most}' if most and not (waiting and program.is_full) else ''} in{wait}."


def list_lead(program: Program, counts: Counts) -> str:
    """Return what stands below it: how many places of each kind are taken, or how they are given."""
    if len(program.seats) == 1:
        if program.offer_hours is not None:
            return next_in_line(program)
        return "Places are given in the order of arrival; whoever waits first moves up by itself."
    waiting = {seat: counts.get((seat, SignUpState.WAITING), 0) for seat in program.seats}
    return " ".join(places(program, seat, number) for seat, number in waiting.items())


def entering(program: Program, standing: Standing) -> str:
    """Say what whoever a host puts on the list gets."""
    if len(program.seats) > 1:
        return "Where a place is free they get it at once; otherwise they wait, last in line."
    if program.is_full or standing.waiting:
        return "No place is free: whoever you add waits, last in line."
    most = program.capacity_of(program.seats[0])
    if most is None:
        return "They get a place at once."
    free = most - program.taken
    return f"{words.counted(free, 'place').capitalize()} {'is' if free == 1 else 'are'} free."


def entered(name: str, state: SignUpState, place: int) -> str:
    """Return what is said once a host has put someone on the list."""
    if state is SignUpState.IN:
        return f"{name} has a place, and will be told."
    place_in_line = words.ordinal(place)
    return f"No place is free, so {name} is on the waitlist, {place_in_line} in line, and will be told."


def off_the_list(signups: Sequence[SignUp], now: str = "") -> str:
    """Return "Ada and Bob are off the list.", or what else they are now: "not on" it."""
    names = [each.person.name for each in signups]
    return f"{_named(names)} {'is' if len(names) == 1 else 'are'} {now or 'off'} the list."


def moving_up(names: Sequence[str], *, offered: bool) -> str:
    """Return who moves up once others have left, or is `offered` it."""
    if not names:
        return "Nobody moves up from the waitlist."
    verbs = ("is offered a place", "are offered places") if offered else ("moves up", "move up")
    return f"{_named(names)} {verbs[len(names) > 1]}, and will be told."


def put_back(again: Sequence[SignUp]) -> str:
    """Return how far a removal was undone: what those who were put back have now."""
    held = [each.person.name for each in again if each.state is SignUpState.IN]
    waits = [each.person.name for each in again if each.state is SignUpState.WAITING]
    said = [f"{_named(held)} {'has a place' if len(held) == 1 else 'have places'} again."] if held else []
    if waits:
        verb = "waits where they were" if len(waits) == 1 else "wait where they were"
        said.append(f"No place is free for {_named(waits)}, who {verb} in line.")
    return " ".join(said) or "Nobody was put back: they are on the list, or have left."


def _named(names: Sequence[str]) -> str:
    """Return a few names, or how many people they are."""
    few = len(names) <= NAMES_MOST
    return words.joined(names) if few else words.sentence(words.counted(len(names), "person"))


def chat_text(program: Program, speakers: list[str], address: str, now: datetime) -> str:
    """Return a text to paste into chat, with when sign-up opens if it has not; in the program's own zone."""
    when = dates.between(program.starts_at, program.ends_at, program.tz, program.starts_at)
    by = f" with {words.joined(speakers)}" if speakers else ""
    about = f"\n{program.summary}" if program.summary else ""
    where = f", {program.where}" if program.where else ""
    return f"{program.title}{by}: {when}{where}.{about}\n{_invited(program, now)}: {address}"


def _invited(program: Program, now: datetime) -> str:
    opens = program.sign_up_opens_at
    later = opens is not None and opens > now
    return f"Sign-up opens {dates.moment(opens, program.tz, now)}" if opens and later else "Sign up"


def whom(told: Mapping[SignUpState | None, int]) -> str:
    """ "24 who are in it and one more who helps to run it": who hears of a move, in parts that add up."""
    is_in, more = told.get(SignUpState.IN, 0), told.get(None, 0)
    parts = (
        (is_in, "who is in it", "who are in it"),
        (sum(told.values()) - is_in - more, "who waits for a place", "who wait for a place"),
        (more, "more who helps to run it", "more who help to run it"),
    )
    return words.joined(f"{words.spelled(n)} {one if n == 1 else many}" for n, one, many in parts if n)
