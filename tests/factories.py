"""Plain functions with plain defaults: each commits what it makes and returns it."""

from itertools import count

from learnhub.core.db import db
from learnhub.people.models import Person, Role, RoleGrant, Unit, UnitPath, UnitStay
from tests.support.rows import save

_numbers = count(1)


def unit(name: str = "Engineering", parent: Unit | None = None, **over: object) -> Unit:
    """A unit, below `parent` if there is one."""
    made = save(Unit(**{"name": name, "parent_id": parent.id if parent else None} | over))
    above = db.session.query(UnitPath).filter_by(descendant_id=parent.id).all() if parent else []
    save(UnitPath(ancestor_id=made.id, descendant_id=made.id, depth=0))
    for path in [(each.ancestor_id, each.depth + 1) for each in above]:
        save(UnitPath(ancestor_id=path[0], descendant_id=made.id, depth=path[1]))
    return made


def person(
    name: str = "Ada", *, unit: Unit | None = None, roles: tuple[Role, ...] = (), **over: object
) -> Person:
    """A person whose address is their name and a number, so that two of a name may be.

    A leader leads `unit`.
    """
    local = name.lower().replace(" ", ".")
    values: dict[str, object] = {"name": name, "email": f"{local}.{next(_numbers)}@example.org"}
    made = save(Person(**values | {"unit_id": unit.id if unit else None} | over))
    if unit is not None:
        save(UnitStay(person_id=made.id, unit_id=unit.id, since=made.created_at))
    for role in roles:
        leads = unit.id if unit is not None and role is Role.LEADER else None
        save(RoleGrant(person_id=made.id, role=role, unit_id=leads))
    return made
