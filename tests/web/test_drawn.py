"""Parts of pages that are drawn once."""

import gc
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from learnhub.core import clock
from learnhub.core.text import markdown
from learnhub.people.named import Named
from learnhub.web import drawn as kept
from learnhub.web import reader
from learnhub.web.drawn import drawn
from tests import factories

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.sqlite_only]


@pytest.fixture
def macro(app):
    body = "<b>{{ text }}</b>{{ when(at) if at }}{% set _ = seen.append(text) %}"
    template = app.jinja_env.from_string("{% macro row(text, at=none) %}" + body + "{% endmacro %}")
    seen: list[str] = []
    made = template.make_module({"seen": seen})
    return made.row, seen


def test_a_part_is_drawn_once_for_the_same_values_and_escaped(macro):
    row, seen = macro
    assert [drawn(row, text) for text in ("<a>", "<a>", "b")] == ["<b>&lt;a&gt;</b>"] * 2 + ["<b>b</b>"]
    assert seen == ["<a>", "b"]


def test_markup_which_equals_the_same_letters_as_text_is_refused(macro):
    for value in (Markup("<i>"), ("a", (Markup("<i>"),))):
        with pytest.raises(TypeError, match="Markup"):
            drawn(macro[0], value)
    assert drawn(macro[0], "<i>") == "<b>&lt;i&gt;</b>"


def test_readers_in_two_zones_are_told_each_in_their_own(macro, monkeypatch):
    at, said = clock.now(), []
    for zone in ("Asia/Kolkata", "America/Los_Angeles"):
        monkeypatch.setattr(reader, "_zone", lambda zone=zone: ZoneInfo(zone))
        said.append(drawn(macro[0], "", at))
    assert said[0] != said[1]


def test_a_form_that_is_drawn_once_gets_the_token_of_each_reader(app, browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    resource = factories.resource(ada)
    root = factories.thread(ada, resource)
    pages = [browser(each).get(f"/library/{resource.key}").text for each in (ada, bob)]
    forms = [page.partition(f'action="/comments/{root.key}"')[2] for page in pages]
    tokens = [re.findall(r'name="csrf_token" value="([^"]+)"', form)[0] for form in forms]
    assert tokens[0] != tokens[1]
    for page, token in zip(pages, tokens, strict=True):
        assert set(re.findall(r'name="csrf_token" value="([^"]+)"', page)) == {token}
        assert kept.TOKEN not in page


def test_words_of_people_are_forgotten_within_the_hour(app, browser, clock):
    """Nothing that was kept of who was erased stays in a web process: no name, no address, no text."""
    ada = factories.person("Ada Unusual")
    resource = factories.resource(ada)
    factories.thread(ada, resource, text="Nobody else *says* this")
    factories.take_away(ada, resource)
    page = browser(ada)
    clock.shift(timedelta(hours=2))  # whenever it forgot last
    assert "Ada Unusual" in page.get(f"/library/{resource.key}").text
    assert _kept_of("Ada Unusual")
    made = markdown("Nobody else *says* this")
    clock.shift(timedelta(minutes=50))
    page.get("/settings/notifications")
    assert markdown("Nobody else *says* this") is made
    clock.shift(timedelta(minutes=11))
    page.get("/settings/notifications")
    assert not _kept_of("Ada Unusual")
    assert markdown("Nobody else *says* this") is not made


def _kept_of(name):
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Named) and each.name == name]
