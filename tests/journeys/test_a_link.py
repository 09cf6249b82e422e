"""A link is pasted, completes itself, is found three ways, is used, and is found to be there twice."""

import threading

import pytest

from learnhub.core.db import db
from learnhub.library.models import Resource
from tests import factories
from tests.support.sites import say

pytestmark = pytest.mark.journeys
PAGE = b"""<!doctype html><html lang="en"><head><title>Your evals are lying to you</title>
<meta name="description" content="Why a score that goes up says little about a product.">
<meta name="author" content="Hanna Holt"></head><body><p>Read ten answers first.</p></body></html>"""


@pytest.fixture
def look_up(app, run_jobs):
    """Do the queued work in a thread of its own: where the browser is driven no event loop can run."""

    def work() -> None:
        with app.app_context():
            run_jobs()

    def look_up() -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    return look_up


def test_a_link_from_pasting_to_merging(app, server, site, signed_in, look_up):
    ada, bob = (factories.person(name) for name in ("Ada", "Bob"))
    blog, url = site(lambda asked: say(asked, PAGE)), server().url
    ada, bob = signed_in(url, ada), signed_in(url, bob)
    first = paste(ada, blog.url(path="/evals"))
    look_up()
    it_completes_itself(ada)
    find_it(ada, bob)
    use_it(bob, first)
    second = paste(bob, blog.url(path="/2026/evals-are-lying"))
    look_up()
    bob.sees("Your evals are lying to you")
    merge(bob, first, second)
    paste_again(ada, blog.url(path="/2026/evals-are-lying?utm_source=chat"))


def paste(tab, address):
    """One field is enough; the page is there at once, and says what it waits for."""
    tab.go("/library/add").fill(url=address).press("Add to library")
    tab.sees("Write them yourself")
    return tab.path.partition("?")[0]


def it_completes_itself(ada):
    ada.sees(
        "Your evals are lying to you", "Why a score that goes up says little about a product.", "Hanna Holt"
    )
    ada.unfold("Your tags and a note").fill(tags="evaluation", note="Show it to the team.").press("Keep")
    ada.sees("#evaluation", "Show it to the team.")


def find_it(*tabs):
    """By words of its title, by its tag and its text, and by what is asked of its state."""
    for tab, query in zip(
        tabs * 2, ("lying evals", "#evaluation score", 'type:article "goes up"'), strict=False
    ):
        tab.go("/search").fill("form[role=search]", q=query).press("Search")
        tab.follow("Your evals are lying to you")
        tab.sees("Hanna Holt")
    tabs[-1].sees_not("Show it to the team.")


def use_it(bob, first):
    bob.go(first).fill(text="We read ten answers before each release.").unfold("Hours it saved")
    bob.fill(hours="12").press("Add take-away")
    bob.sees("We read ten answers before each release.", "12 hours")


def merge(bob, first, second):
    """The same page under another address. Bob may let go of what he added; its address leads on."""
    bob.go(second).follow("Merge with another")
    bob.fill(other=first).press("Compare the two", status=422)
    bob.sees("“Your evals are lying to you” would go, and Ada keeps it.")
    bob.go(first).follow("Merge with another")
    bob.fill(other=second).press("Compare the two")
    bob.sees("Are the two one?", "Nothing: what stays has it all.").press("Merge the two")
    bob.sees("We read ten answers before each release.", "#evaluation")
    bob.go(second)
    assert bob.path.partition("?")[0] == first
    assert db.session.query(Resource).count() == 1


def paste_again(ada, address):
    ada.go("/library/add").fill(url=address).press("Add to library")
    ada.sees("It is here already", "We read ten answers before each release.")
    assert ada.value("note") == "Show it to the team."
