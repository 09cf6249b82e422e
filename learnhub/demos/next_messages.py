"""What goes out next, told by a package above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.core.points import Several
from learnhub.hackathons.models import Hackathon


@dataclass(frozen=True, slots=True)
class Going:
    """A message that leaves at a moment: what it says, and to how many."""

    at: datetime
    title: str
    note: str = ""


# hackathon, now → what goes out next, in three SELECTs at most
Provider = Callable[[Hackathon, datetime], Sequence[Going]]
GOING_OUT: Several[Provider] = Several("what goes out next to those of a hackathon")


def going_out(hackathon: Hackathon, now: datetime) -> list[Going]:
    """Return what goes out next, in order of time."""
    found = [each for provider in GOING_OUT.given for each in provider(hackathon, now)]
    return sorted(found, key=lambda each: each.at)
