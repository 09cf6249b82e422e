"""One supervised part of LearnHub: what it is, its process, and what it prints."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from learnhub.ops import processes

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEADY_AFTER = 20.0
LONGEST_LINE = 65536


@dataclass(frozen=True)
class Service:
    """One child. Services start in their order, each when those before it are ready.

    A `base` service (the queue) is stopped after the others, which still need it to finish.
    Lines that contain one of `unheard` are not passed on.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    ready: Callable[[], bool] | None = None
    base: bool = False
    cwd: Path | None = None
    unheard: tuple[str, ...] = ()


class Child:
    """The living side of a service: its process, and when it may start again. Times are monotonic seconds."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.name = service.name
        self.process: subprocess.Popen[bytes] | None = None
        self.was_ready = False
        self.failures = 0
        self.started_at = 0.0
        self.start_at = 0.0

    def is_due(self) -> bool:
        return self.process is None and self.start_at <= monotonic()

    def start(self) -> Lines:
        self.started_at = monotonic()
        self.process = subprocess.Popen(
            self.service.command,
            env=self.service.environment,
            cwd=self.service.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a Ctrl-C is for the supervisor, which tells its children in order
            preexec_fn=processes.die_with_parent,
        )
        assert self.process.stdout
        return Lines(self.service, self.process.stdout)

    def is_ready(self) -> bool:
        if self.process and not self.was_ready:
            self.was_ready = self.service.ready is None or self.service.ready()
        return self.was_ready

    def ended(self, code: int) -> None:
        """Note that the process has ended, and when to try again: soon, then ever more slowly."""
        if self.process:
            self.process.returncode = code
        self.process = None
        self.failures = 1 if monotonic() - self.started_at >= STEADY_AFTER else self.failures + 1
        self.start_at = monotonic() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.failures - 1))


class Lines:
    """What one process prints, line by line, read without waiting."""

    def __init__(self, service: Service, pipe: IO[bytes]) -> None:
        self.name = service.name
        self.unheard = service.unheard
        self.pipe = pipe
        self.rest = b""
        os.set_blocking(pipe.fileno(), False)

    def fileno(self) -> int:
        return self.pipe.fileno()

    def read(self) -> tuple[list[str], bool]:
        """The whole lines that have arrived, and whether that was the last of them."""
        try:
            chunk = os.read(self.fileno(), LONGEST_LINE)
        except BlockingIOError:
            return [], False
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        if self.rest and (not chunk or len(self.rest) > LONGEST_LINE):
            lines.append(self.rest)
            self.rest = b""
        texts = [line.decode(errors="replace").rstrip("\r") for line in lines]
        return [text for text in texts if not any(words in text for words in self.unheard)], not chunk
