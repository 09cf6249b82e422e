"""What the pages of those who are stuck say. Pure: rows and the moment in, words out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from learnhub.core import dates
from learnhub.core.words import count, counted, joined
from learnhub.help.models import HelpRequest, Need, RequestState
from learnhub.library.sentences import excerpt

NEEDS: Mapping[Need, str] = {
    Need.KNOW_HOW: "Know-how",
    Need.ACCESS: "Access",
    Need.DATA: "Data",
    Need.DECISION: "A decision",
}
STATES: Mapping[RequestState, tuple[str, str]] = {
    RequestState.LATER: ("You look again", ""),
    RequestState.OPEN: ("Waits", "warn"),
    RequestState.TAKEN: ("Being looked at", "good"),
    RequestState.ANSWERED: ("Answered", "good"),
    RequestState.SOLVED: ("Solved", ""),
    RequestState.WITHDRAWN: ("Taken back", ""),
}
TITLE = 90
NO_SPONSOR = "Nobody decides there but you or who manages you. Ask them directly."
SINCE = {  # how long somebody is stuck: minutes, as they choose
    "15": "Just now",
    "60": "About an hour",
    "180": "A few hours",
    "1440": "Since yesterday",
    "4320": "For days",
}


def foreseen(need: Need, *, found: bool, placed: bool) -> str:
    """Say of those who would be asked when that is, or why there is nobody; `placed` is in some program."""
    if need is not Need.KNOW_HOW and not placed:
        return "Choose the program first: who sponsors it decides on access and data."
    if need is not Need.KNOW_HOW:
        return "Asked at once:" if found else NO_SPONSOR
    if found:
        return "These fit best. They are asked while they work, those first for whom the least waits:"
    said = "Nobody who may be asked says yet that they help with this. "
    if placed:
        return f"{said}The program’s hosts read it at once, and whoever says so within two weeks is asked."
    return f"{said}Name a skill, or choose the program: its hosts read it."


def title(request: HelpRequest) -> str:
    """Return what a request is called: how its text begins."""
    first = request.text.strip().partition("\n")[0]
    return excerpt(first, TITLE)


def age(request: HelpRequest, now: datetime) -> str:
    """ "3 hours", of what was asked; of what was put off, since they got stuck."""
    return dates.duration(max(now - (request.asked_at or request.since), timedelta(minutes=1)))


def headline(asked: Sequence[HelpRequest], mine: Sequence[HelpRequest]) -> str:
    """Say who waits for the reader; else what of theirs was answered or waits."""
    states = [each.state for each in mine]
    taken = sum(each.state is RequestState.TAKEN for each in asked)  # by the reader, or it waited no more
    waiting = len(asked) - taken
    yours = sum(each.waits for each in mine)
    also = f"; {counted(yours, 'question')} of yours {'waits' if yours == 1 else 'wait'}" if yours else ""
    if asked and not waiting:
        return f"You look at {counted(taken, 'question')}{also}."
    if asked:
        waits = "waits" if waiting == 1 else "wait"
        return f"{counted(waiting, 'question').capitalize()} {waits} for your help{also}."
    if answered := states.count(RequestState.ANSWERED):
        return f"{counted(answered, 'answer').capitalize()} {'waits' if answered == 1 else 'wait'} for you."
    if yours:
        return f"{counted(yours, 'question').capitalize()} of yours {'waits' if yours == 1 else 'wait'}."
    return "Nobody waits for you."


def waiting(found: Sequence[HelpRequest]) -> str:
    """Say how many are stuck in a program."""
    if not found:
        return "Nobody is stuck."
    return f"{counted(len(found), 'person').capitalize()} {'is' if len(found) == 1 else 'are'} stuck."


def passed(asked: int, name: str) -> str:
    """Say who was asked, after somebody passed it on: one by name, or who fits and is at work."""
    if name:
        return f"Passed on to {name}."
    if asked:
        return f"Passed on to {count(asked, 'person')} who can help."
    return "It is off your list. Nobody else who fits is at work right now; it goes on by itself once one is."


def of_other(request: HelpRequest, where: str, *, is_taker: bool) -> str:
    """Say to others who is stuck, or was, and what became of it. `where` is the program, if any."""
    name, within = request.asked_by.name, f" in {where}" if where else ""
    if request.is_over:
        end = "It is solved." if request.state is RequestState.SOLVED else "They took it back."
        return f"{name} was stuck{within}. {end}"
    if request.state is RequestState.ANSWERED:
        return f"{name} was stuck{within}. There is an answer; they say whether it helped."
    said = f"{name} is stuck{within}."
    if request.state is RequestState.TAKEN and request.taken_by:
        return f"{said} {'You look' if is_taker else f'{request.taken_by.name} looks'} at it."
    return f"{said} It was answered, and waits still." if request.first_answer_at else said


def goes_to(expected: Sequence[tuple[str, datetime]], now: datetime, zone: tzinfo) -> str:
    """ "Nobody … right now. It goes to Ada and Bob once they are, from Tue 24 Nov, 09:00 CET on."."""
    said = "Nobody who can help is at work right now."
    if not expected:
        return f"{said} It goes out by itself as soon as somebody is."
    names, first = joined(name for name, _ in expected), min(at for _, at in expected)
    return f"{said} It goes to {names} once they are, from {dates.moment(first, zone, now)} on."


def stands(
    request: HelpRequest,
    asked: int,
    now: datetime,
    zone: tzinfo,
    expected: Sequence[tuple[str, datetime]] = (),
) -> str:
    """Say to who asked what happens now. `expected`: who fits, and when they begin to work."""
    if request.state is RequestState.LATER and request.look_at:
        again = dates.relative(request.look_at, now, zone)
        return f"You are told to look again {again}. Ask before, if you like."
    if request.state is RequestState.TAKEN and request.taken_by:
        return f"{request.taken_by.name} looks at it."
    if request.state is RequestState.ANSWERED:
        return "There is an answer. Say whether it helped."
    if request.state is RequestState.OPEN and request.need is not Need.KNOW_HOW:
        if asked:
            return "It is with who decides in the program, and stays listed there until it is settled."
        return "It may go to nobody there: the program’s hosts manage you. Write to them directly."
    if request.state is RequestState.OPEN and not asked:
        return goes_to(expected, now, zone)
    if request.state is RequestState.OPEN:
        return f"{counted(asked, 'person').capitalize()} {'was' if asked == 1 else 'were'} asked."
    return ""


def given(answered: int, helped: int) -> str:
    """Say what somebody gave back."""
    if not answered:
        return "You have not answered anyone yet."
    said = f"You answered {counted(answered, 'question')}."
    return f"{said[:-1]}; {helped} helped." if helped else said
