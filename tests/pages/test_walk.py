"""Every page as every role: it answers, writes nothing, stays within its statements; so does each block."""

import re
from functools import cache

import pytest
from flask import Flask

from learnhub.web.access import anyone
from tests.pages import catalogue
from tests.pages.conftest import LARGE, SMALL
from tests.pages.walk import Visit
from tests.support import tree
from tests.support.browsers import Browser, browser

# Open to those who are not signed in. Whoever adds one says why in the commit.
ANYONE = {
    "calendars.feed",
    "cohorts.verify",
    "exchange.feed",
    "health.healthz",
    "health.livez",
    "notifications.bounces",
    "notifications.confirm",
    "notifications.confirming",
    "notifications.unsubscribe",
    "notifications.unsubscribing_page",
    "people.accept",
    "people.first",
    "people.link",
    "people.link_sent",
    "people.login",
    "people.logout",
    "people.privacy",
    "people.set_up",
    "people.sign_in",
    "people.use_link",
    "people.visibility",
    "people.welcome",
    "styleguide.show",
}
ANSWERS = {200, 302, 303, 304, 401, 403, 404, 410}
ASKS = {"hackathons.preview", "hackathons.shift"}  # previews of a form: 422 without its fields
# Pages that are seen only in a state that no shared world can be in: their features' tests render them.
ELSEWHERE: frozenset[str] = frozenset({"admin/link.html", "admin/links.html"})  # answers to POSTs


@pytest.fixture
def visits(site) -> list[Visit]:
    return site(SMALL).visits


def test_every_route_says_who_may_use_it(app: Flask):
    assert {name for name, view in app.view_functions.items() if not hasattr(view, "access")} == set()


def test_few_routes_are_open_to_anyone(app: Flask):
    assert {name for name, view in app.view_functions.items() if view.access is anyone} == ANYONE


def test_every_address_is_in_the_catalogue(app: Flask):
    assert catalogue.unnamed(app) == set()


def test_every_page_answers(visits):
    assert [f"{visit.name}: {visit.status}" for visit in visits if visit.status not in answers(visit)] == []


def test_every_page_is_seen_by_somebody(visits):
    seen = {visit.endpoint for visit in visits if visit.status < 400 or visit.endpoint in ASKS}
    assert {visit.endpoint for visit in visits} - seen - ELSEWHERE == set()


def test_nobody_signed_in_sees_only_what_is_open_to_anyone(visits):
    inside = [visit for visit in visits if visit.role == "stranger" and visit.endpoint not in ANYONE]
    assert [visit.name for visit in inside if visit.status == 200] == []


def test_a_get_changes_nothing(visits):
    assert [f"{visit.name}: {visit.changes[0]}" for visit in visits if visit.changes] == []


@pytest.mark.sqlite_only
def test_every_block_renders_alone(visits):
    broken = [
        f"{visit.name}, block {name}: {status}"
        for visit in visits
        for name, status in visit.blocks.items()
        if status != 200
    ]
    assert not broken, "\n".join(broken)


def test_every_page_template_is_rendered_by_the_walk(visits):
    rendered = {name for visit in visits for name in visit.templates}
    pages = {
        path.relative_to(tree.TEMPLATES).as_posix()
        for path in tree.templates()
        if '{% extends "' in path.read_text() and path.parent.name not in {"email", "ui"}
    }
    assert pages - rendered - ELSEWHERE == set()


def test_what_htmx_swaps_is_a_block_with_that_name(visits):
    known = {name for visit in visits for name in visit.named}
    assert sorted({wrong for visit in visits for wrong in _missing_targets(visit, known)}) == []


def test_statements_stay_within_the_budget(visits):
    over = [
        f"{visit.name}: {len(visit.sent)} of {catalogue.budget(visit.label, visit.endpoint)}"
        for visit in visits
        if len(visit.sent) > catalogue.budget(visit.label, visit.endpoint)
    ]
    assert not over, "\n".join(over)


@pytest.mark.sqlite_only
def test_statements_are_as_many_with_two_hundred_rows(site, visits):
    few = {visit.name: len(visit.sent) for visit in visits}
    many = {visit.name: len(visit.sent) for visit in site(LARGE).visits}
    grown = {name: (few[name], count) for name, count in many.items() if few.get(name) != count}
    assert not grown, "\n".join(f"{name}: {few_many}" for name, few_many in grown.items())


@pytest.mark.sqlite_only
def test_large_pages_answer(site):
    assert [visit.name for visit in site(LARGE).visits if visit.status not in answers(visit)] == []


@pytest.mark.sqlite_only
def test_what_one_may_not_know_of_answers_as_what_does_not_exist(site, visits):
    """A 404 has the body of an unknown key. A 403 says so for unknown keys too, or of what one knows of."""
    small = site(SMALL)
    bound = small.app.url_map.bind("127.0.0.1")
    keys = {*small.world.keys.values(), *small.world.people.values()}
    known: dict[str, set[str]] = {role: set() for role in small.world.roles}
    asked = []
    for visit in visits:
        said = bound.match(visit.path.partition("?")[0])[1].values() if "?" not in visit.path else []
        named = keys.intersection(map(str, said))
        if visit.status == 200:
            known[visit.role] |= named
        elif visit.status in {403, 404} and named:
            asked.append((visit, named))

    def listed(role: str, named: set[str]) -> set[str]:
        pages = [each.html for each in visits if each.role == role and each.status == 200]
        return {key for key in named if any(key in page for page in pages)}

    clients = {role: _signed_in(small.app, secret) for role, secret in small.world.roles.items()}

    @cache
    def unknown(role: str, path: str) -> tuple[int, str]:
        """Many keys become one that is unknown."""
        answer = clients[role].get(path)
        return answer.status_code, _body(answer.text)

    wrong = []
    for visit, named in asked:
        path = visit.path
        for key in named:
            path = path.replace(key, ("9" if key.isdigit() else "z") * len(key))
        status, body = unknown(visit.role, path)
        same = status == visit.status and body == _body(visit.html)
        if not same and (visit.status == 404 or not named & known[visit.role] | listed(visit.role, named)):
            wrong.append(f"{visit.name}: {visit.status}, and {status} for an unknown key")
    assert not wrong, "\n".join(wrong)


def _signed_in(app: Flask, secret: str | None) -> Browser:
    return browser(app).carry(secret) if secret is not None else browser(app)


def _body(html: str) -> str:
    return html.partition("<main")[2]


def answers(visit: Visit) -> set[int]:
    return ANSWERS | {422} if visit.endpoint in ASKS else ANSWERS


def _missing_targets(visit: Visit, known: set[str]) -> set[str]:
    """Return the targets of htmx that are no block of a page, or no element in this one."""
    targets = set(re.findall(r'data-hx-target(?::inherited)?="#([\w-]+)"', visit.html))
    ids = set(re.findall(r'\sid="([\w-]+)"', visit.html))
    # What completes a field is a page of its own, and no block.
    targets -= set(re.findall(r'<datalist[^>]*\sid="([\w-]+)"', visit.html))
    return {f"{visit.label} #{name}" for name in targets if name not in known or name not in ids}
