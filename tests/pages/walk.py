"""One walk over every address as every role, noting all that the tests of pages ask about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from jinja2 import Environment, Template

from learnhub.web.page import _parents as parents
from tests.pages import catalogue, planted
from tests.pages.world import World
from tests.support.browsers import Browser, browser
from tests.support.statements import changes, statements

FRAME = "layout.html"


@dataclass
class Visit:
    """What one address answered to one role."""

    role: str
    endpoint: str
    label: str
    path: str
    status: int
    html: str
    location: str
    templates: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    blocks: dict[str, int] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # planted words, in whatever it answered, blocks included

    @property
    def name(self) -> str:
        return f"{self.label} as {self.role}"

    @property
    def changes(self) -> list[str]:
        return changes(self.sent)

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.html.startswith("<!doctype html>")

    @property
    def looks(self) -> str:
        """What makes a page look as it does within its frame: with the same parts it is judged once."""
        main = self.html.partition("<main")[2]
        parts = [main.count(part) for part in ("<form", "<button", "<section", "<table", "<input")]
        return f"{self.label} {parts}"


def walk(app: Flask, world: World, *, only: set[str] | None = None, blocks: bool = True) -> list[Visit]:
    """Visit every address as every role, or only those of these names; and the blocks of each look."""
    visits = []
    asked: set[str] = set()
    for role, secret in world.roles.items():
        client = browser(app)
        if secret is not None:
            client.carry(secret)
        frame: set[str] = set()  # asked for with the first page of each role
        for endpoint, label, path in catalogue.addresses(app, world):
            if only is not None and f"{label} as {role}" not in only:
                continue
            visit = _visit(client, role, endpoint, label, path)
            if visit.is_page:
                visit.named = block_names(app.jinja_env, visit.templates[0])
                if blocks and visit.looks not in asked:
                    own = set(app.jinja_env.get_template(visit.templates[0]).blocks)
                    visit.blocks = _blocks(client, visit, visit.named - frame | own)
                    frame = block_names(app.jinja_env, FRAME)
                    asked.add(visit.looks)
            visits.append(visit)
    return visits


def _visit(client: Browser, role: str, endpoint: str, label: str, path: str) -> Visit:
    with _rendered() as templates, statements() as sent:
        answer = client.get(path)
        html = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        shown = planted.shown(answer)
    answer.close()
    visit = Visit(role, endpoint, label, path, answer.status_code, html, answer.headers.get("Location", ""))
    visit.templates, visit.sent, visit.shown = templates, list(sent), shown
    return visit


def _blocks(client: Browser, visit: Visit, names: set[str]) -> dict[str, int]:
    """Ask for each block of the page alone, as htmx does; return the status of each, and note its words."""
    answers = {}
    for name in sorted(names):
        answer = client.block(visit.path, name)
        answers[name] = answer.status_code
        visit.shown |= planted.shown(answer)
        answer.close()
    return answers


def block_names(environment: Environment, template: str) -> set[str]:
    """Return the blocks of a template and of those it extends."""
    chain = (template, *parents(environment, template))
    return {name for each in chain for name in environment.get_template(each).blocks}


@contextmanager
def _rendered() -> Iterator[list[str]]:
    """Collect the names of the pages rendered inside."""
    names: list[str] = []
    render = Template.render

    def noting(template: Template, *values: Any, **more: Any) -> str:
        names.append(str(template.name))
        return render(template, *values, **more)

    Template.render = noting  # put back below
    try:
        yield names
    finally:
        Template.render = render
