"""Templates as compiled, kept in the data folder: a process that starts need not compile them again.

And what they share.
"""

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from functools import cache as cached
from pathlib import Path
from types import CodeType, FunctionType, MethodType
from typing import Any, cast

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Environment, FileSystemBytecodeCache, Template
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # what `escape` itself calls

_PLAIN = frozenset({FunctionType, MethodType, type(cached(len))})


def written(value: Any) -> str:
    """Return what an output of a template writes: escaped text.

    MarkupSafe's own makes a Markup of each, which takes longer than to escape it, and is joined at once.
    """
    if type(value) is str:
        return _escape_inner(value)
    if type(value) is Markup:
        return value
    return cast(str, value.__html__() if hasattr(value, "__html__") else _escape_inner(str(value)))


class Calls(Context):
    """Calls a macro, or a function that asks for no context, without looking for what it might ask for."""

    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class Page(Template):
    """A template whose outputs are written by `written`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__["escape"] = written
        return made


class Shared(FlaskEnvironment):
    """All templates have the same globals: no template is given any of its own.

    Jinja lays a map for those over the shared ones, and compares the two, name by name, for each import. What
    somebody gave one template would here be written into all of them: it raises ValueError.
    """

    template_class = Page
    context_class = Calls

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
