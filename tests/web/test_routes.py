"""How addresses are spelt: as Flask spells them, each worked out when it is first asked."""

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError, Map, Rule

from learnhub.web.routes import Route

VALUES = ["abcdefghij", "with space", "ü", "100%", "/", ""]
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


def test_how_an_address_is_spelt_is_worked_out_when_it_is_first_asked(monkeypatch):
    compiled, work_out = [], Rule._compile_builder

    def noting(rule, append_unknown=True):
        compiled.append(rule.rule)
        return work_out(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noting)
    bound = Map([Route("/teams/<rule>", endpoint="teams")]).bind("here.example")
    assert compiled == []
    spelt = [bound.build("teams", values) for values in ({"rule": "a"}, {"rule": "b", "page": 2})]
    assert spelt == ["/teams/a", "/teams/b?page=2"]
    assert compiled == ["/teams/<rule>"]


@pytest.mark.parametrize("root", ["", "/learn"])
def test_each_route_has_the_address_that_flask_gives_it(app, root):
    """Or it has none, where Flask gives none."""

    def spelt(way, endpoint, values):
        try:
            return way(endpoint, **values)
        except (BuildError, ValueError):  # some ask for a number
            return None

    def flask(endpoint, **values):
        return Flask.url_for(app, endpoint, **values)

    with app.test_request_context("/library", environ_overrides={"SCRIPT_NAME": root}):
        compared = set()
        for rule in app.url_map.iter_rules():
            asked = [("7", more) for more in TOLD] + [(value, {}) for value in VALUES if rule.arguments]
            for value, more in asked:
                values = {**dict.fromkeys(rule.arguments, value), **more}
                plain = spelt(flask, rule.endpoint, values)
                assert spelt(url_for, rule.endpoint, values) == plain, (rule.endpoint, values)
                compared |= {rule.endpoint} if plain else set()
        assert compared == {rule.endpoint for rule in app.url_map.iter_rules()}
        assert url_for(".index") == f"{root}/library"
        with pytest.raises(BuildError):
            url_for("library.nowhere", key="abc")
