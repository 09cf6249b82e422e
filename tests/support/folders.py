"""Folders for the files of a test run."""

import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path


def make(prefix: str) -> Path:
    """Make a folder in memory where there is one (what costs is a commit to a disk), else in /tmp.

    Its path is short: a socket's may have 107 bytes. Those of runs that were killed are removed.
    """
    memory = Path("/dev/shm")
    home = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    for left in home.glob(f"{prefix}-*-*"):
        if not _runs(int(left.name.split("-")[1])):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}-{os.getpid()}-", dir=home))


def empty(folder: Path, *, but: Collection[str]) -> None:
    """Empty `folder`, made if need be; what is called as one of `but` stays."""
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        if each.is_dir() and each.name not in but:
            shutil.rmtree(each)
        elif each.name not in but:
            each.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
