"""What features above put on a hackathon's overview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learnhub.core.points import Several
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people.models import Person
from learnhub.programs.queries import Standing


@dataclass(frozen=True, slots=True)
class Step:
    """What someone who has a place does next: "Find a team", "Submit demo". `note` stands beside it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of template, included with `values` as the variable `section`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Addition:
    """What one feature adds. Figures are a number and what it counts: (31, "teams")."""

    step: Step | None = None
    figures: tuple[tuple[int, str], ...] = ()
    notes: Mapping[WindowKind, str] = field(default_factory=dict)  # beside a window: "12 of 31 in"
    sections: tuple[Section, ...] = ()


# hackathon, who looks, what they are to it, now → what is added, in two SELECTs at most
Provider = Callable[[Hackathon, Person, Standing, datetime], Addition]
ADDITIONS: Several[Provider] = Several("what is added to a hackathon’s overview")


def gather(hackathon: Hackathon, person: Person, standing: Standing, now: datetime) -> Addition:
    """Return all additions as one; of several steps the last counts, from the highest package."""
    step = None
    figures: list[tuple[int, str]] = []
    notes: dict[WindowKind, str] = {}
    sections: list[Section] = []
    for provider in ADDITIONS.given:
        added = provider(hackathon, person, standing, now)
        step = added.step or step
        figures.extend(added.figures)
        notes.update(added.notes)
        sections.extend(added.sections)
    return Addition(step, tuple(figures), notes, tuple(sections))
