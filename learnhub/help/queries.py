"""Every SELECT about who is stuck. Each takes who asks, and leaves out what is not theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.help import policies, subjects
from learnhub.help.models import (
    ENDED,
    WAITS,
    AskState,
    HelpAnswer,
    HelpAsk,
    HelpRequest,
    Need,
    RequestState,
)
from learnhub.people import management
from learnhub.people.models import Person

ENDED_SHOWN, MOST = 10, 50
ASKER = joinedload(HelpRequest.asked_by)
TAKER = joinedload(HelpRequest.taken_by)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request, and what the reader is to it."""

    request: HelpRequest
    ask: HelpAsk | None
    is_asker: bool
    is_host: bool
    is_taker: bool


def find(person: Person, key: str) -> Seen:
    """Return the request of that key. Raises NotFound for what is not open to the person."""
    row = db.session.execute(
        select(HelpRequest, HelpAsk)
        .outerjoin(HelpAsk, and_(HelpAsk.request_id == HelpRequest.id, HelpAsk.person_id == person.id))
        .options(ASKER, TAKER, joinedload(HelpRequest.note))
        .where(HelpRequest.key == key)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound
    request = row[0]
    ask: HelpAsk | None = row[1]
    was_asked = request.state is not RequestState.LATER
    is_asker = request.asked_by_id == person.id
    is_host, is_mate = (False, False) if is_asker else _near(person, request)
    is_manager = request.asked_by_id in management.managed_by(person, [request.asked_by_id])
    verdict = policies.may_read(
        is_asker=is_asker,
        is_manager=is_manager,
        is_asked=was_asked and ask is not None,
        is_host=was_asked and is_host,
        is_mate=was_asked and is_mate,
    )
    if not verdict:
        raise NotFound
    return Seen(request, ask, is_asker, is_host, request.taken_by_id == person.id)


def _near(person: Person, request: HelpRequest) -> tuple[bool, bool]:
    """Whether the person is a host of where it is about, and whether in the asker's pod there."""
    kind, ref = subjects.kind(request.ref), request.ref
    if kind is None or ref is None:
        return False, False
    me = literal(person.id)
    mate: ColumnElement[bool] = false()
    if kind.mates is not None:
        mate = me.in_(kind.mates(ref.id, request.asked_by_id))
    row = db.session.execute(select(me.in_(kind.hosts(ref.id)), mate)).one()
    return bool(row[0]), bool(row[1])


def hosts(person: Person, ref: Ref) -> bool:
    """Whether the person is a host there."""
    kind = subjects.kind(ref)
    return kind is not None and bool(db.session.scalar(select(literal(person.id).in_(kind.hosts(ref.id)))))


def asks_of(request: HelpRequest) -> Sequence[HelpAsk]:
    """Return who was asked, in the order in which they were."""
    return db.session.scalars(
        select(HelpAsk)
        .options(joinedload(HelpAsk.person))
        .where(HelpAsk.request_id == request.id)
        .order_by(HelpAsk.at, HelpAsk.id)
    ).all()


def answers_of(request: HelpRequest) -> Sequence[HelpAnswer]:
    """Return what was written, the oldest first."""
    return db.session.scalars(
        select(HelpAnswer)
        .options(joinedload(HelpAnswer.author))
        .where(HelpAnswer.request_id == request.id)
        .order_by(HelpAnswer.id)
    ).all()


def helpers(request: HelpRequest) -> tuple[int, ...]:
    """Return who looks at it and who answered, taken or not: what is added to the question is for them.

    Nobody who manages who asks by now.
    """
    wrote = select(HelpAnswer.author_id).where(HelpAnswer.request_id == request.id)
    ids = {*db.session.scalars(wrote), *filter(None, [request.taken_by_id])} - {request.asked_by_id}
    return tuple(sorted(ids - management.managers_among(request.asked_by, ids)))


def answer(request: HelpRequest, key: str) -> HelpAnswer:
    """Return an answer by somebody else than who asked. Raises NotFound."""
    found = db.session.scalar(
        select(HelpAnswer).where(
            HelpAnswer.request_id == request.id,
            HelpAnswer.key == key,
            HelpAnswer.author_id != request.asked_by_id,
        )
    )
    if found is None:
        raise NotFound
    return found


def asked_of(person: Person) -> Sequence[HelpRequest]:
    """Return what waits for the person: they were asked, and nobody else looks at it; the oldest first."""
    return db.session.scalars(
        select(HelpRequest)
        .join(HelpAsk, HelpAsk.request_id == HelpRequest.id)
        .join(HelpRequest.asked_by)
        .options(contains_eager(HelpRequest.asked_by))
        .where(_waits_for(person.id))
        .order_by(HelpRequest.asked_at, HelpRequest.id)
        .limit(MOST)
    ).all()


def waits_for(person_id: int, request_id: int) -> bool:
    """Whether the request still waits for the person."""
    found = db.session.scalar(
        select(HelpRequest.id)
        .join(HelpAsk, HelpAsk.request_id == HelpRequest.id)
        .where(HelpRequest.id == request_id, _waits_for(person_id))
    )
    return found is not None


def waiting_for(person_id: int, *what: ColumnElement[Any]) -> Select[Any]:
    """Select what waits for the person's help, the longest first."""
    return (
        select(*what)
        .select_from(HelpRequest)
        .join(HelpAsk, HelpAsk.request_id == HelpRequest.id)
        .where(_waits_for(person_id))
        .order_by(HelpAsk.at, HelpAsk.id)
    )


def names(ids: Sequence[int]) -> dict[int, str]:
    """Return what these people are called, by their ids."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {id_: name for id_, name in rows}


def open_of(person_id: int, since: datetime, *what: ColumnElement[Any]) -> Select[Any]:
    """Select what the person is stuck on still, the latest first; of what is answered only where something
    was written since that moment.
    """
    mine = HelpRequest.asked_by_id == person_id, HelpRequest.state.not_in(ENDED)
    said = select(HelpAnswer.id).where(HelpAnswer.request_id == HelpRequest.id, HelpAnswer.at >= since)
    news = or_(HelpRequest.state != RequestState.ANSWERED, said.exists())
    return select(*what).where(*mine, news).order_by(HelpRequest.id.desc())


def rests(person_id: int, request_id: int) -> bool:
    """Whether the person is stuck, looks again by themselves, and asked nobody yet."""
    request = db.session.get_one(HelpRequest, request_id)
    return request.asked_by_id == person_id and request.state is RequestState.LATER


def _waits_for(person_id: int) -> ColumnElement[bool]:
    taken = and_(HelpRequest.state == RequestState.TAKEN, HelpRequest.taken_by_id == person_id)
    return and_(
        HelpAsk.person_id == person_id,
        HelpAsk.state == AskState.ASKED,
        or_(HelpRequest.state == RequestState.OPEN, taken),
    )


def mine(person: Person) -> Sequence[HelpRequest]:
    """Return what the person asked: what goes on, and the last that is over."""
    rows = db.session.scalars(
        select(HelpRequest)
        .options(ASKER, TAKER)
        .where(HelpRequest.asked_by_id == person.id)
        .order_by(HelpRequest.ended_at.is_not(None), HelpRequest.id.desc())
        .limit(MOST)
    ).all()
    ended = [each for each in rows if each.is_over]
    return [*(each for each in rows if not each.is_over), *ended[:ENDED_SHOWN]]


def waiting_in(person: Person, ref: Ref) -> Sequence[HelpRequest]:
    """Return who waits there, the oldest first; none of those whom the reader manages."""
    rows = db.session.scalars(
        select(HelpRequest)
        .options(ASKER, TAKER)
        .where(
            HelpRequest.ref_kind == ref.kind,
            HelpRequest.ref_id == ref.id,
            HelpRequest.state.in_(WAITS),
        )
        .order_by(HelpRequest.asked_at, HelpRequest.id)
        .limit(MOST)
    ).all()
    managed = management.managed_by(person, {each.asked_by_id for each in rows})
    return [each for each in rows if each.asked_by_id not in managed]


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave and got, for themselves alone."""

    answered: int
    helped: int
    people: int
    asked: int
    rows: Sequence[tuple[HelpAnswer, HelpRequest]]  # the last of what they answered


def given(person: Person, since: datetime) -> Given:
    """Return the ledger since a moment: requests of others that the person answered, and their own."""
    others = HelpAnswer.author_id == person.id, HelpRequest.asked_by_id != person.id, HelpAnswer.at >= since
    rows = db.session.execute(
        select(HelpAnswer, HelpRequest)
        .join(HelpRequest, HelpRequest.id == HelpAnswer.request_id)
        .options(ASKER)
        .where(*others)
        .order_by(HelpAnswer.id.desc())
    ).all()
    seen = {request.id: request for _, request in rows}
    helped = {request.id for answer, request in rows if answer.helped}
    asked = db.session.scalar(
        select(func.count()).where(HelpRequest.asked_by_id == person.id, HelpRequest.asked_at >= since)
    )
    people = {request.asked_by_id for request in seen.values()}
    last = {request.id: (answer, request) for answer, request in reversed(rows)}
    return Given(len(seen), len(helped), len(people), asked or 0, [*reversed([*last.values()])][:MOST])


def short_of_people(now: datetime, since: datetime, most: int) -> Sequence[HelpRequest]:
    """Return open know-how requests that wait since then, of which fewer than `most` were asked since `now`.

    Of many any hundred: those that nobody fits must not stand in the way of the others.
    """
    asked = (
        select(func.count())
        .where(HelpAsk.request_id == HelpRequest.id, HelpAsk.state == AskState.ASKED, HelpAsk.at >= now)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(HelpRequest)
        .options(ASKER)
        .where(
            HelpRequest.state == RequestState.OPEN,
            HelpRequest.need == Need.KNOW_HOW,
            HelpRequest.waits_since >= since,
            asked < most,
        )
        .order_by(func.random())
        .limit(100)
    ).all()
