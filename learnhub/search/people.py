"""People and units as they are found: name, unit, and what they can help with. They lie below search."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.people.models import Person, Unit
from learnhub.people.skills import helped_with
from learnhub.search.audiences import ADMIN, EVERYONE
from learnhub.search.documents import Document


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give those who are here. Everyone of the organisation finds them; guests find themselves."""
    wanted = (
        select(Person.id, Person.name, Person.helping, Unit.name, Person.created_at)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.left_at.is_(None))
    )
    if ids is not None:
        wanted = wanted.where(Person.id.in_(ids))
    helps = helped_with(ids)
    for id_, name, helping, unit, created_at in db.session.execute(wanted):
        yield Document(
            Ref("person", id_),
            title=name,
            body="\n".join(part for part in (unit, *helps.get(id_, ()), helping) if part),
            audience=frozenset({EVERYONE, ADMIN, f"person:{id_}"}),
            updated_at=created_at,
        )


def units(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give those that are open. Everyone of the organisation finds them, and by them who is in them."""
    wanted = select(Unit.id, Unit.name, Unit.created_at).where(Unit.closed_at.is_(None))
    if ids is not None:
        wanted = wanted.where(Unit.id.in_(ids))
    for id_, name, created_at in db.session.execute(wanted):
        yield Document(
            Ref("unit", id_), title=name, audience=frozenset({EVERYONE, ADMIN}), updated_at=created_at
        )
