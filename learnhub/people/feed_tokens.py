"""Secret addresses with which a program that cannot sign in reads as somebody: feeds of any package.

Each address is one token, for one feed. The secret is shown once; only its digest is kept. A token ends when
its person ends it, and when they leave.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import joinedload

from learnhub.core import clock, tokens
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.text import one_line
from learnhub.people.models import FeedToken, Person

MOST = 50  # open ones a person


def make(person: Person, kind: str, about: str, *, name: str) -> str:
    """Return the secret of a new token, to be shown this once.

    `kind` is whose feed it is ("calendar", "library"), and `about` what is in it, in that package's own
    words ("tag:evaluation"). `name` is what the person's list of feeds calls it. Raises Invalid where they
    have as many as one may have.
    """
    count = select(func.count()).where(FeedToken.person_id == person.id, FeedToken.ended_at.is_(None))
    if (db.session.scalar(count) or 0) >= MOST:
        raise Invalid(f"You have {MOST} feeds already. End one in your settings first.")
    secret = tokens.secret()
    made = FeedToken(
        person_id=person.id, kind=kind, about=about, name=one_line(name)[:200], digest=tokens.digest(secret)
    )
    db.session.add(made)
    db.session.flush()
    return secret


def opened(kind: str, secret: str) -> FeedToken:
    """Return the token of that secret, with its person, their unit and roles, in one SELECT.

    Raises NotFound for an unknown one, one of another kind, an ended one, and that of who has left.
    """
    wanted = (
        select(FeedToken)
        .join(FeedToken.person)
        .options(joinedload(FeedToken.person).options(joinedload(Person.unit), joinedload(Person.roles)))
        .where(FeedToken.digest == tokens.digest(secret), FeedToken.kind == kind)
        .where(FeedToken.ended_at.is_(None), Person.left_at.is_(None))
    )
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def of(person: Person) -> Sequence[FeedToken]:
    """Return the person's open tokens, the newest first; never a secret."""
    return db.session.scalars(
        select(FeedToken)
        .where(FeedToken.person_id == person.id, FeedToken.ended_at.is_(None))
        .order_by(FeedToken.created_at.desc(), FeedToken.id.desc())
    ).all()


def end(person: Person, key: str) -> None:
    """End one of the person's tokens; nothing happens for a key that is not theirs."""
    _end(FeedToken.person_id == person.id, FeedToken.key == key)


def end_all(person: Person) -> None:
    """End all of the person's tokens: whoever reads by one is a stranger from now on."""
    _end(FeedToken.person_id == person.id)


def _end(*which: ColumnElement[bool]) -> None:
    db.session.execute(
        update(FeedToken).where(FeedToken.ended_at.is_(None), *which).values(ended_at=clock.now())
    )
