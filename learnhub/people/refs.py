"""Cards of people and units, for what lies above."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Card
from learnhub.people.models import Kind, Person, Unit


def people(ids: Sequence[int], person: Person | None) -> Mapping[int, Card]:
    """Return the cards of these people; to a guest only their own."""
    if person is None:
        return {}
    wanted = select(Person.id, Person.key, Person.name, Person.left_at).where(Person.id.in_(ids))
    if person.kind is Kind.GUEST:
        wanted = wanted.where(Person.id == person.id)
    return {
        row.id: Card(row.name, f"/people/{row.key}", "left" if row.left_at else "", row.left_at)
        for row in db.session.execute(wanted)
    }


def units(ids: Sequence[int], person: Person | None) -> Mapping[int, Card]:
    """Return the cards of these units; guests see none."""
    if person is None or person.kind is Kind.GUEST:
        return {}
    wanted = select(Unit.id, Unit.key, Unit.name, Unit.closed_at).where(Unit.id.in_(ids))
    return {
        row.id: Card(row.name, f"/people?unit={row.key}", "closed" if row.closed_at else "", row.closed_at)
        for row in db.session.execute(wanted)
    }
