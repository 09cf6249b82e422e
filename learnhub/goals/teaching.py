"""What is planned for a skill that a goal needs: the features above give it, one SELECT each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.core.points import Several
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Plan:
    """Something that teaches the skill, or is asked for; `at` is when, where that is known."""

    title: str
    url: str
    state: str  # "Talk", "Asked for"
    at: datetime | None = None


# a reader and ids of skills → what is planned that they may see, by the id of the skill
Planner = Callable[[Person, Collection[int]], Mapping[int, Sequence[Plan]]]
PLANS: Several[Planner] = Several("what is planned for a skill")


def planned(person: Person, skills: Collection[int]) -> dict[int, list[Plan]]:
    """Return what is planned for each of these skills, by id; nothing is asked where there are none."""
    found: dict[int, list[Plan]] = {id_: [] for id_ in skills}
    for plans in PLANS.given if skills else ():
        for id_, given in plans(person, skills).items():
            found[id_] += given
    return found
