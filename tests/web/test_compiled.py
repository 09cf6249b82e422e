"""A process that starts finds its templates compiled."""

import jinja2


def test_a_template_is_compiled_once_for_all_processes(app, make_app, monkeypatch):
    assert app.test_client().get("/login").status_code == 200

    def compile_again(*told):
        raise AssertionError(told)

    monkeypatch.setattr(jinja2.Environment, "_generate", compile_again)
    assert make_app().test_client().get("/login").status_code == 200
