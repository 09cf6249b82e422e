"""How people come in: by a link in a mail, by an invitation, and as the first of all."""

from learnhub.core import audit
from learnhub.core.db import db
from learnhub.core.errors import Conflict, NotFound
from learnhub.core.refs import Ref
from learnhub.people import links, passwords, profiles, queries, services
from learnhub.people.models import LinkKind, OneTimeLink, Person, Role


def by_link(secret: str) -> tuple[Person, str]:
    """Use up a sign-in link; return whose it is and the page that they had opened.

    Whoever's mail domain may sign in without an invitation becomes a person here, at first use.
    Raises NotFound when the link has ended.
    """
    link = links.use(LinkKind.SIGN_IN, secret)
    person = queries.active_person(link.person_id) if link.person_id else queries.by_email(link.email)
    if person is None and link.person_id is None:
        name = link.email.partition("@")[0].replace(".", " ").replace("_", " ").title()
        person = services.create_person(name=name, email=link.email)
    if person is None or person.left_at is not None:
        raise NotFound
    return person, link.next_url


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
    """Set up the organisation, with its first admin. Raises NotFound, or Conflict if another was faster."""
    links.use(LinkKind.FIRST_ADMIN, secret)
    house = services.lock_organisation()
    if queries.anybody():
        raise Conflict("Somebody has set LearnHub up meanwhile. Sign in instead.")
    house.name, house.zone = organisation, zone
    house.steps = {"name": "done"}
    db.session.flush()
    person = services.create_person(name=name, email=email, zone=zone)
    services.grant(person, Role.ADMIN, by=person)
    passwords.keep(person, password_hash)
    audit.record(person.id, "organisation.founded", Ref("organisation", 1), after={"name": organisation})
    return person
