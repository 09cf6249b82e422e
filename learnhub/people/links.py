"""Links that work once: to sign in, to accept an invitation, to become the first admin."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, update

from learnhub.core import audit, clock, events, tokens
from learnhub.core.db import changed, db
from learnhub.core.errors import NotFound
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.core.text import normal_email
from learnhub.people import identities, policies, queries
from learnhub.people.events import InvitationMade, SignInLinkAsked
from learnhub.people.models import LinkKind, OneTimeLink, Person
from learnhub.people.session import end_links
from learnhub.web.addresses import whole

LASTS = {
    LinkKind.SIGN_IN: timedelta(minutes=10),
    LinkKind.INVITATION: timedelta(days=14),
    LinkKind.FIRST_ADMIN: timedelta(days=7),
}
HANDED_OVER = timedelta(days=1)  # a link that an admin passes on, where no mail can go
WHERE_TO_CHOOSE = "/settings#password-h"
PATHS = {LinkKind.SIGN_IN: "/login/", LinkKind.INVITATION: "/invitations/", LinkKind.FIRST_ADMIN: "/first/"}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a mail with a link says. `url` holds the secret: render it, send it, keep it nowhere."""

    kind: LinkKind
    email: str
    person_id: int | None
    invited_by_id: int | None
    url: str


def ask(email: str, *, next_url: str = "") -> None:
    """Ask for a sign-in link by mail. The same work is done whether or not the address is anybody's.

    A link for nobody is stored as used and never sent; links of yesterday are cleared away.
    """
    address = normal_email(email)
    person = queries.by_email(address)
    may = policies.may_sign_in_by_link(
        is_here=person is not None,
        has_left=person is not None and person.left_at is not None,
        domain=address.rpartition("@")[2],
        mail_domains=queries.organisation().mail_domains,
    )
    yesterday = clock.now() - timedelta(days=1)
    db.session.execute(
        delete(OneTimeLink).where(OneTimeLink.kind == LinkKind.SIGN_IN, OneTimeLink.expires_at < yesterday)
    )
    link = _make(
        LinkKind.SIGN_IN, email=address if may else "", person=person if may else None, next_url=next_url
    )
    if may:
        events.publish(SignInLinkAsked(link.id))
    else:
        link.used_at = link.created_at


def invite(person: Person, *, by: Person | None) -> OneTimeLink:
    """Invite the person by mail; an earlier invitation of theirs ends."""
    end_links(person, LinkKind.INVITATION)
    link = _make(LinkKind.INVITATION, email=person.email, person=person, invited_by=by)
    events.publish(InvitationMade(link.id))
    return link


def invitation_link(person: Person, *, by: Person, mail: bool) -> str:
    """Return a link with which `person` accepts an invitation, to hand over where no mail can go.

    It is shown once; an earlier invitation ends with it. Raises Forbidden where mail brings it, and for
    whoever is here or has left.
    """
    require(policies.may_show_invitation(mail=mail, joined=person.joined_at, left=person.left_at))
    end_links(person, LinkKind.INVITATION)
    link = _make(LinkKind.INVITATION, email=person.email, person=person, invited_by=by)
    audit.record(by.id, "invitation.shown", Ref("person", person.id))
    return _url(LinkKind.INVITATION, mint(link.id))


def shown_sign_in_link(person: Person, *, by: Person, mail: bool) -> str:
    """Return a link with which `person` signs in within a day, to hand over where no mail can go.

    It is shown once, and leads to where a password is chosen; links to sign in from before end with it.
    Raises Forbidden where mail brings it, and for whoever has not come yet or has left.
    """
    require(policies.may_show_sign_in(mail=mail, joined=person.joined_at, left=person.left_at))
    end_links(person, LinkKind.SIGN_IN)
    link = _make(LinkKind.SIGN_IN, person=person, next_url=WHERE_TO_CHOOSE, lasts=HANDED_OVER)
    audit.record(by.id, "signin.shown", Ref("person", person.id))
    return _url(LinkKind.SIGN_IN, mint(link.id))


def mint(link_id: int) -> str:
    """Make the link's secret, at the moment of sending, and return it; only its digest is stored.

    A second attempt at sending makes the same one, so that both copies of a mail work, and either once.
    Raises NotFound when the link has ended: there is nothing to send any more.
    """
    link = db.session.get(OneTimeLink, link_id)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotFound
    secret = tokens.derived(current_app.config["SECRET_KEY"], "link", link.id, link.created_at.isoformat())
    link.digest = tokens.digest(secret)
    db.session.flush()
    return secret


def outgoing(link_id: int) -> Outgoing:
    """Mint the link and return all that its mail says. Raises NotFound like `mint`."""
    secret = mint(link_id)
    link = db.session.get_one(OneTimeLink, link_id)
    return Outgoing(link.kind, link.email, link.person_id, link.invited_by_id, _url(link.kind, secret))


def sign_in_link(person: Person) -> str:
    """Return a link with which `person` signs in within ten minutes; for commands; nobody mails it."""
    return _url(LinkKind.SIGN_IN, mint(_make(LinkKind.SIGN_IN, person=person).id))


def first_admin_link() -> str | None:
    """Return the link that makes its reader the first admin; None where there is somebody already.

    Links given out before it end.
    """
    if queries.anybody():
        return None
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.kind == LinkKind.FIRST_ADMIN))
    return _url(LinkKind.FIRST_ADMIN, mint(_make(LinkKind.FIRST_ADMIN).id))


def use(kind: LinkKind, secret: str) -> OneTimeLink:
    """Use up the link. Of two who press at once, one gets it. Raises NotFound when it has ended."""
    link = identities.open_link(kind, secret)
    if link is None:
        raise NotFound
    now = clock.now()
    won = changed(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    if won != 1:
        raise NotFound
    return link


def _make(
    kind: LinkKind,
    *,
    email: str = "",
    person: Person | None = None,
    invited_by: Person | None = None,
    next_url: str = "",
    lasts: timedelta | None = None,
) -> OneTimeLink:
    now = clock.now()
    link = OneTimeLink(
        kind=kind,
        email=email,
        person_id=person.id if person else None,
        invited_by_id=invited_by.id if invited_by else None,
        next_url=next_url,
        created_at=now,
        expires_at=now + (lasts or LASTS[kind]),
    )
    db.session.add(link)
    db.session.flush()
    return link


def _url(kind: LinkKind, secret: str) -> str:
    return whole(f"{PATHS[kind]}{secret}")
