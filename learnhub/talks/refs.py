"""Cards of talks and requests, for whoever names one."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.people.models import Kind, Person
from learnhub.programs import documents as programs
from learnhub.programs import series_refs
from learnhub.programs.models import Speaker
from learnhub.search.audiences import EVERYONE
from learnhub.search.documents import Document
from learnhub.talks import queries
from learnhub.talks.models import TopicRequest


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give talks to be found, by their speakers too.

    A date that says what its series says is found as its series.
    """
    return programs.of("talk", ids, series_refs.is_its_own(), told=_speakers)


def _speakers(ids: Sequence[int] | None) -> Mapping[int, str]:
    name = func.coalesce(Person.name, Speaker.said_name)
    wanted = select(Speaker.program_id, name).outerjoin(Speaker.person).order_by(Speaker.id)
    if ids is not None:
        wanted = wanted.where(Speaker.program_id.in_(ids))
    found: dict[int, list[str]] = {}
    for program_id, speaker in db.session.execute(wanted):
        found.setdefault(program_id, []).append(speaker)
    return {id_: ", ".join(names) for id_, names in found.items()}


def request_documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give what people ask for to be found, by everyone of the organisation."""
    wanted = select(TopicRequest.id, TopicRequest.title, TopicRequest.why, TopicRequest.created_at)
    if ids is not None:
        wanted = wanted.where(TopicRequest.id.in_(ids))
    for id_, title, why, created_at in db.session.execute(wanted):
        yield Document(
            Ref("request", id_),
            title=title,
            body=why,
            audience=frozenset({EVERYONE}),
            updated_at=created_at,
        )


def requests(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these requests; none for guests."""
    if person.kind is Kind.GUEST:
        return {}
    rows = db.session.execute(
        select(
            TopicRequest.id, TopicRequest.key, TopicRequest.title, TopicRequest.state, TopicRequest.created_at
        ).where(TopicRequest.id.in_(ids))
    )
    return {
        id_: Card(title, f"/talks/requests?state={state.value}#r-{key}", state.value.capitalize(), created_at)
        for id_, key, title, state, created_at in rows
    }


def named(person: Person, key: str) -> Ref:
    """Return how others name the talk with that key. Raises NotFound for what they may not know of."""
    return Ref("talk", queries.talk(person, key).id)
