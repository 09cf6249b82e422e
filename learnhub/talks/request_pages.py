"""What the pages about requests show."""

from collections.abc import Mapping
from typing import Any

from learnhub.core.policy import Verdict
from learnhub.people import skills
from learnhub.people.models import Kind, Person, Role
from learnhub.search import queries as search
from learnhub.talks import policies, request_queries, sentences, services
from learnhub.talks.models import RequestState, TopicRequest
from learnhub.talks.request_queries import View, Wish

VIEWS = {  # in their order; those named last are there where they have something
    View.OPEN: "Open",
    View.WANTING: "Wants a speaker",
    View.FITTING: "Fits me",
    View.MINE: "Mine",
    View.SCHEDULED: "Scheduled",
    View.CLOSED: "Closed",
}
ALIKE = 3  # topics like the one that is typed
ALWAYS = {View.OPEN, View.SCHEDULED, View.CLOSED}


def index(person: Person, asked: Mapping[str, str], number: int) -> dict[str, Any]:
    """Return the list. `asked`: state, as the address has it."""
    wanted, counts = asked.get("state", ""), request_queries.counts(person)
    view = View(wanted) if wanted in set(View) else View.OPEN
    found = request_queries.wishes(person, view, counts[view], number=number)
    allowed = {wish.request.id: may(person, wish) for wish in found.rows}
    return {
        "title": sentences.requests_title(view, counts),
        "list": found,
        "views": [(each, text, counts[each]) for each, text in VIEWS.items() if _has(each, view, counts)],
        "chosen": view,
        "talks": request_queries.talks_of(person, [wish.request for wish in found.rows]),
        "may": allowed,
        "schedules": any(each["schedule"] for each in allowed.values()),
        "may_ask": policies.may_ask(is_guest=person.kind is Kind.GUEST),
    }


def _has(view: View, chosen: View, counts: Mapping[View, int]) -> bool:
    return view in ALWAYS or view is chosen or counts[view] > 0


def may(person: Person, wish: Wish) -> dict[str, Any]:
    """Return what the reader may do with one request."""
    request, guest = wish.request, person.kind is Kind.GUEST
    mine, admin = request.speaker_id == person.id, person.has(Role.ADMIN)
    return {
        "vote": policies.may_vote(is_guest=guest, state=request.state),
        "give": policies.may_give(
            is_guest=guest, state=request.state, is_taken=request.speaker_id is not None
        ),
        "give_back": policies.may_give_back(
            is_speaker=mine, is_admin=admin and request.speaker_id is not None, state=request.state
        ),
        "schedule": request.state is RequestState.OPEN
        and (mine or admin or person.has(Role.LEAD) or request.asked_by_id == person.id)
        and bool(services.may_create(person)),
        "edit": may_edit(person, request),
        "close": may_close(person, request),
    }


def writing(person: Person, request: TopicRequest | None = None, *, title: str = "") -> dict[str, Any]:
    """Return what stands around the form of a request; around a new one what is like its `title`."""
    return {"wish": request, "known": skills.known(person), "alike": _alike(person, title) if title else []}


def _alike(person: Person, title: str) -> list[search.Hit]:
    """Return what has all of its words and can be voted for."""
    found = search.search(person, title, kind="request")
    can_be = request_queries.open_among([hit.ref.id for hit in found.hits]) if not found.loose else ()
    return [hit for hit in found.hits if hit.ref.id in can_be][:ALIKE]


def may_edit(person: Person, request: TopicRequest) -> Verdict:
    """Return whether the reader may change what it says."""
    return policies.may_edit_request(
        is_asker=request.asked_by_id == person.id, is_admin=person.has(Role.ADMIN), state=request.state
    )


def may_close(person: Person, request: TopicRequest) -> Verdict:
    """Return whether the reader may close the request."""
    return policies.may_close(
        is_asker=request.asked_by_id == person.id, is_admin=person.has(Role.ADMIN), state=request.state
    )
