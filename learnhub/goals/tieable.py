"""What can serve a goal: each kind of thing says how one is found, and who may say which goal it serves.

The features above connect their kinds in app.py; there is one form, one page and one table for all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Thing:
    """One of a kind, as whoever asks may know it; `may` is whether they may change it."""

    ref: Ref
    key: str
    title: str
    note: str = ""  # beside the title: its day, its team
    may: bool = False
    of: int = 1  # how many there are in all of what was asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of a kind are wanted: by words of the title, only those that serve no goal."""

    words: str = ""
    untied: bool = False
    most: int = 12
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Served:
    """A kind of thing. `one` finds by key and raises NotFound; `some` returns the newest first."""

    label: str  # "Hackathon"
    many: str  # "Hackathons"
    icon: str
    one: Callable[[Person, str], Thing]
    some: Callable[[Person, Asked], Sequence[Thing]]


_kinds: dict[str, Served] = {}


def connect(kinds: Mapping[str, Served]) -> None:
    """Replace what is connected; `app.py` calls it once."""
    _kinds.clear()
    _kinds.update(kinds)


def kinds() -> Mapping[str, Served]:
    """Return what can serve a goal, by the kind of its refs, in the order of app.py."""
    return _kinds


def one(person: Person, kind: str, key: str) -> Thing:
    """Return the thing of that kind and key. Raises NotFound."""
    if kind not in _kinds:
        raise NotFound
    return _kinds[kind].one(person, key)


def some(person: Person, kind: str, asked: Asked) -> Sequence[Thing]:
    """Return things of that kind; none of a kind that nobody connected."""
    return _kinds[kind].some(person, asked) if kind in _kinds else []
