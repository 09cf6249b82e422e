"""Templates as compiled, kept in the data folder: a process that starts need not compile them again.

And what they share.
"""

from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache, Template
from jinja2.bccache import Bucket


class Shared(Environment):
    """All templates have the same globals: no template is given any of its own.

    Jinja lays a map for those over the shared ones, and compares the two, name by name, for each import. What
    somebody gave one template would here be written into all of them: it raises ValueError.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        if d:
            raise ValueError("a template has no globals of its own: pass them as its context")
        return self.globals

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        """Refuse them also where the template is loaded already: Jinja then would not ask `make_globals`."""
        self.make_globals(globals)
        return super()._load_template(name, None)


class Kept(FileSystemBytecodeCache):
    """A page on a full disk is compiled and shown, and kept another time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def cache(folder: Path) -> FileSystemBytecodeCache:
    """Return the store in `folder`, which is made if need be.

    Each entry names the text it was compiled from, so a changed template is compiled anew. What lies there is
    run: like the key that signs sessions, it is for the account of the product alone.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Kept(str(folder))
