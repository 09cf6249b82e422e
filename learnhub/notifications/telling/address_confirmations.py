"""The link in a mail that confirms the address to which it came: signed, so nothing is stored."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from learnhub.core.errors import NotFound
from learnhub.people.models import Person

LASTS = 2 * 24 * 3600  # seconds


def token(person: Person) -> str:
    """Return what stands in the link."""
    written: str = _serializer().dumps([person.key, person.email])
    return written


def read(value: str) -> tuple[str, str]:
    """Return whose address it is. Raises NotFound for what we did not sign, or too long ago."""
    try:
        key, address = _serializer().loads(value, max_age=LASTS)
        return str(key), str(address)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound from error


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="address")
