"""Questions on talks, for whoever names one, and for the one search: who may see the talk may find them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select

from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.core.statements import kept
from learnhub.discussions import question_queries
from learnhub.discussions.models import Question, QuestionState
from learnhub.people.models import Person
from learnhub.programs import sights
from learnhub.programs.audiences import audience
from learnhub.programs.models import Program
from learnhub.programs.sights import Sight
from learnhub.search.documents import Document


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these questions that the person may see; `state` is the talk's title."""
    rows = db.session.execute(*kept(_these, ids, person.id, sight=sights.sight(person))).all()
    return {
        id_: Card(text, f"/talks/{talk}/questions?state={state.value}#q-{key}", title, at)
        for id_, text, state, key, at, talk, title in rows
    }


def _these(
    ids: Sequence[int], reader: int, *, sight: Sight
) -> Select[int, str, QuestionState, str, datetime, str, str]:
    said = Question.id, Question.text, Question.state, Question.key, Question.created_at
    return (
        question_queries.seen("talk", ids)
        .with_only_columns(*said, Program.key, Program.title)
        .join(Program, Program.id == Question.ref_id)
        .where(sights.visible(reader, sight))
    )


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give questions to be found, with what was answered."""
    rows = db.session.execute(
        question_queries.seen("talk", ids)
        .add_columns(Program.published_at, Program.is_limited)
        .join(Program, Program.id == Question.ref_id)
    )
    for each, published_at, is_limited in rows:
        yield Document(
            Ref("question", each.id),
            title=each.text,
            body=each.answer,
            audience=audience(each.ref_id, published_at, is_limited=is_limited),
            updated_at=each.created_at,
        )
