"""LearnHub as it runs in production: web, worker and scheduler, each in processes of its own."""

import contextlib
import os
import signal
import urllib.request
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError

from learnhub.core import heartbeat
from learnhub.core.db import db
from learnhub.notifications import outages
from learnhub.settings import Settings
from tests.support import forks, processes
from tests.support.forks import Fork
from tests.support.servers import environment

CLI = "learnhub.cli"
WEB, WORKER, SCHEDULER = "web", "worker", "scheduler"


def has_ticked(since: datetime) -> bool:
    """Whether a tick of some schedule was done since, by a worker."""
    db.session.rollback()
    last = heartbeat.last(outages.TICKED)
    return last is not None and last > since


class Instance:
    """The parts of one instance, on the database and the clock of the test. `url` addresses its web."""

    def __init__(self, settings: Settings, home: Path, **over: Any) -> None:
        """`over` are settings that differ: `tick_seconds=1` lets the schedule tick each second."""
        port = processes.free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.settings = replace(settings, port=port, base_url=self.url, **over)
        self.home = home
        self.parts: dict[str, Fork] = {}

    def start(self, *parts: str) -> "Instance":
        """Start these parts side by side, and wait until the web answers if it is one of them."""
        for part in parts:
            self.parts[part] = forks.start(CLI, part, log=self._log(part), env=self._environment())
        if WEB in parts:
            self._wait(WEB, self._answers)
        return self

    def kill(self, part: str) -> None:
        """End it as a power cut would: SIGKILL, to it alone."""
        process = self.parts.pop(part)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)

    def stop(self) -> None:
        """Ask all parts to end, then insist."""
        for process in self.parts.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in self.parts.values():
            processes.stop(process)
        self.parts.clear()

    def run(self, *words: str | Path) -> str:
        """Run one command to its end and return what it printed."""
        done = forks.run(CLI, *words, env=self._environment())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def said(self, part: str) -> str:
        """Return what the part has logged."""
        file = self._log(part)
        return file.read_text() if file.exists() else ""

    def _environment(self) -> dict[str, str]:
        return environment(self.settings)

    def _log(self, part: str) -> Path:
        return self.home / f"{part}-{self.settings.port}.log"

    def _wait(self, part: str, ready: Any) -> None:
        def ready_or_dead() -> bool:
            return bool(ready()) or self.parts[part].poll() is not None

        processes.wait_until(ready_or_dead, seconds=40, what=f"{part}")
        if self.parts[part].poll() is not None:
            raise RuntimeError(self.said(part))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/livez", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False
