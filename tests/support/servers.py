"""Real web processes on a free port, on the database of the test."""

import os
import socket
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from learnhub.settings import Settings
from tests.support import forks, processes
from tests.support.forks import Fork

SITE = "tests.support.site:create()"


class Server:
    """gunicorn with `workers` processes. `url` addresses it; `log` holds what it said."""

    def __init__(
        self,
        settings: Settings,
        home: Path,
        *,
        workers: int = 2,
        threads: int = 8,
        variant: str = "",
        over: dict[str, str] | None = None,
    ) -> None:
        """`variant` names a function (`tests.races.variants:plain_begin`) that changes the product first."""
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = home / f"web-{self.port}.log"
        told = environment(settings, base_url=self.url)
        self._env = (
            told | {"LEARNHUB_TEST_VARIANT": variant, "PYTHONPATH": str(processes.ROOT)} | (over or {})
        )
        self._command = [
            *("gunicorn", SITE, "--bind", f"127.0.0.1:{self.port}", "--preload"),
            *("--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread"),
            *("--graceful-timeout", "2", "--worker-tmp-dir", str(home)),
        ]
        self.process: Fork
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = forks.start(*self._command, log=self.log, env=self._env)
        try:
            processes.wait_until(self._answers, seconds=60, what="the web server")
        except TimeoutError as late:
            late.add_note(self.log.read_text())
            self.stop()
            raise

    def stop(self) -> None:
        processes.stop(self.process)

    def children(self) -> list[int]:
        """Return the ids of its worker processes."""
        found = subprocess.run(
            ["ps", "--ppid", str(self.process.pid), "-o", "pid="], capture_output=True, text=True
        )
        return [int(word) for word in found.stdout.split()]

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text())
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0


def environment(settings: Settings, **over: Any) -> dict[str, str]:
    """Return the environment of a process that shall have these settings, nothing of this process's own."""
    told = replace(settings, **over).environment()
    mixed_in = {name for name in os.environ if name.startswith("LEARNHUB_")}
    return {name: value for name, value in told.items() if name not in mixed_in or value != os.environ[name]}


def cookie(app: Flask, values: dict[str, Any]) -> str:
    """Return the session cookie that carries `values`."""
    signer = app.session_interface.get_signing_serializer(app)
    return f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(values)}"
