"""Addresses made from a pattern are those that Flask makes."""

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

TOLD = [
    {},
    {"kept": "a-b_c"},
    {"kept": "two words"},
    {"kept": ""},
    {"kept": "100%"},
    {"kept": "/"},
    {"kept": None},
    {"page": 2},
    {"_anchor": "c-1"},
    {"kept": "x", "_external": True},
]


@pytest.mark.parametrize("root", ["", "/learn"])
def test_each_route_has_the_address_that_flask_gives_it(app, root):
    with app.test_request_context("/library", environ_overrides={"SCRIPT_NAME": root}):
        for rule in app.url_map.iter_rules():
            for value in ("abcdefghij", "with space", "ü", "7"):
                for more in TOLD:
                    values = {**dict.fromkeys(rule.arguments, value), **more}
                    try:
                        plain = Flask.url_for(app, rule.endpoint, **values)
                    except (ValueError, BuildError):
                        continue
                    assert url_for(rule.endpoint, **values) == plain
        assert url_for(".index") == f"{root}/library"
        with pytest.raises(BuildError):
            url_for("library.nowhere", key="abc")
