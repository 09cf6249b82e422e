"""Work that all workers of a run need and one of them does; the others take what it left."""

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


def once(folder: Path, name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` returns, as pickled by the first of the processes that asked for it by `name`.

    `folder` is that of the run, not of the worker. Whoever comes while it is made waits.
    """
    file = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if file.exists():
            found: Made = pickle.loads(file.read_bytes())
            return found
        made = make()
        file.write_bytes(pickle.dumps(made))
        return made
