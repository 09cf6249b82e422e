"""In what one can be stuck: the features above say of their kinds who helps and who decides, in app.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select

from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Subject:
    """One program, as whoever asks may know it."""

    ref: Ref
    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Helped:
    """A kind of thing. Ids in; each SELECT gives the ids of people.

    `hosts` see who is stuck in it. `sponsors` get what waits on access, data or a decision. `mates` read what
    the person asks, beside the hosts. `able` says who can help, and why, as others may read it.
    """

    by_key: Callable[[Person, str], Subject]
    hosts: Callable[[int], Select[int]]
    sponsors: Callable[[int], Select[int]]
    mates: Callable[[int, int], Select[int]] | None = None
    able: Callable[[int], tuple[Select[int], str]] | None = None


_kinds: dict[str, Helped] = {}
_mine: list[Callable[[Person], Sequence[Subject]]] = []


def connect(kinds: Mapping[str, Helped], mine: Callable[[Person], Sequence[Subject]]) -> None:
    """Replace what is connected; `app.py` calls it once. `mine` are those in which a person takes part."""
    _kinds.clear()
    _kinds.update(kinds)
    _mine[:] = [mine]


def of(person: Person) -> list[Subject]:
    """Return what the person takes part in now."""
    return [each for mine in _mine for each in mine(person)]


def named(person: Person, kind: str, key: str) -> Subject:
    """Return the thing of that kind and key. Raises NotFound."""
    if kind not in _kinds:
        raise NotFound
    return _kinds[kind].by_key(person, key)


def kind(ref: Ref | None) -> Helped | None:
    """Return what is known of its kind."""
    return _kinds.get(ref.kind) if ref else None
