"""A process that starts finds its templates compiled."""

import jinja2
import pytest


def test_a_template_is_compiled_once_for_all_processes(app, make_app, monkeypatch):
    assert app.test_client().get("/login").status_code == 200

    def compile_again(*told):
        raise AssertionError(told)

    monkeypatch.setattr(jinja2.Environment, "_generate", compile_again)
    assert make_app().test_client().get("/login").status_code == 200


def test_what_is_given_to_one_template_never_reaches_all(app):
    for _ in range(2):  # before it is loaded, and after
        with pytest.raises(ValueError, match="no globals of its own"):
            app.jinja_env.get_template("layout.html", globals={"secret": "Ada’s"})
        app.jinja_env.get_template("layout.html")
    assert "secret" not in app.jinja_env.globals
