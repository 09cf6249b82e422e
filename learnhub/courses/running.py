"""In what somebody takes a course now: the features above say, for its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnhub.core.points import Several
from learnhub.courses.models import Course
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Run:
    """What goes on, or is to begin, and in which the person is."""

    title: str
    url: str


RUNS: Several[Callable[[Person, int, datetime], Sequence[Run]]] = Several("in what somebody takes a course")


def of(person: Person, course: Course, now: datetime) -> list[Run]:
    """Return in what the person takes the course."""
    return [run for runs in RUNS.given for run in runs(person, course.id, now)]
