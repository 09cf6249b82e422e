"""Addresses to hand on: by the configured base URL, never by the Host header, which anybody can write."""

from flask import current_app


def whole(path: str) -> str:
    """Return the address under which people reach this path of ours."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"
