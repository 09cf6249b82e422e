"""How addresses are spelt."""

from werkzeug.routing import Map, Rule

from learnhub.web.routes import Route


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
