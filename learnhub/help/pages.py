"""What the pages of those who are stuck show: rows and verdicts for the templates."""

from datetime import datetime, timedelta
from typing import Any

from learnhub.core import refs
from learnhub.core.policy import require
from learnhub.help import notes, policies, queries, routing, sentences, services, subjects
from learnhub.help.models import AskState, HelpRequest, Need, RequestState
from learnhub.help.queries import Seen
from learnhub.help.services import Said
from learnhub.help.subjects import Subject
from learnhub.people import skills
from learnhub.people.models import Kind, Person

QUARTER = timedelta(weeks=13)
# In the session: what somebody has written already of what blocks them, by where. No address may hold it.
BEGUN = "help_begun"


def index(person: Person, now: datetime) -> dict[str, Any]:
    """Return who waits for the reader, and what they asked themselves."""
    asked, mine = queries.asked_of(person), queries.mine(person)
    return {
        "title": sentences.headline(asked, mine),
        "asked": asked,
        "mine": mine,
        "may_ask": policies.may_ask(is_guest=person.kind is Kind.GUEST),
        **_words(now),
    }


def foreseen(person: Person, said: Said, subject: Subject | None) -> dict[str, Any]:
    """Return who would be asked, and when; or why nobody would be."""
    found = services.foreseen(person, said, subject)
    words = sentences.foreseen(said.need, found=bool(found), placed=subject is not None)
    return {"people": found, "said": words}


def given(person: Person, now: datetime) -> dict[str, Any]:
    """Return the reader's own ledger of a quarter."""
    found = queries.given(person, now - QUARTER)
    return {"title": sentences.given(found.answered, found.helped), "ledger": found, **_words(now)}


def waiting(person: Person, kind: str, key: str, now: datetime) -> dict[str, Any]:
    """Return who is stuck in a program, for its hosts. Raises NotFound, and Forbidden for who is none."""
    subject = subjects.named(person, kind, key)
    require(policies.may_see_waiting(is_host=queries.hosts(person, subject.ref)))
    found = queries.waiting_in(person, subject.ref)
    of = subjects.HELPED.given[kind].tabs
    shown = {"subject": subject, "found": found, "tabs": of(person, key) if of else []}
    return {"title": sentences.waiting(found), **shown, **_words(now)}


def asking(person: Person) -> dict[str, Any]:
    """Return what the form is shown with."""
    return {"known_skills": skills.known(person)}


def show(person: Person, seen: Seen, now: datetime) -> dict[str, Any]:
    """Return one request with what was written, and what the reader may do."""
    request = seen.request
    asks, answers = queries.asks_of(request), [*queries.answers_of(request)]
    ref = request.ref
    card = refs.cards([ref], person).get(ref) if ref else None
    mine: dict[str, Any] = {"is_asker": seen.is_asker, "state": request.state}
    taker = request.taken_by.name if request.taken_by else ""
    standing = seen.ask.state if seen.ask else None
    standing_asks = [each for each in asks if each.state is AskState.ASKED]
    return {
        "seen": seen,
        "request_": request,
        "about": card,
        "asks": standing_asks,
        "answers": answers,
        "stands": _stands(person, request, len(standing_asks), now)
        if seen.is_asker
        else sentences.of_other(request, card.title if card else "", is_taker=seen.is_taker),
        "may_settle": not seen.is_asker and request.waits and request.need is not Need.KNOW_HOW,
        "may_take": policies.may_take(taker=taker, **mine),
        "may_write": policies.may_write(state=request.state),
        "may_pass_on": policies.may_pass_on(ask=standing, is_taker=seen.is_taker, state=request.state),
        "may_end": policies.may_end(**mine),
        "may_ask_again": policies.may_ask_again(**mine),
        "may_note": notes.verdict(person, seen, answers),
        **_words(now),
    }


def _stands(person: Person, request: HelpRequest, asked: int, now: datetime) -> str:
    """Say to who asked what happens now; where nobody is there, to whom it goes and when."""
    waits = request.state is RequestState.OPEN and request.need is Need.KNOW_HOW and not asked
    expected = routing.expected(request, person, now) if waits else []
    return sentences.stands(request, asked, now, person.tz, expected)


def _words(now: datetime) -> dict[str, Any]:
    return {
        "named": sentences.title,
        "age": lambda request: sentences.age(request, now),
        "states": sentences.STATES,
        "needs": sentences.NEEDS,
    }
