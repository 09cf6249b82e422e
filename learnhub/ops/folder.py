"""The data folder: made, checked, locked to one instance, and home of the secret key."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from learnhub.ops.exits import Exit, Stop

LOCK = "instance.lock"
KEY_FILE = "secret_key"


def prepare(folder: Path) -> Path:
    """Make the folder where it is missing, and prove that it can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(
            Exit.FOLDER, f"the data folder {folder} cannot be written to ({reason}). Choose one with --data."
        ) from None
    return folder.resolve()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder for one instance; the system lets go of it even after kill -9."""
    with (folder / LOCK).open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder.seek(0)
            by = holder.read().strip() or "unknown"
            raise Stop(
                Exit.FOLDER_IN_USE,
                f"another LearnHub (process {by}) is using the data folder {folder}."
                " Stop it, or choose another folder with --data.",
            ) from None
        holder.truncate(0)
        holder.write(f"{os.getpid()}\n")
        holder.flush()
        yield


def secret_key(folder: Path) -> str:
    """The key that signs sessions: made once, whole or not at all, readable by its owner alone."""
    path = folder / KEY_FILE
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder) as draft:  # made with mode 0600
            draft.write(secrets.token_urlsafe(48) + "\n")
            draft.flush()
            os.fsync(draft.fileno())
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text().strip()
