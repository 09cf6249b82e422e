"""The tabs of a hackathon. Features above add theirs; `app.py` connects them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.programs.queries import Standing


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. Positions: 0 Overview, 10 My team, 20 Teams, 30 Gallery, 40 People, 50 Sign-ups, 60 Host view,
    70 Set up.

    `count` is shown behind the label, where it says something.
    """

    position: int
    label: str
    url: str
    count: int | None = None


# hackathon, who looks, what they are to it → the tabs that they get, in one SELECT at most
Provider = Callable[[Hackathon, Person, Standing], Sequence[Tab]]
_providers: list[Provider] = []


def connect(providers: Iterable[Provider]) -> None:
    """Replace what is connected; `app.py` calls it once."""
    _providers[:] = providers


def tabs(hackathon: Hackathon, person: Person, standing: Standing) -> list[Tab]:
    """Return the tabs that this person gets, in order."""
    found = _own(hackathon, standing)
    for provider in _providers:
        found.extend(provider(hackathon, person, standing))
    return sorted(found, key=lambda tab: tab.position)


def _own(hackathon: Hackathon, standing: Standing) -> list[Tab]:
    url = f"/hackathons/{hackathon.key}"
    own = [Tab(0, "Overview", url), Tab(40, "People", f"{url}/people", hackathon.places_taken or None)]
    if standing.runs_it:
        own += [Tab(50, "Sign-ups", f"{url}/sign-ups"), Tab(70, "Set up", f"{url}/set-up")]
    return own
