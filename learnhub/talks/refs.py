"""Cards of talks and requests, for whoever names one."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.people.models import Kind, Person
from learnhub.programs import series_refs
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program, Speaker
from learnhub.search.audiences import EVERYONE
from learnhub.search.documents import Document
from learnhub.talks import queries
from learnhub.talks.models import TopicRequest


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give talks to be found, by their speakers too: once published by all, before by their hosts.

    A date that says what its series says is found as its series.
    """
    columns = (
        Program.id,
        Program.title,
        Program.summary,
        Program.story,
        Program.published_at,
        Program.is_limited,
    )
    wanted = select(*columns, Program.created_at).where(Program.kind == "talk", series_refs.is_its_own())
    name = func.coalesce(Person.name, Speaker.said_name)
    said = select(Speaker.program_id, name).outerjoin(Speaker.person).order_by(Speaker.id)
    if ids is not None:
        wanted, said = wanted.where(Program.id.in_(ids)), said.where(Speaker.program_id.in_(ids))
    speakers: dict[int, list[str]] = {}
    for program_id, speaker in db.session.execute(said):
        speakers.setdefault(program_id, []).append(speaker)
    for id_, title, summary, story, published_at, is_limited, created_at in db.session.execute(wanted):
        parts = (summary, ", ".join(speakers.get(id_, [])), story)
        yield Document(
            Ref("talk", id_),
            title=title,
            body="\n\n".join(part for part in parts if part),
            audience=audience(id_, published_at, is_limited=is_limited),
            updated_at=published_at or created_at,
        )


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
