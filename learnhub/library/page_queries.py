"""What the page of a resource reads: itself, what people did with it, and others like it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from learnhub.core.db import db
from learnhub.core.statements import kept
from learnhub.library.models import Report, Resource, ResourceKind, ResourceTag, Standing, TakeAway
from learnhub.library.queries import SIMILAR
from learnhub.library.told import COLUMNS, AnyResource, Somebody, Told
from learnhub.people.models import Kind, Person
from learnhub.people.named import NAMED, Named

SAID = 20  # take-aways on a page


def told(person: Person, key: str) -> Told | None:
    """Return the resource with that key; None for guests, and for what is in the bin or became another."""
    rows: Sequence[Any] = db.session.execute(*kept(_told, key, person.id)).all()
    if not rows or person.kind is Kind.GUEST:
        return None
    *own, owner, left, adder, gone, state, note, _ = rows[0]
    tags = tuple(row[-1] for row in rows if row[-1] is not None)
    return Told(*[*own, Somebody(owner, left), Somebody(adder, gone), state, note or "", tags])


def _told(key: str, reader: int) -> Select[Any]:
    owner, adder = aliased(Person), aliased(Person)
    return (
        select(*COLUMNS, owner.name, owner.left_at, adder.name, adder.left_at)
        .add_columns(Standing.state, Standing.note, ResourceTag.tag)
        .join(owner, owner.id == Resource.owner_id)
        .join(adder, adder.id == Resource.added_by_id)
        .outerjoin(Standing, and_(Standing.resource_id == Resource.id, Standing.person_id == reader))
        .outerjoin(ResourceTag, ResourceTag.resource_id == Resource.id)
        .where(Resource.key == key, Resource.binned_at.is_(None))
        .order_by(ResourceTag.tag)
    )


class Said(NamedTuple):
    """A take-away, as the page of its resource shows it."""

    key: str
    text: str
    failed: bool
    hours: int | None
    at: datetime
    edited_at: datetime | None
    person: Named


def take_aways(of: AnyResource, number: int = 1) -> tuple[Sequence[Said], int]:
    """Return a page of what people did with it, the newest first, with them and their units; and how many.

    Beyond the last page it is the first.
    """
    rows = db.session.execute(*kept(_take_aways, of.id, (number - 1) * SAID)).all()
    if not rows and number > 1:
        return take_aways(of)
    return [Said(*[*row[1:7], Named(*row[7:])]) for row in rows], rows[0][0] if rows else 0


def _take_aways(of_id: int, skip: int) -> Select[Any]:
    return (
        select(func.count().over(), *(getattr(TakeAway, name) for name in Said._fields[:-1]), *NAMED)
        .join(TakeAway.person)
        .outerjoin(Person.unit)
        .where(TakeAway.resource_id == of_id, TakeAway.removed_at.is_(None))
        .order_by(TakeAway.at.desc(), TakeAway.id.desc())
        .limit(SAID)
        .offset(skip)
    )


class Reported(NamedTuple):
    """What somebody says needs a look, as the page of the resource shows it."""

    reason: str
    at: datetime
    person_id: int
    name: str


def reports(of: AnyResource) -> Sequence[Reported]:
    """Return who says that it needs a look, and why; the first on top."""
    if of.reported_at is None:
        return []
    return [Reported(*row) for row in db.session.execute(*kept(_reports, of.id)).all()]


def _reports(of_id: int) -> Select[str, datetime, int, str]:
    return (
        select(Report.reason, Report.at, Report.person_id, Person.name)
        .join(Report.person)
        .where(Report.resource_id == of_id)
        .order_by(Report.at, Report.id)
    )


class Similar(NamedTuple):
    """Another that shares tags: how many, and how many take-aways it has."""

    key: str
    title: str
    kind: ResourceKind
    minutes: int | None
    author: str
    published: str
    url: str | None
    shared: int
    used: int


def similar(of: AnyResource) -> Sequence[Similar]:
    """Return the others that share the most tags with it."""
    return [Similar(*row) for row in db.session.execute(*kept(_similar, of.id)).all()]


def _similar(of_id: int) -> Select[Any]:
    mine = select(ResourceTag.tag).where(ResourceTag.resource_id == of_id)
    shared = func.count().label("shared")
    return (
        select(*(getattr(Resource, name) for name in Similar._fields[:-2]), shared, Resource.used)
        .join(ResourceTag, ResourceTag.resource_id == Resource.id)
        .where(ResourceTag.tag.in_(mine), Resource.id != of_id, Resource.binned_at.is_(None))
        .group_by(Resource.id)
        .order_by(shared.desc(), Resource.used.desc(), Resource.id)
        .limit(SIMILAR)
    )
