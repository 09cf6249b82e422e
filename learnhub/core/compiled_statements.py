"""What statements were compiled to, found without weighing them.

SQLAlchemy finds it by a key of all that a statement is made of, hundreds of parts, which it hashes each time:
a twentieth of a page. A kept statement has the same key, as an object, whenever it is executed.
"""

from threading import Lock
from typing import Any

MOST = 500  # as SQLAlchemy would keep
# The dialect, what the statement is made of, its parameters; whether schemas are renamed, and rows are many.
Key = tuple[Any, tuple[Any, ...], tuple[str, ...], bool, bool]
Mark = tuple[int, tuple[Any, ...]]  # `id` of what it is made of, and the rest


class Compiled:
    """The `compiled_cache` of an engine; what was not used for longest is dropped first."""

    def __init__(self) -> None:
        self._known: dict[Mark, tuple[Key, Any]] = {}  # the last used last
        self._equal: dict[Key, Mark] = {}  # for statements that are built anew
        self._turn = Lock()

    def get(self, key: Key) -> Any:
        """Return what the statement of that key was compiled to, or None."""
        with self._turn:
            at = id(key[1]), key[2:]
            known = self._known.get(at)
            if known is None or known[0] != key:
                if (found := self._equal.get(key)) is None:
                    return None
                at, known = found, self._known[found]
            self._known[at] = self._known.pop(at)
            return known[1]

    def __setitem__(self, key: Key, compiled: Any) -> None:
        at = id(key[1]), key[2:]
        with self._turn:
            if key in self._equal:  # another thread was first
                return
            while len(self._known) >= MOST:
                oldest = next(iter(self._known))
                del self._equal[self._known.pop(oldest)[0]]
            self._known[at] = key, compiled
            self._equal[key] = at
