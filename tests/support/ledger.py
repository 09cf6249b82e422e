"""Writers who go on whatever happens, and what each was told, to be compared with what is stored."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException

from learnhub.core.db import db
from learnhub.library.models import Collection
from tests.support.clients import Client

PAUSE = 0.03  # seconds between two writes of one: people read the answer
NOBODY = 0.1  # seconds after which one tries again where nobody answers
UNSURE = "Look whether it is there"  # the words for a write whose end the server itself does not know


class Ledger:
    """Each write has a title of its own. `told` maps it to the status; 0 where no answer came.

    `cut` are those of the latter to whom the server had listened.
    """

    def __init__(self, clients: Sequence[Client]) -> None:
        self.clients = clients
        self.told: dict[str, int] = {}
        self.unsure: set[str] = set()
        self.cut: set[str] = set()
        self.slowest = 0.0  # seconds that anyone waited for an answer
        self._rounds = 0

    @contextmanager
    def writing(self, pause: float = PAUSE) -> Iterator[None]:
        """Let all of them write, one after the other each, while the block runs."""
        stop = threading.Event()
        self._rounds += 1
        threads = [
            threading.Thread(target=self._write, args=(client, f"{self._rounds}-{number}", stop, pause))
            for number, client in enumerate(self.clients)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def wait_for(self, writes: int, seconds: float = 30) -> None:
        """Return once so many more have been acknowledged."""
        goal, pause = len(self.kept()) + writes, threading.Event()
        for _ in range(int(seconds / PAUSE)):
            if len(self.kept()) >= goal:
                return
            pause.wait(PAUSE)
        raise TimeoutError(f"not {writes} more writes within {seconds:g} s: {Counter(self.told.values())}")

    def write(self, title: str, client: Client | None = None) -> int:
        """Write once; return the status, 0 where no answer came."""
        try:
            answer = (client or self.clients[0]).post("/collections/new", title=title)
        except ConnectionRefusedError:
            self.told[title] = 0
        except (OSError, HTTPException):
            self.told[title] = 0
            self.cut.add(title)
        else:
            if UNSURE in answer.text:
                self.unsure.add(title)
            self.slowest = max(self.slowest, answer.seconds)
            self.told[title] = answer.status
        return self.told[title]

    def kept(self) -> list[str]:
        """Return what was acknowledged."""
        return [title for title, status in [*self.told.items()] if status == 303]

    def compare(self) -> str:
        """Fail unless what was acknowledged is stored once and what was refused is not; return counts."""
        db.session.rollback()
        stored = Counter(title for (title,) in db.session.query(Collection.title))
        refused = {title for title, status in self.told.items() if status >= 400} - self.unsure
        assert {stored[title] for title in self.kept()} == {1}
        assert [title for title in refused if stored[title]] == []
        assert max(stored.values()) == 1
        assert stored.keys() <= self.told.keys()
        silent = [title for title, status in self.told.items() if not status] + [*self.unsure]
        return (
            f"{len(self.kept())} acknowledged, each stored once; {len(refused)} refused, none stored; "
            f"{len(silent)} without an answer, {len(self.cut)} of them cut off, "
            f"{sum(stored[title] for title in silent)} stored"
        )

    def _write(self, client: Client, name: str, stop: threading.Event, pause: float) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            answered = self.write(f"{name}-{number}", client)
            stop.wait(pause if answered else NOBODY)
