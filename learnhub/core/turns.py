"""A lock that is had in the order in which it was asked for, which those of `threading` do not promise."""

from collections import deque
from threading import Lock


class Turn:
    """Who has it gives it to whoever has waited longest."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self.is_taken = False

    def take(self, within: float) -> bool:
        """Wait for it, so many seconds at most; say whether it was had."""
        mine = Lock()
        with self._guard:
            if not self.is_taken:
                self.is_taken = True
                return True
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=within):
            return True
        with self._guard:
            if mine not in self._waiting:
                return True  # it was handed over at the last moment
            self._waiting.remove(mine)
        return False

    def give(self) -> None:
        """Hand it to the next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self.is_taken = False
