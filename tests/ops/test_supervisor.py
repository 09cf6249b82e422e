import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnhub.ops import processes

SLEEPER = "import time\nprint('up', flush=True)\ntime.sleep(60)"
STUBBORN = f"import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SLEEPER}"
PARENT = (
    "import subprocess, sys, time\n"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(61)'], start_new_session=True)\n"
    "print('up', flush=True)\ntime.sleep(60)"
)


class Running:
    """A supervisor in a process of its own, with one service per snippet."""

    def __init__(self, *snippets: str, patience: float = 5, ready: bool = True) -> None:
        services = ", ".join(
            f"Service('part{n}', [sys.executable, '-c', {snippet!r}], ready=lambda: {ready})"
            for n, snippet in enumerate(snippets)
        )
        script = f"""
            import sys
            from learnhub.ops.exits import Stop
            from learnhub.ops.parts import Service
            from learnhub.ops.supervisor import Supervisor
            try:
                Supervisor([{services}], patience={patience}).run(lambda: print('all ready', flush=True))
            except Stop as stop:
                print(stop.message, flush=True)
                sys.exit(stop.status)
        """
        command = [sys.executable, "-c", textwrap.dedent(script)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.lines: list[str] = []

    def read_until(self, text: str, times: int = 1) -> None:
        assert self.process.stdout
        while sum(text in line for line in self.lines) < times:
            line = self.process.stdout.readline()
            assert line, f"ended without {text!r}: {self.lines}"
            self.lines.append(line.rstrip("\n"))

    def family(self) -> list[int]:
        return processes.descendants(self.process.pid)


@pytest.fixture
def running() -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*snippets: str, patience: float = 5, ready: bool = True) -> Running:
        started.append(Running(*snippets, patience=patience, ready=ready))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()


def gone(pids: list[int], within: float = 5) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() and _state(pid) not in "ZX" for pid in pids):
            return True
        time.sleep(0.02)
    return False


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "X"


def test_what_a_service_prints_bears_its_name(running: Callable[..., Running]) -> None:
    one = running(SLEEPER)
    one.read_until("up")
    assert "part0 | up" in one.lines


def test_a_killed_service_is_started_again(running: Callable[..., Running]) -> None:
    one = running(SLEEPER, SLEEPER)
    one.read_until("| up", times=2)
    first = one.family()
    os.kill(first[0], signal.SIGKILL)
    one.read_until("ended with signal 9; starting it again")
    one.read_until("| up", times=3)
    now = one.family()
    assert len(now) == 2
    assert set(first) & set(now) == {first[1]}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_being_asked_to_stop_leaves_no_process(running: Callable[..., Running], number: int) -> None:
    one = running(SLEEPER, PARENT)
    one.read_until("| up", times=2)
    family = one.family()
    assert len(family) == 3
    one.process.send_signal(number)
    assert one.process.wait(10) == 0
    assert gone(family, within=0.5)


def test_a_service_that_will_not_end_is_killed_when_patience_does(running: Callable[..., Running]) -> None:
    one = running(STUBBORN, patience=0.3)
    one.read_until("| up")
    family = one.family()
    one.process.terminate()
    assert one.process.wait(5) == 0
    assert gone(family, within=0.5)


def test_asking_twice_kills_at_once(running: Callable[..., Running]) -> None:
    one = running(STUBBORN, patience=60)
    one.read_until("| up")
    one.process.terminate()
    time.sleep(0.3)
    one.process.terminate()
    assert one.process.wait(5) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_children_end_when_the_supervisor_is_killed(running: Callable[..., Running]) -> None:
    one = running(SLEEPER, SLEEPER)
    one.read_until("| up", times=2)
    family = one.family()
    one.process.kill()
    assert gone(family)


def test_a_service_that_cannot_start_ends_the_supervisor(running: Callable[..., Running]) -> None:
    one = running("raise SystemExit('no such table')", ready=False)
    assert one.process.wait(20) == 21
    one.read_until("the part0 could not be started; its lines above say why.")
    assert "part0 | no such table" in one.lines
