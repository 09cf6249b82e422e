"""Commands in processes of their own, forked from one that has loaded the product."""

import atexit
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.processes import ROOT

SERVER = [sys.executable, "-m", "tests.support.forkserver"]


class Fork:
    """One such process, with what `subprocess.Popen` offers."""

    def __init__(self, server: "_Server", pid: int, words: tuple[str, ...]) -> None:
        self._server, self.pid, self._words = server, pid, words
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return its exit status, minus a signal's number, or None while it runs."""
        if self.returncode is None:
            self.returncode = self._server.ask({"poll": self.pid})["status"]
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit status as soon as it has ended; raise `subprocess.TimeoutExpired`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self._words, timeout or 0)
            time.sleep(0.01)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class _Server:
    """The process that forks; one for all tests of this process, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LEARNHUB_")}
        self._process = subprocess.Popen(
            SERVER, cwd=ROOT, env=kept, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self.stop)

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            print(json.dumps(order), file=self._process.stdin, flush=True)
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def stop(self) -> None:
        """End it; it ends by itself with this process, whose end of the pipe it reads."""
        self._process.communicate(timeout=10)


_servers: list[_Server] = []
_numbers = itertools.count()


def start(
    *words: str | Path, env: Mapping[str, str] | None, log: Path, err: Path | None = None, cwd: Path = ROOT
) -> Fork:
    """Start `python -m words…` with this environment, in a process group of its own, its output in `log`."""
    if not _servers:
        _servers.append(_Server())
    told = tuple(map(str, words))
    order = {"words": told, "env": dict(os.environ if env is None else env), "cwd": str(cwd)}
    answer = _servers[0].ask({**order, "out": str(log), "err": str(err or log)})
    return Fork(_servers[0], answer["pid"], told)


def run(*words: str | Path, env: Mapping[str, str], seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """Run `python -m words…` to its end."""
    with tempfile.TemporaryDirectory(prefix="lh-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        fork = start(*words, env=env, log=out, err=err)
        try:
            status = fork.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(fork.pid, signal.SIGKILL)
            raise
        return subprocess.CompletedProcess([*map(str, words)], status, out.read_text(), err.read_text())
