"""Threads in the browser: written on a resource's page, without JavaScript."""

import re

import pytest

from learnhub.core.db import db
from learnhub.discussions.models import Comment
from learnhub.people.models import Kind
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ada():
    return factories.person("Ada Lovelace")


def test_a_thread_from_the_first_word_to_the_accepted_answer(browser, ada):
    bob, page = factories.person("Bob"), browser(ada)
    resource = factories.resource(ada)
    at_bob = browser(bob)
    url = f"/library/{resource.key}"
    answer = at_bob.post(
        f"/discussions/resource/{resource.key}", data={"text": "Why, @Ada Lovelace?", "asks": "y"}
    )
    assert answer.status_code == 303
    begun = db.session.query(Comment).one()
    assert answer.location == f"{url}#c-{begun.key}"
    empty = page.post(f"/comments/{begun.key}", data={"text": "  ", "back": url})
    assert (empty.status_code, "Write something first." in empty.text) == (422, True)
    answer = page.post(f"/comments/{begun.key}", data={"text": "Because it **counts**.", "back": url})
    said = db.session.query(Comment).filter_by(thread_id=begun.id).one()
    assert answer.location == f"{url}#c-{said.key}"
    assert page.post(f"/comments/{said.key}/accept", data={"accepted": "1"}).status_code == 403
    accepted = at_bob.post(f"/comments/{said.key}/accept", data={"accepted": "1", "back": "//elsewhere.org"})
    assert accepted.location == f"/comments/{said.key}#c-{said.key}"
    shown = at_bob.get(url).text
    assert f'<a href="/people/{ada.key}">@Ada Lovelace</a>' in shown
    assert "Because it <strong>counts</strong>." in shown
    assert re.search(r"The answer.*Because it", shown, re.S)


def test_a_change_of_a_stale_text_shows_both_and_an_undo_brings_back(browser, ada):
    page, thread = browser(ada), factories.thread(ada, factories.resource(ada), "First")
    url = f"/comments/{thread.key}"
    form = page.get(f"{url}/edit").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', form)
    assert page.post(f"{url}/edit", data={"text": "Second", "version": version[1]}).status_code == 303
    stale = page.post(f"{url}/edit", data={"text": "Third, and long", "version": version[1]})
    assert (stale.status_code, "Second" in stale.text, "Third, and long" in stale.text) == (409, True, True)
    assert page.post(f"{url}/remove").status_code == 303
    assert "You removed this." in page.get(url).text
    assert page.post(f"{url}/put-back").status_code == 303
    assert "Second" in page.get(url).text


def test_guests_know_nothing_of_it(browser, ada):
    thread = factories.thread(ada, factories.resource(ada))
    gus = browser(factories.person("Gus", kind=Kind.GUEST))
    posts = (f"/comments/{thread.key}", f"/comments/{thread.key}/remove", f"/discussions/team/{thread.key}")
    assert [gus.post(url, data={"text": "x"}).status_code for url in posts] == [404, 404, 404]
