"""Write what a people file would do, with the services that an admin’s own pages use."""

from collections.abc import Sequence

from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.imports.models import ImportRow, RowState
from learnhub.people import services
from learnhub.people.models import Kind, Person, Role, Unit
from learnhub.people.sync_units import Path, Tree, folded
from learnhub.people.units import create as create_unit


def write(rows: Sequence[ImportRow], actor: Person) -> None:
    """Write joiners and movers, then what lies between them, then leavers. Raises Invalid naming the row."""
    services.lock_organisation()
    units: dict[Path, Unit] = {}
    people = {row.id: _write(row, units, actor) for row in rows if row.state is not RowState.ABSENT}
    for row in rows:
        if row.id in people:
            _oblige(people[row.id], row, actor)
    for row in rows:
        if row.state is RowState.ABSENT:
            services.leave(_person(row), by=actor)


def _write(row: ImportRow, units: dict[Path, Unit], actor: Person) -> Person:
    """Make or change one person, without manager and roles. Raises Invalid that names the row."""
    data = row.data
    unit = _unit(tuple(data["unit"]), units, actor) if data["unit"] else None
    kind = Kind(data["kind"]) if data["kind"] else None
    said = {"name": data["name"], "email": data["email"], "external_id": data["external_id"]}
    try:
        if row.state is RowState.NEW:
            zone = data["zone"]
            person = services.create_person(
                **said, kind=kind or Kind.EMPLOYEE, zone=zone, unit=unit, by=actor
            )
            row.ref_kind, row.ref_id = "person", person.id
            return person
        person = _person(row)
        services.come_back(person, by=actor)
        services.change(person, **said, kind=kind, by=actor)
        if unit is not None:
            services.move(person, unit, by=actor)
    except Invalid as wrong:
        raise Invalid(f"Row {row.number}, {row.title}: {wrong} Nothing was changed.") from wrong
    return person


def _oblige(person: Person, row: ImportRow, actor: Person) -> None:
    """Set manager and roles, once everybody is there."""
    if named := row.data["manager"]:
        manager = db.session.scalar(
            select(Person).where((Person.email == named) | (func.lower(Person.external_id) == named))
        )
        if manager is None:
            raise Invalid(f"Row {row.number}, {row.title}: the manager is gone. Nothing was changed.")
        if manager.id != person.manager_id:
            services.set_manager(person, manager, by=actor)
    for role in map(Role, row.data["roles"]):
        if not person.has(role):
            services.grant(person, role, person.unit if role is Role.LEADER else None, by=actor)


def _person(row: ImportRow) -> Person:
    found = db.session.get(Person, row.ref_id)
    if found is None:
        raise Conflict("Somebody changed people since the file was read. Choose it again.")
    return found


def _unit(path: Path, units: dict[Path, Unit], actor: Person) -> Unit:
    """Return the unit of that path, made where it is not there."""
    if not units:
        every = db.session.scalars(select(Unit)).all()
        by_id = {unit.id: unit for unit in every}
        units |= {key: by_id[id_] for key, id_ in Tree.of(every).ids.items()}
    parent: Unit | None = None
    for depth in range(1, len(path) + 1):
        key = folded(path[:depth])
        if key not in units:
            units[key] = create_unit(path[depth - 1], parent, by=actor)
        parent = units[key]
    return units[folded(path)]
