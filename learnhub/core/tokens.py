"""Secrets that a person carries: made once, stored only as a digest."""

import hashlib
import secrets


def secret() -> str:
    """Return a new secret of 32 random bytes, safe in a URL."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> str:
    """Return what is stored for a secret. It needs no salt: the secret itself is random."""
    return hashlib.sha256(value.encode()).hexdigest()
