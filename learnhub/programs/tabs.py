"""The tabs of a program. Its kind and the features above give theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from learnhub.core.points import SeveralEach
from learnhub.people.models import Person
from learnhub.programs.models import Program
from learnhub.programs.queries import Standing


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. Positions: 0 Overview, 10 My team, 20 Teams, 30 Gallery, 35 Questions, 40 People, 50 Sign-ups,
    60 Host view, 65 Who came, 70 Set up.

    `count` is shown behind the label, where it says something.
    """

    position: int
    label: str
    url: str
    count: int | None = None


# program, who looks, what they are to it → the tabs that they get, in one SELECT at most
Provider = Callable[[Any, Person, Standing], Sequence[Tab]]
TABS: SeveralEach[Provider] = SeveralEach("tabs of a program, by its kind")


def tabs(program: Program, person: Person, standing: Standing) -> list[Tab]:
    """Return the tabs that this person gets, in order."""
    found = _own(program, standing)
    for provider in TABS.of(program.kind):
        found.extend(provider(program, person, standing))
    return sorted(found, key=lambda tab: tab.position)


def _own(program: Program, standing: Standing) -> list[Tab]:
    people = Tab(40, "People", f"{program.desk}/people", program.taken or None)
    own = [Tab(70, "Set up", f"{program.desk}/set-up")] if standing.runs_it else []
    return [Tab(0, "Overview", program.url), people, *own]
