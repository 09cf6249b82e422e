"""Templates as compiled, kept in the data folder: a process that starts need not compile them again."""

from pathlib import Path

from jinja2 import FileSystemBytecodeCache


def cache(folder: Path) -> FileSystemBytecodeCache:
    """Return the store in `folder`, which is made if need be.

    Each entry names the text it was compiled from, so a changed template is compiled anew. What lies there is
    run: like the key that signs sessions, it is for the account of the product alone.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))
