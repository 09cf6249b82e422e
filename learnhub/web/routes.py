"""Addresses of our own pages: the pattern of each is worked out once, since a list has hundreds of them."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask.globals import request_ctx
from werkzeug.routing import Rule

from learnhub.web import compiled

# What a key, a tag or a word of ours is made of: it stands in an address as it is.
_PLAIN = re.compile(r"[A-Za-z0-9_-]+").fullmatch
_MARK = "--{}--"  # what no address of ours has


class Route(Rule):
    """Works out how its address is spelt when that is first asked.

    Werkzeug does so for every rule at once: most of what it takes to build an application of 500, of which
    a worker spells ten.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_ = super()._compile_builder

        @cache
        def compiled() -> Callable[..., tuple[str, str]]:
            return compile_(append_unknown)

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build


class Site(Flask):
    """Flask that makes an address from its pattern where every argument is a plain word.

    Flask itself weighs all rules of the endpoint, and quotes each argument, for each address.
    """

    url_rule_class = Route
    jinja_environment = compiled.Shared

    def __init__(self, root: Path) -> None:
        super().__init__("learnhub", root_path=str(root), template_folder="templates", static_folder=None)
        self._patterns: dict[Any, str | None] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        if has_request_context() and _are_plain(values):
            if endpoint[0] == ".":
                endpoint = f"{request.blueprint}{endpoint}" if request.blueprint else endpoint[1:]
            if (pattern := self._pattern(endpoint, *values)) is not None:
                return pattern % values
        return super().url_for(endpoint, **values)

    def _pattern(self, endpoint: str, *names: str) -> str | None:
        """Return "/library/%(key)s" for that endpoint and these arguments; None where one is no text."""
        known, adapter = self._patterns, request_ctx.url_adapter
        asked = (adapter and adapter.script_name, endpoint, names)
        if asked not in known:
            marks: dict[str, Any] = {name: _MARK.format(name) for name in names}
            try:
                made = super().url_for(endpoint, **marks).replace("%", "%%")
            except ValueError:  # a number is asked for
                known[asked] = None
            else:
                for name, mark in marks.items():
                    made = made.replace(mark, f"%({name})s")
                known[asked] = made
        return known[asked]


def _are_plain(values: Mapping[str, Any]) -> bool:
    for name, it in values.items():
        if name[0] == "_" or not isinstance(it, str) or not _PLAIN(it):
            return False
    return True
