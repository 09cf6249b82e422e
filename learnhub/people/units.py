"""The tree of units: made, renamed, moved, closed. Its closure (UnitPath) is kept with each change."""

from sqlalchemy import Select, delete, func, insert, literal, select
from sqlalchemy.orm import aliased

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.people import policies, queries, roles
from learnhub.people.events import UnitClosed, UnitOpened, UnitRenamed
from learnhub.people.models import Person, Role, Unit, UnitPath
from learnhub.people.organisations import lock_organisation


def create(
    name: str, parent: Unit | None = None, *, external_id: str | None = None, by: Person | None
) -> Unit:
    """Make a unit, below `parent` if there is one. Raises Invalid without a name or below a closed unit."""
    lock_organisation()
    if not one_line(name):
        raise Invalid("Write a name.", "name")
    if parent is not None and parent.closed_at is not None:
        raise Invalid("That unit is closed.", "parent")
    unit = Unit(name=one_line(name)[:120], parent_id=parent.id if parent else None, external_id=external_id)
    db.session.add(unit)
    db.session.flush()
    db.session.add(UnitPath(ancestor_id=unit.id, descendant_id=unit.id, depth=0))
    db.session.flush()
    if parent is not None:
        _hang(unit, parent)
    audit.record(
        _id(by), "unit.created", Ref("unit", unit.id), after={"name": unit.name, "parent": _name(parent)}
    )
    events.publish(UnitOpened(unit.id))
    return unit


def edit(unit: Unit, *, seen: int, name: str, parent: Unit | None, by: Person | None) -> None:
    """Rename and move, having seen version `seen`. Raises Conflict, with both texts, if it changed since."""
    above = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    theirs, yours = {"Name": unit.name, "Below": _name(above)}, {"Name": name, "Below": _name(parent)}
    if unit.version != seen and theirs != yours:
        raise Conflict("Somebody changed this unit meanwhile.", theirs=theirs, yours=yours)
    rename(unit, name, by=by)
    move(unit, parent, by=by)


def rename(unit: Unit, name: str, *, by: Person | None) -> None:
    """Give the unit another name. Raises Invalid for none."""
    if not one_line(name):
        raise Invalid("Write a name.", "name")
    before, unit.name = unit.name, one_line(name)[:120]
    db.session.flush()
    if before != unit.name:
        audit.record(
            _id(by), "unit.renamed", Ref("unit", unit.id), before={"name": before}, after={"name": unit.name}
        )
        events.publish(UnitRenamed(unit.id))


def move(unit: Unit, parent: Unit | None, *, by: Person | None) -> None:
    """Hang the unit, with all below it, below `parent`, or at the top. Raises Forbidden below itself."""
    if unit.parent_id == (parent.id if parent else None):
        return
    lock_organisation()
    below = db.session.get(UnitPath, (unit.id, parent.id)) if parent else None
    closed = parent is not None and parent.closed_at is not None
    verdict = policies.may_move_unit(is_below_itself=below is not None, is_closed=closed)
    if not verdict:
        raise Invalid(verdict.reason, "parent")
    before = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    tree = _below(unit)
    db.session.execute(
        delete(UnitPath)
        .where(UnitPath.descendant_id.in_(tree), UnitPath.ancestor_id.not_in(tree))
        .execution_options(synchronize_session="fetch")
    )
    unit.parent_id = parent.id if parent else None
    db.session.flush()
    if parent is not None:
        _hang(unit, parent)
    audit.record(
        _id(by),
        "unit.moved",
        Ref("unit", unit.id),
        before={"parent": _name(before)},
        after={"parent": _name(parent)},
    )


def close(unit: Unit, *, by: Person | None) -> None:
    """Close an empty unit: it is offered no more, and past numbers keep it. Raises Forbidden."""
    if unit.closed_at is not None:
        return
    lock_organisation()
    require(policies.may_close(people=_people(unit), units=_units(unit)))
    unit.closed_at = clock.now()
    for leader in queries.leading(unit):
        roles.take(leader, Role.LEADER, unit, by=by)
    db.session.flush()
    audit.record(_id(by), "unit.closed", Ref("unit", unit.id), before={"name": unit.name})
    events.publish(UnitClosed(unit.id))


def reopen(unit: Unit, *, by: Person | None) -> None:
    """Open a closed unit again. Raises Invalid while the one above it is closed."""
    above = db.session.get(Unit, unit.parent_id) if unit.parent_id else None
    if above is not None and above.closed_at is not None:
        raise Invalid("Open the unit above it first.")
    unit.closed_at = None
    db.session.flush()
    audit.record(_id(by), "unit.opened", Ref("unit", unit.id), after={"name": unit.name})
    events.publish(UnitOpened(unit.id))


def _hang(unit: Unit, parent: Unit) -> None:
    """Add the paths from `parent` and all above it to `unit` and all below it."""
    above, below = aliased(UnitPath), aliased(UnitPath)
    db.session.execute(
        insert(UnitPath).from_select(
            ["ancestor_id", "descendant_id", "depth"],
            select(above.ancestor_id, below.descendant_id, above.depth + below.depth + literal(1))
            .join(below, below.ancestor_id == unit.id)
            .where(above.descendant_id == parent.id),
        )
    )


def _below(unit: Unit) -> Select[int]:
    paths = aliased(UnitPath)
    return select(paths.descendant_id).where(paths.ancestor_id == unit.id)


def _people(unit: Unit) -> int:
    here = Person.unit_id == unit.id, Person.left_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(Person).where(*here)) or 0


def _units(unit: Unit) -> int:
    open_ones = Unit.parent_id == unit.id, Unit.closed_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(Unit).where(*open_ones)) or 0


def _id(person: Person | None) -> int | None:
    return person.id if person else None


def _name(unit: Unit | None) -> str:
    return unit.name if unit else ""
