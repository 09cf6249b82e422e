"""The top unit of an organisation: named after it, so that no list of units is ever empty."""

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.people import organisations, services, unit_trees, units
from learnhub.people.models import Organisation, Person, Unit


def usual(person: Person) -> Unit | None:
    """Return the unit to propose for whom the person invites: theirs, else the only one that is open."""
    if person.unit is not None:
        return person.unit
    tree = unit_trees.tree()
    return tree[0].unit if len(tree) == 1 else None


def named_after(house: Organisation) -> Unit | None:
    """Return the open unit at the top that bears the organisation's name, if there is one."""
    top = Unit.parent_id.is_(None), Unit.closed_at.is_(None), Unit.name == house.name
    return db.session.scalar(select(Unit).where(*top).order_by(Unit.id).limit(1))


def plant(house: Organisation, *, by: Person) -> None:
    """Make the top unit where there is no unit at all; whoever does it belongs to it."""
    organisations.lock_organisation()
    if db.session.scalar(select(Unit.id).limit(1)) is not None:
        return
    top = units.create(house.name, by=by)
    if by.unit_id is None:
        services.move(by, top, by=by)


def follow(house: Organisation, top: Unit | None, *, rename: bool, by: Person) -> None:
    """After the organisation was named: rename `top`, which bore its name before, if that is wanted."""
    if top is not None and rename:
        units.rename(top, house.name, by=by)
    plant(house, by=by)
