"""A page of its own for the tests of the scripts, added to the product by tests/web/test_scripts.py."""

from time import sleep

from flask import Flask, abort, request
from flask.wrappers import Response
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.exceptions import NotFound

from learnhub.web.page import page, see
from learnhub.web.toasts import toast

PAGE = """
{% extends "layout.html" %}
{% block title %}Tried{% endblock %}
{% block main %}
<h1>Tried</h1>
{% block part %}
{% from "ui/forms.html" import csrf %}
<section id="part" data-says="Part is new">
<h2>{{ said }}</h2>
{% if wrong %}<div class="errsum" role="group" tabindex="-1" data-errors><h2>Not saved</h2></div>{% endif %}
<form method="post" action="/tried/write" id="swapped" data-draft="swapped"
 data-hx-post="/tried/write" data-hx-target="#part">
{{ csrf() }}
<textarea class="in" id="words" name="words" data-count="20" aria-label="Words">{{ words }}</textarea>
<p id="words-count"></p>
<button class="btn" data-busy="Sending">Send</button>
</form>
</section>
{% endblock %}
{% from "ui/forms.html" import csrf %}
<form method="post" action="/tried/plain" id="plain" data-draft="plain">{{ csrf() }}
<textarea class="in" id="long" name="long" aria-label="Long"></textarea>
<button class="btn">Send it</button>
</form>
<details data-focuses><summary id="more">More</summary><input type="hidden">
<input class="in" id="inside" aria-label="In"></details>
<p><input class="in" id="due" type="date" value="2026-12-03" aria-label="Due">
<span data-day hidden></span></p>
<ul class="chal">
<li><h3><a id="one" href="/tried">One</a></h3></li>
<li><h3><a id="two" href="/tried">Two</a></h3></li>
</ul>
{% from "ui/page.html" import copy, dialog, opens %}
{{ opens("ask", "Ask", "/tried/ask") }}
{% call dialog("ask", "Sure?") %}<form method="dialog"><button class="btn">No</button></form>{% endcall %}
{{ copy("share", "to be shared") }}
{% endblock %}
"""


def add(app: Flask) -> None:
    """Add the page and the ways in which an answer can go wrong."""
    app.jinja_env.loader = ChoiceLoader([DictLoader({"tried.html": PAGE}), app.jinja_env.loader])
    app.add_url_rule("/tried", "tried", lambda: _show(request.args.get("said", "Old")))
    app.add_url_rule("/tried/write", "tried_write", _write, methods=["POST"])
    app.add_url_rule("/tried/plain", "tried_plain", _plain, methods=["POST"])


def _show(said: str, words: str = "", status: int = 200) -> Response:
    return page("tried.html", status=status, said=said, words=words, wrong=status == 422)


def _write() -> Response:
    words = request.form["words"]
    if words == "crash":
        raise RuntimeError("as the test asked")
    if words == "gone":
        raise NotFound
    if words == "proxy":
        return Response("<h1>Bad gateway</h1>", 502)
    if words == "stranger":
        return Response("<h1>Payment required</h1>", 402)
    if words == "slow":
        sleep(0.6)
    if words == "bad":
        return _show("Wrong", words, 422)
    toast("Kept.")
    return see("/tried?said=New")


def _plain() -> Response:
    if request.form["long"] == "crash":
        abort(500)
    if request.form["long"] == "bad":
        return _show("Wrong", status=422)
    return see("/tried?said=Sent")
