"""The link that ends the mail of one category: signed, so nothing is stored and nobody can guess it."""

from functools import lru_cache

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from learnhub.core.errors import NotFound
from learnhub.notifications.models import Category


def token(person_key: str, category: Category) -> str:
    """Return what stands in the link."""
    written: str = _serializer(current_app.config["SECRET_KEY"]).dumps([person_key, category.value])
    return written


def read(value: str) -> tuple[str, Category]:
    """Return whose mail of which category. Raises NotFound for what we did not sign."""
    try:
        person_key, category = _serializer(current_app.config["SECRET_KEY"]).loads(value)
        return str(person_key), Category(category)
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound from error


@lru_cache(maxsize=1)
def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="unsubscribe")
