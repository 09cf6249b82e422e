"""Cards of goals, for whoever names one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.goals.models import Goal
from learnhub.people.models import Kind, Person


def cards(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of these goals; none for guests."""
    if person.kind is Kind.GUEST:
        return {}
    rows = db.session.execute(
        select(Goal.id, Goal.key, Goal.title, Goal.state, Goal.ends_on).where(Goal.id.in_(ids))
    )
    return {
        id_: Card(title, f"/goals/{key}", state.value, datetime.combine(ends, time(), UTC))
        for id_, key, title, state, ends in rows
    }
