"""The whole instance, as one command starts it."""

import json
import os
import signal
import stat
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from learnhub.ops import processes as family
from learnhub.ops.exits import Exit
from tests.cli.commands import PYTHON_M, environment, run
from tests.support import processes


class Instance:
    """`up` in a process of its own, its lines in a file."""

    def __init__(self, data: Path, port: int, log: Path) -> None:
        self.data, self.port, self.log = data, port, log
        command = [*PYTHON_M, "up", "--port", str(port)]
        self.process = processes.start(command, log=log, env=environment(data, TESTING="1", TICK_SECONDS="1"))
        self.wait_for(f"LearnHub is ready at http://127.0.0.1:{port}")

    def wait_for(self, line: str, times: int = 1) -> None:
        processes.wait_until(
            lambda: self.log.read_text().count(line) >= times or self.process.poll() is not None,
            seconds=60,
            what=f"{line!r} in {self.log.read_text()}",
        )
        assert self.process.poll() is None, self.log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()
        except URLError:
            return 0, ""

    def is_well(self) -> bool:
        return self.get("/healthz")[0] == 200

    def child(self, name: str) -> int:
        """The process id of the part with this command."""
        for pid in family.descendants(self.process.pid):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if name.encode() in words and os.getpgid(pid) == pid:
                return pid
        raise AssertionError(f"no {name} among the children")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    folder = tmp_path_factory.mktemp("up")
    made = Instance(folder / "data", processes.free_port(), folder / "log")
    yield made
    processes.stop(made.process)


def test_it_answers_and_is_well(instance: Instance) -> None:
    assert instance.get("/livez") == (200, "ok\n")
    processes.wait_until(instance.is_well, seconds=20, what="health")
    health = json.loads(instance.get("/healthz")[1])
    assert {name: part["ok"] for name, part in health.items() if isinstance(part, dict)} == {
        "database": True,
        "figures": True,
        "messages": True,
        "queue": True,
        "schedule": True,
        "worker": True,
    }


def test_the_secret_key_is_made_once_and_for_its_owner_alone(instance: Instance) -> None:
    key = instance.data / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text().strip()) >= 32


def test_a_second_one_on_the_same_folder_is_refused(instance: Instance) -> None:
    done = run(instance.data, "up", "--port", str(processes.free_port()))
    assert done.returncode == Exit.FOLDER_IN_USE
    assert f"(process {instance.process.pid})" in done.stderr


def test_the_doctor_finds_the_running_instance_well(instance: Instance) -> None:
    processes.wait_until(instance.is_well, seconds=20, what="health")
    done = run(instance.data, "doctor")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("part", ["worker", "scheduler", "web"])
def test_a_part_that_is_killed_comes_back(instance: Instance, part: str) -> None:
    before = instance.child(part)
    os.kill(before, signal.SIGKILL)
    instance.wait_for("ended with signal 9; starting it again")
    processes.wait_until(lambda: _again(instance, part, before), seconds=20, what=f"another {part}")
    processes.wait_until(lambda: instance.get("/livez")[0] == 200, seconds=20, what="web")


def _again(instance: Instance, part: str, before: int) -> bool:
    try:
        return instance.child(part) != before
    except (AssertionError, OSError):
        return False


def test_stopping_leaves_no_process_and_the_second_start_changes_nothing(
    tmp_path: Path, instance: Instance
) -> None:
    """The last one: it ends the instance of the others."""
    assert "The database is at revision" in instance.log.read_text()
    pids = family.descendants(instance.process.pid)
    assert len(pids) >= 4
    instance.process.terminate()
    assert instance.process.wait(30) == 0
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    second = Instance(instance.data, instance.port, tmp_path / "second")
    pids = family.descendants(second.process.pid)
    assert second.log.read_text().splitlines()[0] == f"LearnHub is ready at http://127.0.0.1:{second.port}"
    second.process.kill()
    second.process.wait(5)
    processes.wait_until(
        lambda: not _any_alive(pids), seconds=20, what="the end of the children of a killed one"
    )


def _any_alive(pids: list[int]) -> bool:
    return any(Path(f"/proc/{pid}").exists() for pid in pids)
