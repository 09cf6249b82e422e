"""Giving and taking roles. There is always an admin."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from learnhub.core import audit
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.people import policies
from learnhub.people.models import Login, Person, Role, RoleGrant, Unit
from learnhub.people.organisations import lock_organisation
from learnhub.people.session import end_logins

GRANTED = "role.granted"


def grant(person: Person, role: Role, unit: Unit | None = None, *, by: Person | None = None) -> None:
    """Give a role, a leader's on `unit`; what is held already stays. All logins of the person end."""
    require(policies.may_hold(kind=person.kind, has_left=person.left_at is not None))
    if (role is Role.LEADER) != (unit is not None):
        raise Invalid("Choose the unit that this person leads.", "unit")
    if _held(person, role, unit) is not None:
        return
    try:
        with db.session.begin_nested():
            person.roles.append(RoleGrant(role=role, unit_id=unit.id if unit else None))
    except IntegrityError:
        db.session.refresh(person)
        return
    audit.record(
        by.id if by else None,
        GRANTED,
        Ref("person", person.id),
        after={"role": role.value, "unit": unit.name if unit else None},
    )
    end_logins(Login.person_id == person.id)


def take(person: Person, role: Role, unit: Unit | None = None, *, by: Person | None = None) -> None:
    """Take a role. Raises Forbidden for the last admin's. All logins of the person end."""
    lock_organisation()
    held = _held(person, role, unit)
    if held is None:
        return
    require(policies.may_lose_admin(is_admin=role is Role.ADMIN, admins=count_admins()))
    person.roles.remove(held)
    db.session.delete(held)
    db.session.flush()
    audit.record(
        by.id if by else None,
        "role.taken",
        Ref("person", person.id),
        before={"role": role.value, "unit": unit.name if unit else None},
    )
    end_logins(Login.person_id == person.id)


def granted(person: Person, role: Role) -> tuple[datetime, int | None] | None:
    """Return since when the person holds a role of the organisation, and who gave it, if anybody."""
    held = _held(person, role, None)
    if held is None:
        return None
    latest = _given(person.id, role)
    return held.created_at, latest.actor_id if latest else None


def gifts(role: Role, since: datetime) -> Sequence[AuditEntry]:
    """Return who was given a role since then, when and by whom; who lost it meanwhile as well."""
    given = select(AuditEntry).where(AuditEntry.act == GRANTED, AuditEntry.at > since)
    rows = db.session.scalars(given.where(AuditEntry.ref_kind == "person", AuditEntry.actor_id.is_not(None)))
    return [row for row in rows if row.after.get("role") == role.value]


def hands(person_id: int, given: Iterable[AuditEntry]) -> set[int]:
    """Return a person with everybody who gave them the role, who gave it to those, and so on."""
    makers = [(row.ref_id, row.actor_id) for row in given if row.actor_id]
    found = {person_id}
    while more := {maker for made, maker in makers if made in found} - found:
        found |= more
    return found


def _given(person_id: int, role: Role) -> AuditEntry | None:
    """Return when the person was given a role last, and by whom."""
    about = AuditEntry.ref_kind == "person", AuditEntry.ref_id == person_id, AuditEntry.act == GRANTED
    given = select(AuditEntry).where(*about).order_by(AuditEntry.id.desc())
    return next((row for row in db.session.scalars(given) if row.after.get("role") == role.value), None)


def _held(person: Person, role: Role, unit: Unit | None) -> RoleGrant | None:
    unit_id = unit.id if unit else None
    return next((each for each in person.roles if each.role is role and each.unit_id == unit_id), None)


def count_admins() -> int:
    return (
        db.session.scalar(
            select(func.count(func.distinct(Person.id)))
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role == Role.ADMIN, Person.left_at.is_(None))
        )
        or 0
    )
