"""How people come in: by a link in a mail, by an invitation, and as the first of all."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from learnhub.core import audit
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.core.text import is_email, normal_email, one_line
from learnhub.core.words import joined
from learnhub.imports.models import ImportBatch
from learnhub.people import (
    identities,
    links,
    organisations,
    passwords,
    profiles,
    queries,
    services,
    top_units,
)
from learnhub.people.models import Kind, LinkKind, OneTimeLink, Person, Role, Unit

MOST = 100
MOST_LINKS = 50  # shown on one page
NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
NAME_FITS = 120


class Came(NamedTuple):
    """Who came in by a link, the page that they had opened, and whether an admin handed the link over."""

    person: Person
    next_url: str
    by_hand: bool


def by_link(secret: str) -> Came:
    """Use up a sign-in link; return whose it is.

    Whoever's mail domain may sign in without an invitation becomes a person here, at first use.
    Raises NotFound when the link has ended.
    """
    link = links.use(LinkKind.SIGN_IN, secret)
    person = queries.active_person(link.person_id) if link.person_id else queries.by_email(link.email)
    if person is None and link.person_id is None:
        person = services.create_person(name=name_of(link.email), email=link.email)
    if person is None or person.left_at is not None:
        raise NotFound
    return Came(person, link.next_url, link.is_handed_over)


def invited(link: OneTimeLink) -> Person:
    """Return whom an open invitation is for. Raises NotFound if they have left since."""
    person = queries.active_person(link.person_id or 0)
    if person is None:
        raise NotFound
    return person


def accept(secret: str, *, name: str, zone: str, password_hash: str | None) -> Person:
    """Accept the invitation: it is used up, and the person says who they are. Raises NotFound and Invalid."""
    person = invited(links.use(LinkKind.INVITATION, secret))
    profiles.describe(
        person,
        name=name,
        zone=zone,
        learning=person.learning,
        helping=person.helping,
        shortcuts=person.shortcuts,
    )
    if password_hash is not None:
        passwords.keep(person, password_hash)
    audit.record(person.id, "invitation.accepted", Ref("person", person.id))
    return person


def found(secret: str, *, name: str, email: str, password_hash: str, organisation: str, zone: str) -> Person:
    """Set up the organisation, with its top unit and its first admin in it.

    Raises NotFound, or Conflict if another was faster.
    """
    links.use(LinkKind.FIRST_ADMIN, secret)
    house = organisations.lock_organisation()
    if queries.anybody():
        raise Conflict("Somebody has set LearnHub up meanwhile. Sign in instead.")
    house.name, house.zone = organisation, zone
    house.steps = {"name": "done"}
    db.session.flush()
    person = services.create_person(name=name, email=email, zone=zone)
    services.grant(person, Role.ADMIN, by=person)
    passwords.keep(person, password_hash)
    top_units.plant(house, by=person)
    audit.record(person.id, "organisation.founded", Ref("organisation", 1), after={"name": organisation})
    return person


def invite_all(
    addresses: Sequence[str], *, name: str, kind: Kind, unit: Unit | None, roles: Sequence[Role], by: Person
) -> int:
    """Invite each address, as a person of that kind and unit with these roles; return how many mails follow.

    An address may stand with a name: "Omar Said <omar@example.org>". `name` comes before it, and is for one
    address alone. Someone invited before is invited again; someone who is here already is
    left alone. Raises Invalid for what is no address, and for a role of a guest.
    """
    wanted: dict[str, str] = {}
    for own, address in map(_read, addresses):
        wanted[address] = wanted.get(address) or own
    if not wanted:
        raise Invalid("Write at least one address.", "addresses")
    if len(wanted) > MOST:
        raise Invalid(f"Invite at most {MOST} at once. The people file takes more.", "addresses")
    if wrong := [f"“{address[:80]}”" for address in wanted if not is_email(address)]:
        said = "is no address" if len(wrong) == 1 else "are no addresses"
        raise Invalid(f"{joined(wrong)} {said}.", "addresses")
    if Role.LEADER in roles and unit is None:
        raise Invalid("Choose the unit that they lead.", "unit")
    if kind is Kind.GUEST and roles:
        raise Invalid("Guests hold no role.", "roles")
    chosen = name if len(wanted) == 1 else ""
    return sum(_invite_one(each, chosen or own, kind, unit, roles, by) for each, own in wanted.items())


def invite_newcomers(batch: ImportBatch, *, by: Person) -> int:
    """Invite whom a people file brought in, `MOST` at once; return how many mails follow.

    Whoever was invited or came meanwhile is left alone, also where two press at once.
    """
    organisations.lock_organisation()
    waiting = identities.newcomers(batch.id, most=MOST)
    for person in waiting:
        links.invite(person, by=by)
        audit.record(by.id, "person.invited", Ref("person", person.id))
    return len(waiting)


def links_for_newcomers(batch: ImportBatch, *, by: Person, mail: bool) -> list[tuple[Person, str]]:
    """Return links with which those come in whom a people file brought in, `MOST_LINKS` at once.

    They are to hand over: it raises Forbidden where mail brings them.
    """
    organisations.lock_organisation()
    waiting = identities.newcomers(batch.id, most=MOST_LINKS)
    return [(person, links.invitation_link(person, by=by, mail=mail)) for person in waiting]


def _read(written: str) -> tuple[str, str]:
    """Return the name and the address in "Omar Said <omar@example.org>"; the name may be missing."""
    found = NAMED.fullmatch(written.strip())
    if found is None:
        return "", normal_email(written)
    return one_line(found["name"].replace('"', ""))[:NAME_FITS], normal_email(found["address"])


def _invite_one(
    address: str, name: str, kind: Kind, unit: Unit | None, roles: Sequence[Role], by: Person
) -> bool:
    person = queries.by_email(address)
    if person is not None and (person.joined_at is not None or person.left_at is not None):
        return False
    if person is None:
        person = services.create_person(
            name=name or name_of(address), email=address, kind=kind, unit=unit, by=by
        )
    for role in roles:
        services.grant(person, role, unit if role is Role.LEADER else None, by=by)
    links.invite(person, by=by)
    audit.record(by.id, "person.invited", Ref("person", person.id))
    return True


def name_of(address: str) -> str:
    """Guess a name from an address: "ada.lovelace@…" is Ada Lovelace."""
    return address.partition("@")[0].replace(".", " ").replace("_", " ").title()
