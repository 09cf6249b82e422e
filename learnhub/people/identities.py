"""The ways in which people sign in: passwords, one-time links, and the browsers they are signed in on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from learnhub.core import clock, tokens
from learnhub.core.db import db
from learnhub.imports.models import ImportRow, RowState
from learnhub.people.models import Identity, IdentityKind, LinkKind, Login, OneTimeLink, Person


def password_of(email: str) -> tuple[int, str] | None:
    """Return (person id, argon2 hash) of the address, unless they have left or have no password."""
    row = db.session.execute(
        select(Identity.person_id, Identity.secret)
        .join(Person, Person.id == Identity.person_id)
        .where(Person.email == email, Person.left_at.is_(None), Identity.kind == IdentityKind.PASSWORD)
    ).one_or_none()
    return (row[0], row[1]) if row is not None and row[1] else None


def has_password(person: Person) -> bool:
    """Whether the person can sign in by password."""
    return (
        db.session.scalar(
            select(Identity.id).where(Identity.person_id == person.id, Identity.kind == IdentityKind.PASSWORD)
        )
        is not None
    )


def open_link(kind: LinkKind, secret: str) -> OneTimeLink | None:
    """Return the link if it can still be used."""
    return db.session.scalar(
        select(OneTimeLink).where(
            OneTimeLink.kind == kind,
            OneTimeLink.digest == tokens.digest(secret),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
        )
    )


def invited() -> dict[int, datetime]:
    """Return who has an open invitation and has never signed in, and when it ends: person id → moment."""
    rows = db.session.execute(
        select(OneTimeLink.person_id, OneTimeLink.expires_at)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(OneTimeLink.kind == LinkKind.INVITATION, OneTimeLink.used_at.is_(None))
        .where(Person.left_at.is_(None), Person.joined_at.is_(None))
    ).all()
    return {row[0]: row[1] for row in rows if row[0] is not None}


def newcomers(batch_id: int, *, most: int | None = None) -> Sequence[Person]:
    """Return who came in with that people file, was never here and has no open invitation; `most` of them."""
    open_invitation = exists().where(
        OneTimeLink.person_id == Person.id,
        OneTimeLink.kind == LinkKind.INVITATION,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    rows = select(ImportRow.ref_id).where(
        ImportRow.batch_id == batch_id, ImportRow.state == RowState.NEW, ImportRow.ref_kind == "person"
    )
    return db.session.scalars(
        select(Person)
        .where(Person.id.in_(rows), Person.joined_at.is_(None), Person.left_at.is_(None), ~open_invitation)
        .order_by(Person.id)
        .limit(most)
    ).all()


def logins(person: Person) -> Sequence[Login]:
    """Return the browsers in which the person is signed in, the newest first."""
    return db.session.scalars(
        select(Login)
        .where(Login.person_id == person.id, Login.ended_at.is_(None), Login.expires_at > clock.now())
        .order_by(Login.created_at.desc(), Login.id.desc())
    ).all()
