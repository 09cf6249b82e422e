"""Family ties between processes: who dies with whom, and who is still there."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -2, -3, -8  # malloc.h
LARGE = 65_536  # bytes

# Loaded before any fork: a child between fork and exec must not load a library.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


def keeping_compiled() -> dict[str, str]:
    """Return the environment of this process, but for what forbids Python to keep what it compiles."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def die_with_parent() -> None:
    """Let the kernel end this process when the one that made it is gone, however it went (Linux)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent dies, so that none is out of reach (Linux)."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def keep_little() -> None:
    """Let glibc give back what is freed, and keep one heap for all threads (Linux).

    Left alone it keeps one for each, and grows what it maps at once each time that something large is freed.
    """
    if _libc is None or not hasattr(_libc, "mallopt"):
        return  # another libc does so anyway
    for what, value in (
        (M_ARENA_MAX, 1),
        (M_MMAP_THRESHOLD, LARGE),
        (M_TRIM_THRESHOLD, LARGE),
        (M_TOP_PAD, 0),
    ):
        _libc.mallopt(what, value)


def descendants(ancestor: int) -> list[int]:
    """Ids of all living processes below `ancestor`; empty where there is no /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, state, parent = _parse(stat.read_text())
        except (OSError, ValueError):
            continue  # it ended while we looked
        if state not in "ZX":
            children.setdefault(parent, []).append(pid)
    found: list[int] = []
    waiting = [ancestor]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def signal_group(leader: int, number: int) -> None:
    """Send a signal to the process group of `leader`; a group that is gone is no error."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def signal_one(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _parse(stat: str) -> tuple[int, str, int]:
    """(pid, state, parent) of a /proc stat line, whose second field may hold blanks and brackets."""
    pid, rest = stat.split(" ", 1)
    state, parent = rest[rest.rindex(")") + 1 :].split()[:2]
    return int(pid), state, int(parent)
