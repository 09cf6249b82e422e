"""Feeds are read by a secret that ends when its person ends it, or leaves."""

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.people import feed_tokens, services
from learnhub.people.models import FeedToken
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def is_open(secret: str, kind: str = "library") -> bool:
    try:
        return feed_tokens.opened(kind, secret).ended_at is None
    except NotFound:
        return False


def test_a_feed_is_open_to_its_secret_alone_until_it_is_ended_or_its_person_leaves():
    ada, eve = factories.person("Ada"), factories.person("Eve")
    first, second = (
        feed_tokens.make(ada, "library", f"tag:{tag}", name=f"#{tag}") for tag in ("evals", "agents")
    )
    found = feed_tokens.opened("library", first)
    assert (found.person, found.about, found.name) == (ada, "tag:evals", "#evals")
    assert len(first) >= 43
    assert first not in {found.digest, found.key}
    assert [is_open("unknown"), is_open(first, "calendar")] == [False, False]
    feed_tokens.end(eve, found.key)
    assert is_open(first)
    feed_tokens.end(ada, found.key)
    assert (is_open(first), is_open(second)) == (False, True)
    assert [token.name for token in feed_tokens.of(ada)] == ["#agents"]
    services.leave(ada)
    assert not is_open(second)
    services.come_back(ada)
    assert not is_open(second)


def test_a_person_has_fifty_feeds_at_most(monkeypatch):
    monkeypatch.setattr(feed_tokens, "MOST", 1)
    ada = factories.person("Ada")
    feed_tokens.make(ada, "library", "tag:evals", name="#evals")
    with pytest.raises(Invalid, match="already"):
        feed_tokens.make(ada, "library", "tag:agents", name="#agents")
    feed_tokens.end_all(ada)
    assert feed_tokens.make(ada, "library", "tag:agents", name="#agents")


def test_settings_list_feeds_and_end_them(browser):
    ada = factories.person("Ada")
    feed_tokens.make(ada, "library", "tag:evals", name="Library: #evals")
    db.session.commit()
    tab = browser(ada)
    assert "Library: #evals" in tab.get("/settings").text
    key = db.session.query(FeedToken).one().key
    assert tab.post(f"/settings/feeds/{key}/end").status_code == 303
    assert "Library: #evals" not in tab.get("/settings").text
