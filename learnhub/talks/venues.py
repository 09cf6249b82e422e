"""Rooms and calls: one field takes either. Pure."""

import re

_LINK = re.compile(r"^(https?://\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}/\S+)$", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether somebody wrote the address of a call: "https://meet.example.org/x", "meet.example.org/x"."""
    return bool(_LINK.match(text.strip()))
