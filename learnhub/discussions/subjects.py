"""What is talked about: the features above say of their kinds who may read and write."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from learnhub.core.errors import NotFound
from learnhub.core.points import OneEach
from learnhub.core.policy import YES, Verdict
from learnhub.core.refs import Ref
from learnhub.people.models import Person


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing, as whoever asks may know it. `url` is the page on which its threads stand."""

    ref: Ref
    key: str
    title: str
    url: str
    owner_id: int | None = None  # hears of each new thread
    may_write: Verdict = YES


@dataclass(frozen=True, slots=True)
class Discussed:
    """A kind of thing. `by_key` and `by_id` raise NotFound for what the person may not know of.

    `readers` is the condition on people that they may read what is written about the thing with this id.
    """

    by_key: Callable[[Person, str], Subject]
    by_id: Callable[[Person, int], Subject]
    readers: Callable[[int], ColumnElement[bool]]


DISCUSSED: OneEach[Discussed] = OneEach("what is talked about, by the kind of its refs")


def named(person: Person, kind: str, key: str) -> Subject:
    """Return the thing of that kind and key. Raises NotFound."""
    return _kind(kind).by_key(person, key)


def of(person: Person, ref: Ref) -> Subject:
    """Return the thing that `ref` names. Raises NotFound."""
    return _kind(ref.kind).by_id(person, ref.id)


def readers(ref: Ref) -> ColumnElement[bool]:
    """The condition on people that they may read what is written about it."""
    return _kind(ref.kind).readers(ref.id)


def _kind(kind: str) -> Discussed:
    if kind not in DISCUSSED.given:
        raise NotFound
    return DISCUSSED.given[kind]
