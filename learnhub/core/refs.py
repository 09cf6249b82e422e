"""How what lies below names what lies above: a kind and an id, and cards to show for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from learnhub.core.points import OneEach


class Ref(NamedTuple):
    """Names one object of a feature, without knowing the feature."""

    kind: str
    id: int


class Stage(Enum):
    """Whether something may be counted as done."""

    DONE = "done"  # it has begun, was given, or is simply there
    PLANNED = "planned"
    OFF = "off"  # called off, or never published


class Card(NamedTuple):
    """What is shown for a Ref: a link, its state in a word or two, and the moment that matters."""

    title: str
    url: str
    state: str = ""
    when: datetime | None = None
    stage: Stage = Stage.DONE


# ids and the person who asks → the cards that this person may see, in one SELECT
Provider = Callable[[Sequence[int], Any], Mapping[int, Card]]
CARDS: OneEach[Provider] = OneEach("cards of refs, by their kind")


def cards(refs: Iterable[Ref], person: Any) -> dict[Ref, Card]:
    """Return the cards of those `refs` that `person` may see: one SELECT a provider.

    Kinds that share a provider share their ids, and are asked for together.
    """
    wanted: dict[Provider, set[Ref]] = {}
    for ref in refs:
        if provider := CARDS.given.get(ref.kind):
            wanted.setdefault(provider, set()).add(ref)
    found: dict[Ref, Card] = {}
    for provider, asked in wanted.items():
        given = provider(sorted({ref.id for ref in asked}), person)
        found |= {ref: given[ref.id] for ref in asked if ref.id in given}
    return found
