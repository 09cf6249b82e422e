"""What is new in a feed waits for somebody, is asked for politely, and never comes in by itself."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.library import following, jobs, queries
from learnhub.library.following_models import FeedState, Followed, Proposal, ProposalState
from learnhub.library.formats import opml
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.sites import Handler, say

ENTRY = """<item><title>Evals &amp;amp; you</title><link>{0}</link>
<description>&lt;p&gt;Why a &lt;b&gt;score&lt;/b&gt;
lies&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</description><pubDate>Wed, 14 Oct 2026 08:00:00 GMT</pubDate>
<dc:creator>Hanna Holt</dc:creator></item>"""
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The blog</title><link>http://blog.corp/</link>{0}</channel></rss>"""


def rss(*links: str) -> bytes:
    return RSS.format("".join(ENTRY.format(link) for link in links)).encode()


@pytest.fixture
def ruth(app):
    return factories.person("Ruth", roles=(Role.LEAD,))


def waiting():
    return [row.url for row in following.waiting(1, 20)]


def test_what_is_new_waits_and_what_is_known_does_not(ruth, site, run_jobs):
    factories.resource(ruth, url="https://example.org/known")
    links = ["/2", "https://example.org/known?utm_source=rss", "https://example.org/1", "javascript:alert(1)"]
    made = save(following.follow(ruth, site(lambda handler: say(handler, rss(*links))).url(path="/feed")))
    assert run_jobs() == 1
    feed = fresh(made)
    assert (feed.title, feed.state, feed.failures) == ("The blog", FeedState.READ, 0)
    assert waiting() == [feed.url.replace("/feed", "/2"), "https://example.org/1"]
    row = following.waiting(1, 2)[1]
    assert (row.title, row.summary) == ("Evals & you", "Why a score lies")
    assert (row.author, row.published) == ("Hanna Holt", "2026-10-14")
    assert queries.briefs(["example.org/1"]) == {}
    perform(jobs.ask_feed, feed.id)
    assert len(waiting()) == 2


def test_the_server_is_asked_only_for_what_is_newer(ruth, site, run_jobs):
    asked = []

    def told(handler: Handler) -> None:
        asked.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        marks = {"ETag": '"one"', "Last_Modified": "Wed, 14 Oct 2026 08:00:00 GMT"}
        if handler.headers["If-None-Match"]:
            say(handler, b"", status=304)
        else:
            say(handler, rss("https://example.org/1"), **marks)

    made = save(following.follow(ruth, site(told).url()))
    run_jobs()
    save(fresh(made)).next_ask_at = clock.now()
    perform(jobs.ask_feeds)
    assert following.claim() == []
    run_jobs()
    assert asked == [(None, None), ('"one"', "Wed, 14 Oct 2026 08:00:00 GMT")]
    assert fresh(made).next_ask_at - clock.now() > timedelta(hours=5)


def test_a_page_may_say_where_its_feed_is(ruth, site, run_jobs):
    def told(handler: Handler) -> None:
        link = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
        say(handler, rss("https://example.org/1") if handler.path == "/feed.xml" else link)

    made = save(following.follow(ruth, site(told).url(path="/blog")))
    while run_jobs():
        pass
    feed = fresh(made)
    assert feed.url.endswith("/feed.xml")
    assert (feed.state, waiting()) == (FeedState.READ, ["https://example.org/1"])


@pytest.mark.parametrize(("status", "state"), [(200, FeedState.NONE), (500, FeedState.UNREACHABLE)])
def test_what_is_no_feed_is_asked_ever_later(ruth, site, run_jobs, status, state):
    made = save(following.follow(ruth, site(lambda handler: say(handler, b"<html>", status=status)).url()))
    run_jobs()
    feed = fresh(made)
    first = feed.next_ask_at - clock.now()
    perform(jobs.ask_feed, feed.id)
    feed = fresh(made)
    assert (feed.state, feed.failures) == (state, 2)
    assert feed.next_ask_at - clock.now() > first * 1.9


def test_a_keeper_accepts_or_drops_once_and_others_may_not(ruth, browser, site, run_jobs):
    ada = factories.person("Ada")
    links = [f"https://example.org/{number}" for number in range(3)]
    feed = save(following.follow(ruth, site(lambda handler: say(handler, rss(*links))).url()))
    run_jobs()
    keys = {row.url: row.key for row in db.session.scalars(select(Proposal))}
    assert browser(ada).get("/library/to-look-at").status_code == 403
    with pytest.raises(Forbidden):
        following.accept(ada, keys[links[0]])
    tab = browser(ruth)
    assert "Three wait to be looked at." in tab.get("/library/to-look-at").text
    assert "To look at" in tab.get("/library").text
    assert "To look at" not in browser(ada).get("/library").text
    assert tab.post(f"/library/to-look-at/{keys[links[0]]}/accept").status_code == 303
    assert tab.post(f"/library/to-look-at/{keys[links[0]]}/accept").status_code == 404
    assert tab.post("/library/to-look-at/drop", data={"key": keys[links[1]]}).status_code == 303
    found = queries.known(links[0])
    assert (found.title, found.author, found.owner_id) == ("Evals & you", "Hanna Holt", ruth.id)
    assert queries.known(links[1]) is None
    assert waiting() == [links[2]]
    assert tab.post(f"/library/to-look-at/feeds/{feed.key}/end").status_code == 303
    assert waiting() == []
    states = {row.url: row.state for row in db.session.scalars(select(Proposal))}
    assert [states[link] for link in links] == [
        ProposalState.ACCEPTED,
        ProposalState.DROPPED,
        ProposalState.DROPPED,
    ]
    perform(jobs.ask_feed, feed.id)
    assert waiting() == []
    with pytest.raises(NotFound):
        following.unfollow(ruth, feed.key)


def test_an_address_is_followed_once_and_must_be_one(ruth, browser):
    following.follow(ruth, "example.org/feed")
    following.follow(ruth, "http://example.org/feed/")
    assert db.session.query(Followed).count() == 1
    with pytest.raises(Invalid, match="address of a feed"):
        following.follow(ruth, "javascript:alert(1)")
    answer = browser(ruth).post("/library/to-look-at/feeds", data={"url": "two words"})
    assert answer.status_code == 422
    assert "Use the address of a feed" in answer.text


def test_feeds_go_out_as_opml_and_come_in_once(ruth, browser):
    save(following.follow(ruth, "https://example.org/a?x=1&y=2"))
    page = browser(ruth)
    written = page.get("/library/to-look-at/feeds.opml").data
    assert opml.read(BytesIO(written)) == [("example.org/a", "https://example.org/a?x=1&y=2")]
    more = (
        b"<outline text='A &amp; B' xmlUrl='https://example.org/b'/><outline xmlUrl='javascript:1'/><outline"
    )
    for wanted in (
        "One feed is followed now. One was already. One stays out",
        "No feeds are followed now. Two",
    ):
        sent = page.post("/library/to-look-at/feeds.opml", data={"file": (BytesIO(written + more), "f.opml")})
        assert (sent.status_code, wanted in page.get(sent.location).text) == (303, True)
    assert [each.title for each in following.followed()] == ["A & B", "example.org/a"]
    bad = page.post("/library/to-look-at/feeds.opml", data={"file": (BytesIO(b"<opml>"), "f.opml")})
    assert (bad.status_code, "There are no feeds in this file" in bad.text) == (422, True)
    assert browser(factories.person("Bob")).get("/library/to-look-at/feeds.opml").status_code == 403
