"""Requests for help, for whoever names one, and for the one search: answered ones, by who may read them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import and_, or_, select

from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.help.models import HelpAnswer, HelpAsk, HelpRequest, RequestState
from learnhub.help.sentences import title
from learnhub.people.management import is_managed_by
from learnhub.people.models import Person
from learnhub.search.documents import Document

FOUND = (RequestState.ANSWERED, RequestState.SOLVED)


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of those which the person asked, or was asked and does not manage who asks."""
    asked = select(HelpAsk.request_id).where(HelpAsk.person_id == person.id)
    rows = db.session.scalars(
        select(HelpRequest)
        .join(Person, Person.id == HelpRequest.asked_by_id)
        .where(
            HelpRequest.id.in_(ids),
            or_(Person.id == person.id, and_(HelpRequest.id.in_(asked), ~is_managed_by(person))),
        )
    )
    return {each.id: Card(title(each), f"/help/{each.key}", "", each.asked_at) for each in rows}


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give what was answered, to who asked and who answered: others find the note, once there is one."""
    wanted = select(HelpRequest, HelpAnswer).join(HelpAnswer, HelpAnswer.request_id == HelpRequest.id)
    wanted = wanted.where(HelpRequest.state.in_(FOUND)).order_by(HelpRequest.id, HelpAnswer.id)
    if ids is not None:
        wanted = wanted.where(HelpRequest.id.in_(ids))
    found: dict[int, tuple[HelpRequest, list[HelpAnswer]]] = {}
    for request, answer in db.session.execute(wanted):
        found.setdefault(request.id, (request, []))[1].append(answer)
    for request, answers in found.values():
        people = {request.asked_by_id, *(each.author_id for each in answers)}
        yield Document(
            Ref("help", request.id),
            title=title(request),
            body="\n\n".join([request.text, *(each.text for each in answers)]),
            tags=(request.topic,) if request.topic else (),
            audience=frozenset(f"person:{id_}" for id_ in people),
            updated_at=answers[-1].at,
        )
