"""What calendars find out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """A published program is elsewhere now, at the same time. Everyone on it but who did it is told once."""

    program_id: int
    sequence: int  # how often calendars had to follow so far
    by_id: int
    alone: bool = True  # else with others of its series, which is told once
