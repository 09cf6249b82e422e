"""A process that starts finds its templates compiled."""

import jinja2
import pytest
from markupsafe import Markup


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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('<b> & "co"', "&lt;b&gt; &amp; &#34;co&#34;"),
        (Markup("<b>"), "<b>"),
        (7, "7"),
        (None, "None"),
        (["<b>"], "[&#39;&lt;b&gt;&#39;]"),
        (type("Html", (), {"__html__": lambda self: "<i>"})(), "<i>"),
        (type("Text", (str,), {})("<b>"), "&lt;b&gt;"),
    ],
)
def test_what_a_template_writes_is_escaped_as_markupsafe_does(app, value, text):
    made = "{% macro say(it) %}{{ it }}{% endmacro %}{% set it %}{{ value }}{% endset %}"
    assert app.jinja_env.from_string(made + "{{ value }}|{{ say(value) }}|{{ it }}").render(
        value=value
    ) == "|".join([text] * 3)


def test_what_was_never_given_to_a_template_still_fails(app):
    with pytest.raises(jinja2.UndefinedError):
        app.jinja_env.from_string("{{ nobody }}").render()


def test_functions_and_macros_get_what_they_ask_for(app):
    @jinja2.pass_context
    def of(context, name):
        return context[name]

    class Asks:
        @jinja2.pass_environment
        def __call__(self, environment, name):
            return environment is app.jinja_env and name

    made = app.jinja_env.from_string(
        "{% macro put(a, b='2') %}{{ a }}{{ b }}{{ caller() if caller is defined }}{% endmacro %}"
        "{% for n in ['1'] %}{% set own = n %}{{ of('own') }}{{ put(n, b=n) }}"
        "{{ plain(n, end='!') }}{{ asks(n) }}{% endfor %}"
        "{% call put('1') %}<b>{% endcall %}"
    )
    plain = lambda text, end: text + end  # noqa: E731
    assert made.render(of=of, plain=plain, asks=Asks()) == "1" + "11" + "1!" + "1" + "12<b>"
