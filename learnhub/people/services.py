"""What happens to people: they come, change, move, and leave. The doors they come in by are in `links`."""

from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import is_email, normal_email, one_line
from learnhub.people import feed_tokens, focus, photos, policies, queries
from learnhub.people.events import PersonCameBack, PersonChanged, PersonLeft, PersonMade, PersonMoved
from learnhub.people.links import first_admin_link, invite, mint, outgoing, sign_in_link
from learnhub.people.models import (
    Kind,
    LinkKind,
    Login,
    Person,
    Role,
    Unit,
    UnitStay,
)
from learnhub.people.organisations import lock_organisation
from learnhub.people.roles import count_admins, grant, take
from learnhub.people.session import end_links, end_logins

__all__ = [
    "change",
    "come_back",
    "create_person",
    "edit",
    "first_admin_link",
    "grant",
    "invite",
    "leave",
    "lock_organisation",
    "mint",
    "move",
    "outgoing",
    "set_manager",
    "sign_in_link",
    "take",
]


def create_person(
    *,
    name: str,
    email: str,
    kind: Kind = Kind.EMPLOYEE,
    zone: str | None = None,
    unit: Unit | None = None,
    manager: Person | None = None,
    external_id: str | None = None,
    since: datetime | None = None,
    by: Person | None = None,
) -> Person:
    """Make a person; nobody is told. `since` is when they came to their unit, now by default.

    Raises Invalid, naming the field, for a name or address that cannot be, or an address that is taken.
    """
    name, address = one_line(name)[:120], normal_email(email)
    zone = zone or queries.organisation().zone
    if not name:
        raise Invalid("Write a name.", "name")
    if not is_email(address):
        raise Invalid("Write an address such as ada@example.org.", "email")
    if not queries.zone_is_known(zone):
        raise Invalid("Choose a time zone from the list.", "zone")
    person = Person(
        name=name, email=address, kind=kind, zone=zone, manager_id=manager.id if manager else None
    )
    person.external_id, person.unit_id, person.roles = external_id, unit.id if unit else None, []
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:
        raise Invalid("Somebody has this address already.", "email") from None
    if unit is not None:
        db.session.add(UnitStay(person_id=person.id, unit_id=unit.id, since=since or clock.now()))
    _record(by, "person.created", person, after={"kind": kind.value, "unit": unit.name if unit else None})
    db.session.flush()
    events.publish(PersonMade(person.id))
    return person


def change(
    person: Person,
    *,
    by: Person | None,
    name: str | None = None,
    email: str | None = None,
    kind: Kind | None = None,
    external_id: str | None = None,
) -> None:
    """Change what the organisation says of a person; what is None stays. Raises Invalid, naming the field.

    Another address or kind ends their logins and links.
    """
    before = _said(person)
    address = normal_email(email) if email is not None else person.email
    if not is_email(address):
        raise Invalid("Write an address such as ada@example.org.", "email")
    if kind is Kind.GUEST and person.roles:
        raise Invalid("A guest holds no role. Take the roles first.", "kind")
    try:
        with db.session.begin_nested():
            person.name = one_line(name)[:120] or person.name
            person.email, person.kind = address, kind or person.kind
            person.external_id = external_id or person.external_id
    except IntegrityError:
        raise Invalid("Somebody has this address already.", "email") from None
    _record_changes(by, person, before)


def edit(
    person: Person,
    *,
    seen: int | None,
    name: str,
    email: str,
    kind: str,
    manager: Person | None,
    by: Person | None,
) -> None:
    """Change all of it at once, having seen version `seen`. Raises Conflict, with both texts, and Invalid."""
    yours = {"Name": name, "E-mail": email, "Who they are": kind}
    theirs = {"Name": person.name, "E-mail": person.email, "Who they are": person.kind.value}
    if person.version != seen and yours != theirs:
        raise Conflict("Somebody changed this person meanwhile.", theirs=theirs, yours=yours)
    change(person, by=by, name=name, email=email, kind=Kind(kind))
    set_manager(person, manager, by=by)


