"""Facts about figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecountAsked:
    """An admin asked for every figure anew."""
