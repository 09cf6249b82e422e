"""Passwords, hashed with argon2. Hashing is slow on purpose, so it never runs inside a transaction."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import delete

from learnhub.core import audit, tokens
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.policy import Verdict
from learnhub.core.refs import Ref
from learnhub.core.text import normal_email
from learnhub.core.transaction import release
from learnhub.people import identities, queries
from learnhub.people.models import Identity, IdentityKind, Login, Person
from learnhub.people.session import end_logins

SHORTEST, LONGEST = 10, 200
PASSWORD_HELP = f"At least {SHORTEST} characters. A few words in a row are good."
_thorough = PasswordHasher()
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # for tests alone


def hashed(password: str, *, email: str = "") -> str:
    """Return the hash of a new password.

    Raises Invalid for a poor one, and RuntimeError when changes are pending: hash before the first of them.
    """
    if len(password) < SHORTEST:
        raise Invalid(f"This has fewer than {SHORTEST} characters. Write a longer one.", "password")
    if len(password) > LONGEST:
        raise Invalid(f"Use at most {LONGEST} characters.", "password")
    if len(set(password)) < 4 or normal_email(password) == normal_email(email):
        raise Invalid("That is too easy to guess. A few words in a row are good.", "password")
    release()
    return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind the hash. Takes as long for no hash as for a wrong password."""
    release()
    nobodys = _nobodys(_hasher())
    try:
        _hasher().verify(stored or nobodys, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def person_by(email: str, password: str) -> Person | None:
    """Return whose address and password these are. No transaction is open while the hash is compared."""
    found = identities.password_of(normal_email(email))
    if not matches(found[1] if found else None, password) or found is None:
        return None
    return queries.active_person(found[0])


def change(person: Person, *, current: str, new: str, anew: Verdict) -> None:
    """Change one's own password. All logins end, this one too.

    Raises Invalid for whoever has one already and does not know it, unless `anew` lets them.
    """
    person_id, email = person.id, person.email
    found = identities.password_of(email)
    if found is not None and not anew and not matches(found[1], current):
        raise Invalid(anew.reason, "current")
    hash_ = hashed(new, email=email)
    again = queries.active_person(person_id)
    if again is not None:
        keep(again, hash_)
        act = "password.chosen_anew" if found is not None and anew else "password.changed"
        audit.record(person_id, act, Ref("person", person_id))


def keep(person: Person, hash_: str) -> None:
    """Make it the person's password, in place of an earlier one. All their logins end."""
    db.session.execute(
        delete(Identity).where(Identity.person_id == person.id, Identity.kind == IdentityKind.PASSWORD)
    )
    db.session.add(
        Identity(person_id=person.id, kind=IdentityKind.PASSWORD, subject=person.key, secret=hash_)
    )
    end_logins(Login.person_id == person.id)
    db.session.flush()


def _hasher() -> PasswordHasher:
    return _quick if current_app.config["TESTING"] else _thorough


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    """The hash of a password that nobody has: something to compare with where there is no account."""
    return hasher.hash(tokens.secret())
