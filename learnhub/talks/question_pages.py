"""What pages show of a talk's questions: the board, the presenter's view, the talk's page afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from learnhub.core.paging import within
from learnhub.core.words import counted, spelled
from learnhub.discussions import question_queries
from learnhub.discussions.models import QuestionState
from learnhub.discussions.questions import Floor
from learnhub.people.models import Person
from learnhub.talks import question_times
from learnhub.talks.models import Talk
from learnhub.web.page import page_number
from learnhub.web.polling import tag_of

PER_PAGE = 50
NEXT = 3  # questions below the one that the presenter shows
ON_TALK, MEANWHILE = 10, 3  # questions on the talk's own page: afterwards, and while more are asked
STATES = (QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.HIDDEN)


def board(person: Person, talk: Talk, floor: Floor, now: datetime, args: Mapping[str, str]) -> dict[str, Any]:
    """Return the list of questions. `args`: state and page, as the address has them."""
    every = question_queries.asked(person, floor.ref, leads=floor.leads)
    counts = {state: sum(each.state is state for each in every) for state in STATES}
    named = args.get("state", "")
    chosen = QuestionState(named) if named in set(STATES) else QuestionState.OPEN
    if chosen is QuestionState.HIDDEN and not floor.leads:
        chosen = QuestionState.OPEN
    number = within(page_number(args), counts[chosen], PER_PAGE)
    rows = [each for each in every if each.state is chosen][(number - 1) * PER_PAGE : number * PER_PAGE]
    may_ask = floor.may_ask(now)
    back = [each for each in every if each.state is QuestionState.WITHDRAWN]
    return {
        "floor": floor,
        "rows": rows,
        "back": back,
        "counts": counts,
        "seen": sum(counts[state] for state in question_queries.SEEN),
        "chosen": chosen,
        "number": number,
        "per_page": PER_PAGE,
        "may_ask": may_ask,
        "live": question_times.is_live(talk, now),
        "heading": running(counts, leads=floor.leads) if may_ask else title(counts),
        "tag": tag_of(rows, back, counts, chosen, number, bool(may_ask), floor.leads),
    }


def running(counts: Mapping[QuestionState, int], *, leads: bool) -> str:
    """Return what the page says first while questions are asked: to who answers them how many are open."""
    if not leads:
        return "What would you ask?"
    waiting = counts[QuestionState.OPEN]
    if not waiting:
        return "No question is open."
    return f"{counted(waiting, 'question').capitalize()} {'is' if waiting == 1 else 'are'} open."


def title(counts: Mapping[QuestionState, int]) -> str:
    """Return what became of the questions, as a sentence: while none can be asked."""
    waiting, answered = counts[QuestionState.OPEN], counts[QuestionState.ANSWERED]
    if not waiting:
        return "Every question was answered." if answered else "Nobody asked a question."
    if not answered:
        return f"{counted(waiting, 'question').capitalize()} stayed open."
    return f"{spelled(answered).capitalize()} of {counted(waiting + answered, 'question')} were answered."


def presented(person: Person, floor: Floor, key: str) -> dict[str, Any]:
    """Return the one question that the presenter shows: that of `key`, else the first; and what follows."""
    every = question_queries.asked(person, floor.ref, leads=True)
    waiting = [each for each in every if each.state is QuestionState.OPEN]
    place = next((number for number, each in enumerate(waiting) if each.key == key), 0)
    one = waiting[place] if waiting else None
    answered = sum(each.state is QuestionState.ANSWERED for each in every)
    shown = {
        "one": one,
        "place": place + 1,
        "total": len(waiting),
        "answered": answered,
        "previous": waiting[place - 1] if place else None,
        "next": waiting[place + 1] if place + 1 < len(waiting) else None,
        "following": waiting[place + 1 : place + 1 + NEXT],
    }
    return shown | {"floor": floor, "asked_for": key if one and one.key == key else "", "tag": tag_of(shown)}


def on_talk(person: Person, talk: Talk, now: datetime) -> dict[str, Any]:
    """Return what the talk's page shows of its questions: one SELECT, none for what does not take place."""
    floor = question_times.floor(talk, leads=False)
    if not floor.is_on:
        return {"asked": [], "asking": None, "asked_in_all": 0, "live": False}
    asking = now < floor.closes_at
    most = MEANWHILE if asking else ON_TALK
    asked, in_all = question_queries.first(person, floor.ref, most, waiting=asking)
    live = question_times.is_live(talk, now)
    return {"asked": asked, "asking": asking, "asked_in_all": in_all, "live": live}
