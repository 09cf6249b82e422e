"""Secrets that a person carries: made once, stored only as a digest."""

import base64
import hashlib
import hmac
import secrets


def secret() -> str:
    """Return a new secret of 32 random bytes, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> str:
    """Return what is stored for a secret. It needs no salt: the secret itself is random."""
    return hashlib.sha256(value.encode()).hexdigest()


def derived(key: str, *parts: object) -> str:
    """Return a secret that only the holder of `key` can make, the same each time for the same parts."""
    made = hmac.digest(key.encode(), "|".join(map(str, parts)).encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
