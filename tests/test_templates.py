"""What a template may not hold: a strict CSP, no eval and a validator depend on it."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from tests.support import tree

PAGES = [path for path in tree.templates() if "email" not in path.relative_to(tree.TEMPLATES).parts]
SCRIPTS = sorted((tree.PACKAGE / "static" / "js").glob("*.js"))
FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline style": r"<style|\sstyle\s*=",
    "an event handler": r"\son[a-z]+\s*=\s*[\"']",
    # But for the one that is dragged to the bookmarks; pressed here, the content policy refuses it.
    "a javascript: address": r"javascript:(?!location\.href='\{\{ url_for\('library\.add'\))",
    "an htmx attribute without data-": r"(?<![\w-])hx-[a-z-]+(:\w+)?\s*=",
    "hx-on, which evals": r"hx-on\b",
    "a filter in a trigger, which evals": r"data-hx-trigger\s*=\s*\"[^\"]*\[",
    "js: in a value, which evals": r"=\s*[\"']\s*js:",
    "a role that a table's part has anyway, which the checker refuses": (
        r"role=\"(?:table|row|cell|rowgroup|columnheader|rowheader)\""
    ),
    "another host": r"(?:src|data-hx-get|data-hx-post)\s*=\s*[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    assert [f"{_name(path)}: {found}" for path in PAGES for found in pattern.findall(_text(path))] == []


def test_no_script_of_ours_evals():
    pattern = re.compile(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]|\.innerHTML\s*=|document\.write\(")
    assert [f"{path.name}: {found}" for path in SCRIPTS for found in pattern.findall(path.read_text())] == []


@pytest.mark.sqlite_only
def test_macros_are_imported_inside_the_block(app: Flask):
    """A block that is rendered alone does not see what was imported outside of it."""
    outside = [
        _name(path)
        for path in PAGES
        if any(app.jinja_env.parse(path.read_text()).find_all(nodes.Extends))
        for node in app.jinja_env.parse(path.read_text()).body
        if isinstance(node, nodes.Import | nodes.FromImport)
    ]
    assert outside == []


def test_every_form_that_writes_carries_its_token():
    forms = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)
    bare = [
        _name(path)
        for path in PAGES
        for form in forms.findall(path.read_text())
        if not re.search(r"csrf|hidden\(|hidden_tag", form)
    ]
    assert bare == []


def _text(path: Path) -> str:
    """Return the template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)


def _name(path: Path) -> str:
    return path.relative_to(tree.TEMPLATES).as_posix()


# What differs from reader to reader, from request to request or from minute to minute.
OWN = re.compile(r"\b(frame|request|now\(|page_url|get_flashed_messages|relative|lateness|wanted)\b")


def test_what_is_drawn_once_says_nothing_of_its_reader_the_request_or_the_minute():
    once = _drawn_once()
    assert once
    assert {where: found for where, body in once.items() if (found := OWN.findall(body))} == {}


def _drawn_once() -> dict[tuple[str, str], str]:
    """Return the text of each macro that a template has drawn once, by its template and name."""
    found = {}
    for path in PAGES:
        text = _text(path)
        for name in set(re.findall(r"\bdrawn\((\w+)", text)):
            [source] = set(re.findall(rf'{{% from "([^"]+)" import [^%]*\b{name}\b', text)) or {_name(path)}
            rest = _text(tree.TEMPLATES / source).partition(f"{{% macro {name}(")[2]
            found[source, name] = rest.partition("{% endmacro %}")[0]
            assert rest, f"{_name(path)}: no macro {name} in {source}"
    return found
