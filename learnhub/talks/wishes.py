"""Every SELECT about what people ask to hear: lists with votes, and who voted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, or_, select
from sqlalchemy.orm import joinedload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.paging import within
from learnhub.core.statements import kept
from learnhub.people.models import Kind, Person, PersonSkill
from learnhub.programs.models import ProgramState
from learnhub.programs.sights import visible_to
from learnhub.talks.models import RequestState, Talk, TopicRequest, TopicVote

PER_PAGE = 30
CALLED_FROM = 3  # votes, with that of who asked
CALLS = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as a list shows it to one person."""

    request: TopicRequest
    votes: int
    voted: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    """One page of them; `total` counts those of the state that was asked for."""

    rows: Sequence[Wish]
    number: int
    total: int
    per_page: int = PER_PAGE


def request(person: Person, key: str) -> TopicRequest:
    """Return the request with that key. Raises NotFound, for guests too."""
    found = db.session.scalar(
        select(TopicRequest)
        .options(
            joinedload(TopicRequest.asked_by),
            joinedload(TopicRequest.speaker),
            joinedload(TopicRequest.skill),
        )
        .where(TopicRequest.key == key)
    )
    if found is None or person.kind is Kind.GUEST:
        raise NotFound
    return found


def wishes(person: Person, state: RequestState, *, number: int = 1) -> Wishes:
    """Return a page of requests, those with the most votes first; of what is done the latest."""
    if person.kind is Kind.GUEST:
        return Wishes([], 1, 0)
    total = db.session.scalar(select(func.count()).where(TopicRequest.state == state)) or 0
    number = within(number, total, PER_PAGE)
    votes, _ = _votes(person.id)
    order = [votes.desc(), TopicRequest.id] if state is RequestState.OPEN else [TopicRequest.id.desc()]
    rows = db.session.execute(
        _shown(person)
        .where(TopicRequest.state == state)
        .order_by(*order)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return Wishes([Wish(found, count, bool(voted)) for found, count, voted in rows], number, total)


@dataclass(frozen=True, slots=True)
class Call:
    """A topic that enough people want to hear, and nobody gives yet."""

    key: str
    title: str
    votes: int
    voted: bool  # by the reader, who else helps with its skill


def calls(person: Person) -> list[Call]:
    """Return at most two topics that want a speaker and may fit the person, most votes first: one SELECT.

    They voted for it, or say that they help with the skill that it needs. Guests are asked for nothing.
    """
    if person.kind is Kind.GUEST:
        return []
    rows = db.session.execute(*kept(_calls, person.id))
    return [Call(key, title, votes, bool(voted)) for key, title, votes, voted in rows]


def _calls(reader: int) -> Select[str, str, int, bool]:
    votes, voted = _votes(reader)
    mine = PersonSkill.person_id == reader, PersonSkill.skill_id == TopicRequest.skill_id
    helps = select(PersonSkill.id).where(*mine, PersonSkill.helps).exists()
    return (
        select(TopicRequest.key, TopicRequest.title, votes.label("votes"), voted)
        .where(TopicRequest.state == RequestState.OPEN, TopicRequest.speaker_id.is_(None))
        .where(votes >= CALLED_FROM, or_(voted, helps))
        .order_by(helps.desc(), votes.desc(), TopicRequest.id)
        .limit(CALLS)
    )


def counts() -> dict[RequestState, int]:
    """Return how many requests there are of each state."""
    rows = db.session.execute(select(TopicRequest.state, func.count()).group_by(TopicRequest.state))
    found = {state: number for state, number in rows}
    return {state: found.get(state, 0) for state in RequestState}


def talks_of(person: Person, requests: Sequence[TopicRequest]) -> Mapping[int, Talk]:
    """Return, by request, the published talk that came of each, the last where there are several."""
    rows = db.session.scalars(
        select(Talk)
        .where(
            Talk.request_id.in_([each.id for each in requests]) if requests else false(),
            Talk.state == ProgramState.PUBLISHED,
            visible_to(person),
        )
        .order_by(Talk.id)
    )
    return {talk.request_id: talk for talk in rows if talk.request_id is not None}


def voters(request_id: int) -> Select[int]:
    """Select the ids of who wants to hear it and is still here: voters, and who asked."""
    asked = select(TopicRequest.asked_by_id).where(TopicRequest.id == request_id)
    voted = select(TopicVote.person_id).where(TopicVote.request_id == request_id)
    return select(Person.id).where(Person.id.in_(asked.union(voted)), Person.left_at.is_(None))


def _shown(person: Person) -> Select[TopicRequest, int, bool]:
    votes, mine = _votes(person.id)
    return select(TopicRequest, votes, mine).options(
        joinedload(TopicRequest.asked_by),
        joinedload(TopicRequest.speaker),
    )


def _votes(reader: int) -> tuple[ScalarSelect[int], ColumnElement[bool]]:
    """How many voted, and whether the person did."""
    cast = select(TopicVote.id).where(TopicVote.request_id == TopicRequest.id)
    votes = select(func.count()).where(TopicVote.request_id == TopicRequest.id).scalar_subquery()
    return votes, cast.where(TopicVote.person_id == reader).exists()
