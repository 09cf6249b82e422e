"""What processes have used, as Linux counts it: the time of a shared machine's clock would say little."""

import time
from collections.abc import Callable
from pathlib import Path

from learnhub.ops.processes import descendants

NANOSECONDS_A_MS = 1e6


def cpu(*ancestors: int) -> float:
    """Return the CPU milliseconds, user and system, of these processes and those below them that live."""
    used = 0
    for process in {each for ancestor in ancestors for each in (ancestor, *descendants(ancestor))}:
        for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
            try:
                used += int(thread.read_text().split()[0])
            except OSError:
                continue  # it ended while we looked
    return used / NANOSECONDS_A_MS


def memory(process: int) -> float:
    """Return the MB that this process alone accounts for (PSS: what is shared counts in parts)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def busy() -> float:
    """Return how many processes of the machine have wanted a processor in the last minute."""
    return float(Path("/proc/loadavg").read_text().split()[0])


class Watch:
    """Measures what a piece of work takes: of this process, and of a database server beside it."""

    def __init__(self, server: int | None = None) -> None:
        self._servers = () if server is None else (server,)

    def cpu(self, work: Callable[[], object]) -> float:
        """Return the CPU milliseconds of one call."""
        theirs, began = cpu(*self._servers), time.process_time()
        work()
        ours = time.process_time() - began
        return 1000 * ours + cpu(*self._servers) - theirs

    def both(self, work: Callable[[], object]) -> tuple[float, float]:
        """Return CPU milliseconds, and those by the clock."""
        clock = [0.0]

        def timed() -> None:
            began = time.perf_counter()
            work()
            clock[0] = 1000 * (time.perf_counter() - began)

        return self.cpu(timed), clock[0]
