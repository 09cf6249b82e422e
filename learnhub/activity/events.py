"""That acts came or went: what is counted from them is to be counted anew."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActsChanged:
    """These people did something at that moment (ISO, UTC), or it was taken back."""

    person_ids: tuple[int, ...]
    at: str
