"""In what one can be stuck: the features above say of their kinds who helps and who decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from learnhub.core.errors import NotFound
from learnhub.core.points import OneEach, Several
from learnhub.core.refs import Ref
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Subject:
    """One program, as whoever asks may know it; `runs` is one that takes weeks, and goes on now."""

    ref: Ref
    key: str
    title: str
    url: str
    desk: str = "Open the host view"  # the page of its hosts, below `url`
    runs: bool = False


@dataclass(frozen=True, slots=True)
class Helped:
    """A kind of thing. Ids in; each SELECT gives the ids of people.

    `hosts` see who is stuck in it. `sponsors` get what waits on access, data or a decision. `mates` read what
    the person asks, beside the hosts. `able` says who can help, and why, as others may read it. `tabs` are
    those of its pages, by its key.
    """

    by_key: Callable[[Person, str], Subject]
    hosts: Callable[[int], Select[int]]
    sponsors: Callable[[int], Select[int]]
    mates: Callable[[int, int], Select[int]] | None = None
    able: Callable[[int], tuple[Select[int], str]] | None = None
    tabs: Callable[[Person, str], Sequence[Any]] | None = None


HELPED: OneEach[Helped] = OneEach("in what one can be stuck, by the kind of its refs")
MINE: Several[Callable[[Person], Sequence[Subject]]] = Several("in what a person takes part now")


def of(person: Person) -> list[Subject]:
    """Return what the person takes part in now."""
    return [each for mine in MINE.given for each in mine(person)]


def usual(person: Person) -> str:
    """Return where the person is most likely stuck, as "cohort:k3y": what alone of theirs runs; "" else."""
    runs = [each for each in of(person) if each.runs]
    return f"{runs[0].ref.kind}:{runs[0].key}" if len(runs) == 1 else ""


def named(person: Person, kind: str, key: str) -> Subject:
    """Return the thing of that kind and key. Raises NotFound."""
    if kind not in HELPED.given:
        raise NotFound
    return HELPED.given[kind].by_key(person, key)


def kind(ref: Ref | None) -> Helped | None:
    """Return what is known of its kind."""
    return HELPED.given.get(ref.kind) if ref else None
