"""What a process keeps of people’s words, to spare itself work: for an hour at most.

It is found by those words, so that it is never shown once they are others. But who was erased, or removed
what they wrote, is to stay nowhere: where all forget so soon, no process has to be told of it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from learnhub.core import clock

HOUR = timedelta(hours=1)
Values = ParamSpec("Values")
Made = TypeVar("Made")
_forget: list[Callable[[], None]] = []
_since: datetime | None = None


def for_an_hour(most: int) -> Callable[[Callable[Values, Made]], Callable[Values, Made]]:
    """Keep what a function makes of the same values, the last `most`, until `forget_old` finds it old."""

    def kept(make: Callable[Values, Made]) -> Callable[Values, Made]:
        held = lru_cache(maxsize=most)(make)
        _forget.append(held.cache_clear)
        return cast("Callable[Values, Made]", held)

    return kept


def forget_old() -> None:
    """Forget all of it once an hour. Whatever begins a request or a job calls this."""
    global _since
    now = clock.now()
    if _since is None or abs(now - _since) >= HOUR:
        _since = now
        for forget in _forget:
            forget()
