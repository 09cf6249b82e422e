"""Every SELECT about what people ask to hear: lists with votes, and who voted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, false, func, or_, select
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
CALLS, PROMISED = 2, 4  # that Home shows


class View(StrEnum):
    """Which requests a list has: those of a state, or some of the open ones."""

    OPEN = "open"
    WANTING = "wanting"  # nobody gives it yet
    FITTING = "fitting"  # of those, what the reader wants to hear or helps with
    MINE = "mine"  # what the reader gives or asked for
    SCHEDULED = "scheduled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as a list shows it to one person."""

    request: TopicRequest
    votes: int
    voted: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    """One page of them; `total` counts those of the view that was asked for."""

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


def wishes(person: Person, view: View, total: int, *, number: int = 1) -> Wishes:
    """Return a page of the `total` requests, those with the most votes first; of what is done the latest."""
    if person.kind is Kind.GUEST:
        return Wishes([], 1, 0)
    number = within(number, total, PER_PAGE)
    votes, _ = _votes(person.id)
    done = view in {View.SCHEDULED, View.CLOSED}
    order = [TopicRequest.id.desc()] if done else [votes.desc(), TopicRequest.id]
    rows = db.session.execute(
        _shown(person)
        .where(_in(view, person.id))
        .order_by(*order)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    )
    return Wishes([Wish(found, count, bool(voted)) for found, count, voted in rows], number, total)


@dataclass(frozen=True, slots=True)
class Call:
    """A topic that the person gives and has still to schedule, or that wants a speaker and may fit them."""

    key: str
    title: str
    votes: int
    voted: bool  # by the reader, who else helps with its skill
    mine: bool


def calls(person: Person) -> list[Call]:
    """Return what the person gives and nobody scheduled, then at most two topics that want a speaker.

    One SELECT. They voted for those, or say that they help with the skill that it needs; enough people want
    to hear it, most votes first. Guests are asked for nothing.
    """
    if person.kind is Kind.GUEST:
        return []
    found = [Call(*row) for row in db.session.execute(*kept(_calls, person.id))]
    return [each for each in found if each.mine] + [each for each in found if not each.mine][:CALLS]


def _calls(reader: int) -> Select[str, str, int, bool, bool]:
    votes, voted = _votes(reader)
    mine = func.coalesce(TopicRequest.speaker_id == reader, false())
    begun = select(Talk.id).where(Talk.request_id == TopicRequest.id, Talk.state == ProgramState.DRAFT)
    wanted = and_(TopicRequest.speaker_id.is_(None), votes >= CALLED_FROM, or_(voted, _helps(reader)))
    return (
        select(TopicRequest.key, TopicRequest.title, votes.label("votes"), voted, mine)
        .where(TopicRequest.state == RequestState.OPEN, or_(and_(mine, ~begun.exists()), wanted))
        .order_by(mine.desc(), _helps(reader).desc(), votes.desc(), TopicRequest.id)
        .limit(PROMISED + CALLS)
    )


def _helps(reader: int) -> ColumnElement[bool]:
    mine = PersonSkill.person_id == reader, PersonSkill.skill_id == TopicRequest.skill_id
    return select(PersonSkill.id).where(*mine, PersonSkill.helps).exists()


def counts(person: Person) -> dict[View, int]:
    """Return how many requests each view has: one SELECT; none for guests."""
    if person.kind is Kind.GUEST:
        return dict.fromkeys(View, 0)
    rows = db.session.execute(
        select(*(func.coalesce(func.sum(case((_in(view, person.id), 1), else_=0)), 0) for view in View))
    ).one()
    return dict(zip(View, rows, strict=True))


def _in(view: View, reader: int) -> ColumnElement[bool]:
    """Whether a request is in that view of the reader."""
    is_open = TopicRequest.state == RequestState.OPEN
    wanting = and_(is_open, TopicRequest.speaker_id.is_(None))
    _, voted = _votes(reader)
    some: dict[View, ColumnElement[bool]] = {
        View.WANTING: wanting,
        View.FITTING: and_(wanting, or_(voted, _helps(reader))),
        View.MINE: and_(is_open, or_(TopicRequest.speaker_id == reader, TopicRequest.asked_by_id == reader)),
    }
    return some[view] if view in some else TopicRequest.state == RequestState(view.value)


def open_among(ids: Collection[int]) -> Collection[int]:
    """Return those of these ids whose request is open."""
    mine = TopicRequest.id.in_(ids), TopicRequest.state == RequestState.OPEN
    return db.session.scalars(select(TopicRequest.id).where(*mine)).all() if ids else ()


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
