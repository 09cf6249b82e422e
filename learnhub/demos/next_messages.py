"""What goes out next, told by a package above; `app.py` connects it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.hackathons.models import Hackathon


@dataclass(frozen=True, slots=True)
class Going:
    """A message that leaves at a moment: what it says, and to how many."""

    at: datetime
    title: str
    note: str = ""


# hackathon, now → what goes out next, in three SELECTs at most
Provider = Callable[[Hackathon, datetime], Sequence[Going]]
_providers: list[Provider] = []


def connect(providers: Sequence[Provider]) -> None:
    """Replace what is connected; `app.py` calls it once."""
    _providers[:] = providers


def going_out(hackathon: Hackathon, now: datetime) -> list[Going]:
    """Return what goes out next, in order of time."""
    found = [each for provider in _providers for each in provider(hackathon, now)]
    return sorted(found, key=lambda each: each.at)
