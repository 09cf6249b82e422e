"""Logins like those of /login, without its form."""

from learnhub.core import clock, tokens
from learnhub.people.models import Login, Person
from learnhub.people.session import COOKIE_FIELD, LASTS
from tests.support.rows import save

FIELD = COOKIE_FIELD


def login(person: Person) -> str:
    """Sign `person` in somewhere; return the secret that the session's cookie carries in `FIELD`."""
    secret, now = tokens.secret(), clock.now()
    digest = tokens.digest(secret)
    save(Login(digest=digest, person_id=person.id, device="test", expires_at=now + LASTS))
    return secret
