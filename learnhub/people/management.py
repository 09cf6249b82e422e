"""Who manages whom: `manager` of the people file, and the org leaders of their unit and of those above."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from learnhub.core.db import db
from learnhub.people.models import Person, Role, RoleGrant, UnitPath


def managed_by(person: Person, ids: Iterable[int]) -> set[int]:
    """Return which of these people the person manages: as `manager`, or leading their unit or one above."""
    wanted = select(Person.id).where(Person.id.in_([*ids]), is_managed_by(person))
    return set(db.session.scalars(wanted))


def is_managed_by(person: Person) -> ColumnElement[bool]:
    """Whether somebody of a query over `Person` is one whom the person manages."""
    return is_managed(person.id)


def is_managed(reader: int) -> ColumnElement[bool]:
    """The same, of the person with that id."""
    led = select(RoleGrant.unit_id).where(RoleGrant.person_id == reader, RoleGrant.role == Role.LEADER)
    below = select(UnitPath.descendant_id).where(UnitPath.ancestor_id.in_(led))
    is_below = and_(Person.unit_id.is_not(None), Person.unit_id.in_(below))
    manages = and_(Person.manager_id.is_not(None), Person.manager_id == reader)
    return and_(Person.id != reader, or_(manages, is_below))


def managers_among(person: Person, ids: Iterable[int]) -> set[int]:
    """Return which of these people manage the person."""
    above = select(UnitPath.ancestor_id).where(UnitPath.descendant_id == person.unit_id)
    lead = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.role == Role.LEADER, RoleGrant.unit_id.in_(above)
    )
    mine = or_(Person.id == person.manager_id, lead.exists())
    return set(
        db.session.scalars(select(Person.id).where(Person.id.in_([*ids]), Person.id != person.id, mine))
    )


def pairs_among(ids: Collection[int]) -> set[frozenset[int]]:
    """Return the pairs of these people of whom one manages the other, at any level: up the line of managers,
    or leading the unit of the other or one above.
    """
    up = (
        select(Person.id.label("person_id"), Person.manager_id.label("manager_id"))
        .where(Person.id.in_([*ids]))
        .cte("up", recursive=True)
    )
    above = aliased(Person)
    up = up.union(select(up.c.person_id, above.manager_id).join(above, above.id == up.c.manager_id))
    lines = select(up.c.person_id, up.c.manager_id).where(up.c.manager_id.in_([*ids]))
    leads = (
        select(Person.id, RoleGrant.person_id)
        .join(UnitPath, UnitPath.descendant_id == Person.unit_id)
        .join(RoleGrant, (RoleGrant.unit_id == UnitPath.ancestor_id) & (RoleGrant.role == Role.LEADER))
        .where(Person.id.in_([*ids]), RoleGrant.person_id.in_([*ids]), RoleGrant.person_id != Person.id)
    )
    rows = [*db.session.execute(lines), *db.session.execute(leads)]
    return {frozenset((one, other)) for one, other in rows if one != other}
