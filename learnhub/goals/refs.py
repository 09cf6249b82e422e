"""Cards of goals, for whoever names one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.core.statements import kept
from learnhub.goals.models import Goal, GoalState
from learnhub.people.models import Kind, Person
from learnhub.search.audiences import ADMIN, EVERYONE
from learnhub.search.documents import Document


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these goals; none for guests."""
    if person.kind is Kind.GUEST:
        return {}
    rows = db.session.execute(*kept(_these, ids))
    return {
        id_: Card(title, f"/goals/{key}", state.value, datetime.combine(ends, time(), UTC))
        for id_, key, title, state, ends in rows
    }


def _these(ids: Sequence[int]) -> Select[int, str, str, GoalState, date]:
    return select(Goal.id, Goal.key, Goal.title, Goal.state, Goal.ends_on).where(among(Goal.id, ids))


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give goals to be found, by everyone of the organisation."""
    wanted = select(Goal).options(selectinload(Goal.key_results)).execution_options(yield_per=200)
    if ids is not None:
        wanted = wanted.where(Goal.id.in_(ids))
    for goal in db.session.scalars(wanted):
        measures = [result.title for result in goal.key_results]
        yield Document(
            Ref("goal", goal.id),
            title=goal.title,
            body="\n\n".join(part for part in (goal.reason, *measures, goal.learnt) if part),
            audience=frozenset({EVERYONE, ADMIN}),
            updated_at=goal.closed_at or goal.created_at,
        )
