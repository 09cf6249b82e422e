"""Folders for the files of a test run."""

import os
import shutil
import tempfile
from pathlib import Path


def make(prefix: str) -> Path:
    """Make a folder in memory where there is one (what costs is a commit to a disk), else in /tmp.

    Its path is short: a socket's may have 107 bytes.
    """
    memory = Path("/dev/shm")
    home = memory if os.access(memory, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix=prefix, dir=home))


def empty(folder: Path, *, but: str) -> None:
    """Empty `folder`, made if need be; what is called `but` in it stays."""
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        if each.is_dir() and each.name != but:
            shutil.rmtree(each)
        elif each.name != but:
            each.unlink()
