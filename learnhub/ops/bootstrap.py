"""Makes .venv from a hashed lock and starts again inside it.

Standard library only, and in words that an old Python can read, so that it can say what it misses.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from learnhub.ops.exits import Exit, Stop
from learnhub.ops.processes import die_with_parent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

OLDEST = (3, 11)
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIP = (
    "install",
    "-qq",
    "--no-input",
    "--disable-pip-version-check",
    "--only-binary",
    ":all:",
    "--require-hashes",
    "-r",
)
UV = ("pip", "install", "-q", "--no-build", "--compile-bytecode", "--require-hashes", "-r")


def enter(root: Path, arguments: list[str]) -> None:
    """Return inside `root/.venv` with everything installed that `arguments` need.

    Outside of it, this installs what is missing and replaces the process by the same command inside.
    Ends the process with one clear line where that cannot be done.
    """
    try:
        refuse_old(sys.version_info[:2])
        lock = root / LOCKS[arguments[:1] == ["test"]]
        Environment(root).prepare(lock)
    except Stop as stop:
        print("LearnHub: " + stop.message, file=sys.stderr)
        sys.exit(int(stop.status))


def refuse_old(version: tuple[int, ...]) -> None:
    """Raise Stop when this Python is older than LearnHub's packages allow."""
    if tuple(version) < OLDEST:
        have, need = (".".join(map(str, v)) for v in (version, OLDEST))
        raise Stop(
            Exit.OLD_PYTHON,
            f"this is Python {have}, and LearnHub needs {need} or newer: python3.11 app.py up",
        )


class Environment:
    """The folder .venv beside app.py, and the stamp in it that says what it holds."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / ".venv"
        self.python = self.home / "bin" / "python"
        self.stamp = self.home / ".learnhub-installed"

    def prepare(self, lock: Path) -> None:
        """Install `lock` unless it is, then continue inside; costs nothing the second time."""
        if not self.holds(lock):
            with self._alone():
                if not self.holds(lock):
                    self._install(lock)
        if not self._inside():
            os.execv(str(self.python), [str(self.python), *sys.argv])

    def holds(self, lock: Path) -> bool:
        """Whether the environment is whole and made from this lock by this Python."""
        whole = self.python.exists() and (self.home / "pyvenv.cfg").exists() and self.stamp.exists()
        return whole and fingerprint(lock) in self.stamp.read_text().split()

    def _inside(self) -> bool:
        return self.home.exists() and os.path.samefile(sys.prefix, str(self.home))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two that start at once: the second waits, and then finds everything installed."""
        folder = os.open(str(self.root), os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _install(self, lock: Path) -> None:
        print("Installing LearnHub's packages into .venv; this happens once.", file=sys.stderr, flush=True)
        if not os.access(str(self.root), os.W_OK):
            raise Stop(
                Exit.INSTALL_FAILED, f"the folder {self.root} is not writable, so .venv cannot be made there."
            )
        if self.stamp.exists():
            self.stamp.unlink()
        if not (self._with_uv(lock) or self._with_pip(lock)):
            raise Stop(Exit.INSTALL_FAILED, "the packages could not be installed; the lines above say why.")
        ours = (self.root / name for name in ("app.py", "learnhub", "migrations", "seed"))
        succeeds(self.python, "-m", "compileall", "-q", *ours)
        # The development lock holds all of the other one, at the same versions: a test compares them.
        held = LOCKS if lock.name == LOCKS[1] else LOCKS[:1]
        part = self.stamp.with_suffix(".part")
        part.write_text("".join(fingerprint(self.root / name) + "\n" for name in held))
        part.replace(self.stamp)

    def _with_uv(self, lock: Path) -> bool:
        uv = shutil.which("uv")
        if not uv:
            return False
        if not (
            self._works() or succeeds(uv, "venv", "-q", "--clear", "--python", sys.executable, self.home)
        ):
            return False
        return run(uv, *UV, lock, "--python", self.python)

    def _with_pip(self, lock: Path) -> bool:
        if not self._works("-m", "pip", "--version"):
            self._clear()
            if not succeeds(sys.executable, "-m", "venv", self.home):
                return self._with_outer_pip(lock)
        return run(self.python, "-m", "pip", *PIP, lock)

    def _with_outer_pip(self, lock: Path) -> bool:
        """Bare Debian: no ensurepip, and a pip that may not install outside of an environment."""
        if not succeeds(sys.executable, "-m", "pip", "--version"):
            raise Stop(
                Exit.NO_INSTALLER,
                "pip or uv is needed once, to install packages: apt-get install python3-pip",
            )
        self._clear()
        if not run(sys.executable, "-m", "venv", "--without-pip", self.home):
            return False
        return run(sys.executable, "-m", "pip", "--python", self.python, *PIP, lock)

    def _works(self, *arguments: str) -> bool:
        """Whether .venv's Python starts and is the running one's version; half-made ones do not."""
        same = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
        return (
            (self.home / "pyvenv.cfg").exists()
            and succeeds(self.python, "-c", same)
            and (not arguments or succeeds(self.python, *arguments))
        )

    def _clear(self) -> None:
        if self.home.is_symlink() or self.home.is_file():
            self.home.unlink()
        elif not self._inside():
            shutil.rmtree(str(self.home), ignore_errors=True)


def fingerprint(lock: Path) -> str:
    """A lock and the Python that installed it, in 64 characters."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def run(*command: object) -> bool:
    """Whether the command succeeds; what it says is shown."""
    return _status(command, quiet=False) == 0


def succeeds(*command: object) -> bool:
    """Whether the command succeeds, quietly."""
    return _status(command, quiet=True) == 0


def _status(command: tuple[object, ...], *, quiet: bool) -> int:
    output = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    try:
        # An installer must not outlive a start that was interrupted.
        return subprocess.call(words, stdout=output, stderr=output, preexec_fn=die_with_parent)
    except OSError:
        return 127
