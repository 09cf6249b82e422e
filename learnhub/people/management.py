"""Who manages whom: `manager` of the people file, and the org leaders of their unit and of those above."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from learnhub.core.db import db
from learnhub.people.models import Person, Role, RoleGrant, UnitPath


def managed_by(person: Person, ids: Iterable[int]) -> set[int]:
    """Return which of these people the person manages: as `manager`, or leading their unit or one above."""
    led = select(RoleGrant.unit_id).where(RoleGrant.person_id == person.id, RoleGrant.role == Role.LEADER)
    below = select(UnitPath.descendant_id).where(UnitPath.ancestor_id.in_(led))
    wanted = select(Person.id).where(
        Person.id.in_([*ids]),
        Person.id != person.id,
        or_(Person.manager_id == person.id, Person.unit_id.in_(below)),
    )
    return set(db.session.scalars(wanted))


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
