"""Facts that features announce. Handlers run at once, inside the same transaction, and only write rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Subscriptions = Mapping[type, Sequence[Callable[[Any], None]]]
_handlers: dict[type, list[Callable[[Any], None]]] = {}


def connect(subscriptions: Iterable[Subscriptions]) -> None:
    """Replace what is connected. Each fact reaches its handlers in the order given."""
    _handlers.clear()
    for table in subscriptions:
        for fact, handlers in table.items():
            _handlers.setdefault(fact, []).extend(handlers)


def publish(fact: object) -> None:
    """Tell every handler of this fact's type."""
    for handler in _handlers.get(type(fact), ()):
        handler(fact)


def heard() -> frozenset[type]:
    """Return the types of fact that someone listens to."""
    return frozenset(_handlers)
