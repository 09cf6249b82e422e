"""Runs services as children of one process: starts, restarts and stops them, and forwards what they print."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from types import FrameType
from typing import TextIO

from learnhub.ops import processes
from learnhub.ops.exits import Exit, Stop
from learnhub.ops.parts import Child, Lines, Service

TICK = 0.05
LONGEST_SLEEP = 30.0
TRIES_AT_START = 5
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Supervisor:
    """Keeps services running until SIGTERM, SIGINT or SIGHUP, and then leaves no process behind."""

    def __init__(
        self, services: Sequence[Service], *, patience: float = 20.0, output: TextIO | None = None
    ) -> None:
        """`patience`: seconds that children get to end by themselves before they are killed."""
        self.children = [Child(service) for service in services]
        self.patience = patience
        self.output = output or sys.stdout
        self.width = max(len(child.name) for child in self.children)
        self.asked_to_stop = 0
        self.announced = False

    def run(self, announce: Callable[[], None]) -> None:
        """Block until told to stop; `announce` is called once, when every service is ready.

        Raises Stop when a service cannot be started at all.
        """
        processes.adopt_orphans()
        with selectors.DefaultSelector() as self.selector, self._signals():
            try:
                while not self.asked_to_stop:
                    self._start_due()
                    if not self.announced and all(child.is_ready() for child in self.children):
                        self.announced = True
                        announce()
                    self._forward(self._pause())
                    self._reap()
            finally:
                self._stop_all()

    def say(self, name: str, line: str) -> None:
        # A reader that went away (`up | head`) is no reason to stop serving.
        with suppress(OSError, ValueError):
            self.output.write(f"{name:{self.width}} | {line}\n")
            self.output.flush()

    def _start_due(self) -> None:
        for child in self.children:
            if child.is_due():
                lines = child.start()
                self.selector.register(lines, selectors.EVENT_READ, lines)
            if not child.is_ready():
                return

    def _pause(self) -> float:
        """Seconds until there is something to do; signals, ended children and output interrupt it."""
        if not all(child.was_ready for child in self.children):
            return TICK
        due = [child.start_at - monotonic() for child in self.children if child.process is None]
        return max(0.0, min([*due, LONGEST_SLEEP]))

    def _forward(self, seconds: float) -> None:
        for key, _ in self.selector.select(seconds):
            if isinstance(key.data, Lines):
                lines, ended = key.data.read()
                for line in lines:
                    self.say(key.data.name, line)
                if ended:
                    self.selector.unregister(key.data)
                    key.data.pipe.close()
            else:
                with suppress(BlockingIOError):
                    key.data.recv(4096)

    def _reap(self) -> None:
        """Take note of every process that has ended, adopted ones too."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self.children:
                if child.process and child.process.pid == pid:
                    self._lost(child, os.waitstatus_to_exitcode(status))

    def _lost(self, child: Child, code: int) -> None:
        assert child.process
        group = child.process.pid
        child.ended(code)
        # What it leaves behind must not hold the port or the files of the one that follows.
        processes.signal_group(group, signal.SIGKILL)
        if self.asked_to_stop:
            return
        if not self.announced and child.failures >= TRIES_AT_START:
            raise Stop(
                Exit.SERVICE_FAILED, f"the {child.name} could not be started; its lines above say why."
            )
        how = f"signal {-code}" if code < 0 else f"status {code}"
        self.say(child.name, f"ended with {how}; starting it again")

    def _stop_all(self) -> None:
        """First those that use the base services, then these, then whatever is still below us."""
        self._end([child for child in self.children if not child.service.base])
        self._end([child for child in self.children if child.service.base])
        self._kill_descendants()
        for key in list(self.selector.get_map().values()):
            if isinstance(key.data, Lines):
                self.selector.unregister(key.data)
                key.data.pipe.close()

    def _end(self, children: list[Child]) -> None:
        living = [child for child in children if child.process]
        for child in living:
            assert child.process
            processes.signal_one(child.process.pid, signal.SIGTERM)
        before, deadline = self.asked_to_stop, monotonic() + self.patience
        self.asked_to_stop = max(1, before)
        while any(child.process for child in living):
            hurried = self.asked_to_stop > max(1, before)
            if hurried or monotonic() > deadline:
                for child in living:
                    if child.process:
                        processes.signal_group(child.process.pid, signal.SIGKILL)
            self._forward(TICK)
            self._reap()

    def _kill_descendants(self) -> None:
        deadline = monotonic() + self.patience
        while (left := processes.descendants(os.getpid())) and monotonic() < deadline:
            for pid in left:
                processes.signal_one(pid, signal.SIGKILL)
            self._forward(TICK)
            self._reap()
        self._reap()

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number in STOPPING:
            self.asked_to_stop += 1

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Hear signals while this runs; each also wakes the loop through a socket."""
        reading, writing = socket.socketpair()
        for end in (reading, writing):
            end.setblocking(False)
        old_wakeup = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        old = {number: signal.signal(number, self._note) for number in (*STOPPING, signal.SIGCHLD)}
        self.selector.register(reading, selectors.EVENT_READ, reading)
        try:
            yield
        finally:
            for number, handler in old.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(old_wakeup)
            reading.close()
            writing.close()
