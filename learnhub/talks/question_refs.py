"""Questions on talks, for whoever names one, and for the one search: who may see the talk may find them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.discussions import question_queries
from learnhub.people.models import Person
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program
from learnhub.programs.queries import visible_to
from learnhub.search.documents import Document


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these questions that the person may see."""
    found = [*question_queries.seen("talk", ids)]
    rows = db.session.execute(
        select(Program.id, Program.key, Program.title).where(
            Program.id.in_({each.ref_id for each in found}), visible_to(person)
        )
    )
    talks = {id_: (key, title) for id_, key, title in rows}
    return {
        each.id: Card(
            each.text,
            f"/talks/{talks[each.ref_id][0]}/questions?state={each.state.value}#q-{each.key}",
            talks[each.ref_id][1],
            each.created_at,
        )
        for each in found
        if each.ref_id in talks
    }


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give questions to be found, with what was answered."""
    found = [*question_queries.seen("talk", ids)]
    about = {each.ref_id for each in found}
    rows = db.session.execute(select(Program.id, Program.published_at).where(Program.id.in_(about)))
    published = {id_: moment for id_, moment in rows}
    for each in found:
        yield Document(
            Ref("question", each.id),
            title=each.text,
            body=each.answer,
            audience=audience(each.ref_id, published.get(each.ref_id)),
            updated_at=each.created_at,
        )