def set_manager(person: Person, manager: Person | None, *, by: Person | None) -> None:
    """Name the person's manager, or none. Raises Invalid for themselves."""
    if manager is not None and manager.id == person.id:
        raise Invalid("Nobody is their own manager.", "manager")
    before = _said(person)
    person.manager_id = manager.id if manager else None
    db.session.flush()
    _record_changes(by, person, before)


def move(person: Person, unit: Unit | None, at: datetime | None = None, *, by: Person | None = None) -> None:
    """Move the person to `unit` as of `at`, now by default; past numbers keep the unit that they were in.

    A moment before the present stay began rewrites what lies after it. Raises Invalid for one to come.
    """
    now = clock.now()
    at = at or now
    if at > now:
        raise Invalid("A move takes effect now or earlier.", "at")
    if unit is not None and unit.closed_at is not None:
        raise Invalid("That unit is closed.", "unit")
    if person.unit_id == (unit.id if unit else None):
        return
    before = db.session.get(Unit, person.unit_id) if person.unit_id else None
    db.session.execute(delete(UnitStay).where(UnitStay.person_id == person.id, UnitStay.since >= at))
    stay = db.session.scalar(
        select(UnitStay)
        .where(UnitStay.person_id == person.id, (UnitStay.until.is_(None)) | (UnitStay.until > at))
        .order_by(UnitStay.since.desc())
    )
    if stay is not None:
        stay.until = at
    if unit is not None:
        db.session.add(UnitStay(person_id=person.id, unit_id=unit.id, since=at))
    person.unit_id = unit.id if unit else None
    _record(
        by,
        "person.moved",
        person,
        before={"unit": before.name if before else None},
        after={"unit": unit.name if unit else None},
    )
    db.session.flush()
    events.publish(PersonMoved(person.id, unit.id if unit else None, at.astimezone(UTC).isoformat()))


def leave(person: Person, *, by: Person | None = None) -> None:
    """Their logins, links, feeds, calendar, roles and photo end now. Raises Forbidden for the last admin."""
    if person.left_at is not None:
        return
    lock_organisation()
    require(policies.may_lose_admin(is_admin=person.has(Role.ADMIN), admins=count_admins()))
    now = clock.now()
    roles = sorted(each.role.value for each in person.roles)
    person.left_at = now
    for held in list(person.roles):
        person.roles.remove(held)
        db.session.delete(held)
    stay = db.session.scalar(
        select(UnitStay).where(UnitStay.person_id == person.id, UnitStay.until.is_(None))
    )
    if stay is not None:
        stay.until = now
    end_logins(Login.person_id == person.id)
    end_links(person, *LinkKind)
    feed_tokens.end_all(person)
    photos.remove(person)
    focus.end(person)
    _record(by, "person.left", person, before={"roles": roles})
    db.session.flush()
    events.publish(PersonLeft(person.id))


def come_back(person: Person, *, by: Person | None = None) -> None:
    """Someone who had left is here again: in the same unit if it is open still, without a role."""
    if person.left_at is None:
        return
    person.left_at = None
    unit = db.session.get(Unit, person.unit_id) if person.unit_id else None
    if unit is not None and unit.closed_at is not None:
        person.unit_id = None
    if person.unit_id is not None:
        db.session.add(UnitStay(person_id=person.id, unit_id=person.unit_id, since=clock.now()))
    _record(by, "person.came_back", person)
    db.session.flush()
    events.publish(PersonCameBack(person.id))


def _said(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "kind": person.kind.value,
        "manager": person.manager_id,
        "external_id": person.external_id,
    }


def _record_changes(by: Person | None, person: Person, before: dict[str, object]) -> None:
    after = _said(person)
    changed = {field for field in before if before[field] != after[field]}
    if changed & {"email", "kind"}:
        end_logins(Login.person_id == person.id)
        end_links(person, LinkKind.SIGN_IN, LinkKind.INVITATION)
    if changed:
        old, new = ({field: said[field] for field in sorted(changed)} for said in (before, after))
        _record(by, "person.changed", person, before=old, after=new)
        events.publish(PersonChanged(person.id))


def _record(
    by: Person | None,
    act: str,
    person: Person,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(by.id if by else None, act, Ref("person", person.id), before=before, after=after)
