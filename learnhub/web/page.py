"""One URL, two shapes: the whole page, or the one block that htmx asked for."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import current_app, make_response, redirect, request
from flask.wrappers import Response
from jinja2 import Environment, Template

from learnhub.core.text import whole_number
from learnhub.web import vary
from learnhub.web.drawn import TOKEN
from learnhub.web.transaction import csrf_token

MOST_PAGES = 100_000
# The block of a masthead that says what the list below it holds: it goes along with any other block.
HEADLINE = "headline"
HEADED = '<hx-partial data-hx-target="#headline" data-hx-swap="outerHTML">{}</hx-partial>'
EXTENDS = re.compile(r'^{% extends "([^"]+)" %}', re.MULTILINE)


def wanted_block() -> str | None:
    """Return the id of the element to be swapped; None where the whole page is wanted.

    Boosted links and restores of the browser's history get the page.
    """
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-Boosted") == "true":
        return None
    if headers.get("HX-History-Restore-Request") == "true" or headers.get("HX-Request-Type") == "full":
        return None
    return headers.get("HX-Target", "").rpartition("#")[2] or None  # htmx 4 sends tag#id


def page(template: str, *, status: int = 200, block: str | None = None, **context: Any) -> Response:
    """Answer with the page; to htmx with the block named by its target's id, where the page has one.

    `block` asks for one by name, whatever the request says. A page's `headline` goes along, where it has one.
    """
    environment = current_app.jinja_env
    found = environment.get_template(template)
    current_app.update_template_context(context)
    block = block or wanted_block()
    chain = [found, *(environment.get_template(name) for name in _parents(environment, template))]
    if block and any(block in each.blocks for each in chain):
        html = _render_block(environment, chain, block, context)
        if block == wanted_block() and block != HEADLINE and any(HEADLINE in each.blocks for each in chain):
            html += HEADED.format(_render_block(environment, chain, HEADLINE, context))
    else:
        html = found.render(context)
    if TOKEN in html:
        html = html.replace(TOKEN, csrf_token())
    response = make_response(html, status)
    vary.on(response, "HX-Request", "HX-Target")
    return response


def page_url(number: int, of: str = "page") -> str:
    """Return this list's address with another page of it; filters stay. Templates know it by this name.

    `of` names the list where a page has several.
    """
    kept = [(name, value) for name, value in request.args.items(multi=True) if value and name != of]
    query = urlencode([*kept, (of, number)] if number > 1 else kept)
    path = quote(request.root_path + request.path)
    return f"{path}?{query}" if query else path


def column(text: str, name: str, order: str) -> dict[str, Any]:
    """Return the head of a column that the address sorts by; pressed again, it turns round."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if value]
    others = [(key, value) for key, value in kept if key not in {"order", "page"}]
    query = urlencode([*others, ("order", f"-{name}" if order == name else name)])
    sort = {name: "ascending", f"-{name}": "descending"}.get(order)
    return {"text": text, "url": f"{quote(request.root_path + request.path)}?{query}", "sort": sort}


def page_number(args: Mapping[str, str], of: str = "page") -> int:
    """Return the page of a list that the address asks for; 1 where it names none. `of`: see `page_url`."""
    return min(whole_number(args.get(of)) or 1, MOST_PAGES)


def see(url: str) -> Response:
    """Answer a successful write. htmx follows the 303 with the same headers and gets the block."""
    return make_response(redirect(url, 303))


def already(title: str, url: str, go: str, text: str = "") -> Response:
    """Answer a page that asks for what is done already, as one comes back to it: say so, and lead on."""
    return page("ui/already.html", title=title, url=url, go=go, text=text)


def _render_block(environment: Environment, chain: list[Template], block: str, values: dict[str, Any]) -> str:
    """Render `block` as it stands in the page: nested blocks and super() go along the whole chain."""
    context = chain[0].new_context(values)
    for parent in chain[1:]:
        for name, render in parent.blocks.items():
            context.blocks.setdefault(name, []).append(render)
    try:
        return environment.concat(context.blocks[block][0](context))
    except Exception:  # as Jinja's own render(): it points the traceback at the template, and raises it
        environment.handle_exception()


@cache
def _parents(environment: Environment, template: str) -> tuple[str, ...]:
    """Return the names of the templates that `template` extends, nearest first."""
    if environment.loader is None:
        return ()
    source = environment.loader.get_source(environment, template)[0]
    found = EXTENDS.search(source)  # to parse the whole takes as long as to show it
    return (found[1], *_parents(environment, found[1])) if found else ()
