"""What happens to hackathons beyond what happens to every program."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrizeRemoved:
    """A prize is about to be deleted, and what others keep of it must go first."""

    hackathon_id: int
    prize_id: int
