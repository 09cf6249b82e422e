"""Processes that tests start: they die with the test run, whatever ends it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]


class Running(Protocol):
    """A process, however it was started."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, number: int, /) -> None: ...


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: int | None = None,
    group: int | None = None,
    cwd: Path | str = ROOT,
) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own, its output in `log`.

    Linux kills it when this process dies (`setpriv --pdeathsig`), so that a killed test run leaves nothing.
    """
    words = [str(word) for word in command]
    setpriv = shutil.which("setpriv")
    if setpriv:
        words = [setpriv, "--pdeathsig", "TERM", *words]
    with log.open("ab") as output:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env) if env is not None else None,
            user=user,
            group=group,
            extra_groups=[] if user is not None else None,
            cwd=cwd,
            process_group=0,
        )


def stop(process: Running, *, with_signal: int = signal.SIGTERM, seconds: float = 10) -> int:
    """Ask it to end, then insist; whatever it started goes too. Returns its exit status."""
    if process.poll() is None:
        process.send_signal(with_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait(seconds)


def wait_until(ready: Callable[[], bool], *, seconds: float, what: str, every: float = 0.02) -> None:
    """Return as soon as `ready()` holds; raise TimeoutError naming `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(every)


def free_port() -> int:
    """Return a port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
