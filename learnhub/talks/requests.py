"""What people want to hear of, and offer to give: ask, vote, take it on, change it, close it."""

from sqlalchemy import delete, update

from learnhub.core import audit, events
from learnhub.core.db import db, insert
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.people import skills
from learnhub.people.models import Kind, Person, Role
from learnhub.search import services as search
from learnhub.talks import policies
from learnhub.talks.events import TopicScheduled
from learnhub.talks.models import RequestKind, RequestState, Talk, TopicRequest, TopicVote


def ask(actor: Person, *, kind: RequestKind, title: str, why: str = "", skill: str = "") -> TopicRequest:
    """Ask for a topic, which is the first vote for it, or propose a talk that the actor would give.

    Who helps with `skill` is asked for a topic on Home. Raises Invalid without a title, Forbidden for guests.
    """
    require(policies.may_ask(is_guest=actor.kind is Kind.GUEST))
    made = TopicRequest(kind=kind, asked_by_id=actor.id)
    _write(made, title, why, skill)
    if kind is RequestKind.PROPOSAL:
        made.speaker_id = actor.id
    db.session.add(made)
    db.session.flush()
    if kind is RequestKind.TOPIC:
        _vote(actor, made)
    search.changed(Ref("request", made.id))
    return made


def edit(actor: Person, request: TopicRequest, *, version: int, title: str, why: str, skill: str) -> None:
    """Say it better; the votes stay.

    Raises Conflict with both texts where it was changed since, Invalid without a title, Forbidden unless it
    is theirs and open.
    """
    mine = request.asked_by_id == actor.id
    require(policies.may_edit_request(is_asker=mine, is_admin=actor.has(Role.ADMIN), state=request.state))
    if request.version != version:
        raise Conflict(
            "This was changed while you wrote, by someone else or in another window. Nothing was saved here.",
            theirs={
                "title": request.title,
                "why": request.why,
                "skill": request.skill.name if request.skill else "",
            },
            yours={"title": title, "why": why, "skill": skill},
        )
    before = {"title": request.title}
    _write(request, title, why, skill)
    db.session.flush()
    audit.record(
        actor.id, "request.edited", Ref("request", request.id), before=before, after={"title": title}
    )
    search.changed(Ref("request", request.id))


def vote(actor: Person, request: TopicRequest) -> None:
    """Say that one wants to hear it; a second time changes nothing. Raises Forbidden where it is not open."""
    require(policies.may_vote(is_guest=actor.kind is Kind.GUEST, state=request.state))
    _vote(actor, request)


def unvote(actor: Person, request: TopicRequest) -> None:
    """Take the vote back. Raises Forbidden where it is not open."""
    require(policies.may_vote(is_guest=actor.kind is Kind.GUEST, state=request.state))
    mine = TopicVote.request_id == request.id, TopicVote.person_id == actor.id
    db.session.execute(delete(TopicVote).where(*mine))


def schedule(request: TopicRequest, talk: Talk, *, by_id: int) -> None:
    """Note that a talk of it is published; a second talk changes nothing."""
    if request.state is RequestState.OPEN:
        request.state = RequestState.SCHEDULED
        db.session.flush()
        events.publish(TopicScheduled(request.id, talk.id, by_id))


def give(actor: Person, request: TopicRequest) -> None:
    """Say "I'll give it". Of two at once one does.

    Raises Forbidden where somebody does already, or it is not open.
    """
    is_guest, taken = actor.kind is Kind.GUEST, request.speaker_id not in {None, actor.id}
    require(policies.may_give(is_guest=is_guest, state=request.state, is_taken=taken))
    free = TopicRequest.id == request.id, TopicRequest.speaker_id.is_(None)
    db.session.execute(update(TopicRequest).where(*free).values(speaker_id=actor.id))
    db.session.refresh(request)
    lost = request.speaker_id != actor.id
    require(policies.may_give(is_guest=is_guest, state=request.state, is_taken=lost))


def give_back(actor: Person, request: TopicRequest) -> None:
    """Say that one cannot give it after all: it wants a speaker again.

    Raises Forbidden unless the actor said that they would.
    """
    mine = request.speaker_id == actor.id
    admin = actor.has(Role.ADMIN) and request.speaker_id is not None
    require(policies.may_give_back(is_speaker=mine, is_admin=admin, state=request.state))
    request.speaker_id = None
    db.session.flush()


def close(actor: Person, request: TopicRequest, *, reason: str) -> None:
    """Close it with a reason that stays. Raises Invalid without one, Forbidden unless it is theirs."""
    if not reason:
        raise Invalid("Say why, in a sentence. Those who voted read it.", "reason")
    mine = request.asked_by_id == actor.id
    require(policies.may_close(is_asker=mine, is_admin=actor.has(Role.ADMIN), state=request.state))
    request.state, request.closed_because = RequestState.CLOSED, reason
    db.session.flush()
    audit.record(actor.id, "request.closed", Ref("request", request.id))


def _write(request: TopicRequest, title: str, why: str, skill: str) -> None:
    if not title:
        raise Invalid("Say what it is about.", "title")
    request.title, request.why = title, why
    request.skill_id = skills.named(skill).id if skill else None


def _vote(actor: Person, request: TopicRequest) -> None:
    row = insert(TopicVote).values(request_id=request.id, person_id=actor.id)
    db.session.execute(row.on_conflict_do_nothing(index_elements=["request_id", "person_id"]))
