from datetime import timedelta

import pytest
from markupsafe import Markup

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.people.models import Kind
from learnhub.search import services
from learnhub.search.grammar import parse
from learnhub.search.models import SavedSearch
from learnhub.search.snippets import Wanted, of, plain
from tests import factories
from tests.support.rows import many

pytestmark = pytest.mark.usefixtures("app")


def test_the_page_asks_finds_and_says_how_many(browser, put):
    ada = factories.person()
    put("Your evals are lying", "Twenty cases that say more.", type="article")
    page = browser(ada)
    assert "What are you looking for?" in page.get("/search").text
    shown = page.get("/search?q=evals").text
    assert "One thing for “evals”." in shown
    assert "Your <mark>evals</mark> are lying" in shown
    assert "Article" in shown
    assert "Nothing found for “zebra”." in page.get("/search?q=zebra").text


def test_kinds_are_filters_with_counts(browser, put):
    ada = factories.person()
    put("Robots")
    goal = factories.goal(ada, factories.unit(), title="Robots everywhere")
    with many():
        services.changed(Ref("goal", goal.id))
    page = browser(ada)
    every = page.get("/search?q=robots").text
    assert "Two things for “robots”." in every
    assert 'href="/search?q=robots&amp;type=goal">Goals<span class="num">1</span>' in every
    one = page.get("/search?q=robots&type=goal").text
    assert "One goal for “robots”." in one
    assert f'href="/goals/{goal.key}"' in one
    assert 'href="/notes/1"' not in one
    assert 'Notes<span class="num">1</span>' in one


def test_results_come_in_pages(browser, put):
    ada = factories.person()
    for number in range(25):
        put(f"Robot {number}")
    page = browser(ada)
    first, second = page.get("/search?q=robot").text, page.get("/search?q=robot&page=2").text
    assert first.count('<li><svg class="icon"') >= 20
    assert "1–20 of 25" in first
    assert "21–25 of 25" in second


def test_what_is_found_is_escaped_before_it_is_marked(browser, put):
    ada = factories.person()
    put("<script>alert(1)</script> robot", "<b>robot</b> & co")
    shown = browser(ada).get("/search?q=robot").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>robot</mark>" in shown
    assert "&lt;b&gt;<mark>robot</mark>&lt;/b&gt; &amp; co" in shown


def test_what_was_typed_comes_back_escaped(browser):
    shown = browser(factories.person()).get("/search", query_string={"q": '"><script>x</script>'}).text
    assert "<script>x" not in shown
    assert "&lt;script&gt;x" in shown


def test_suggestions_are_a_block_for_htmx(browser, put):
    ada = factories.person()
    put("Robots at work")
    headers = {"HX-Request": "true", "HX-Target": "div#suggestions"}
    reply = browser(ada).get("/search/suggest?q=robo", headers=headers)
    assert reply.text.lstrip().startswith('<div id="suggestions"')
    assert "<mark>Robots</mark> at work" in reply.text
    nothing = browser(ada).get("/search/suggest?q=", headers=headers)
    assert "<li>" not in nothing.text


def test_a_search_is_saved_opened_and_forgotten(browser):
    ada, bob = factories.person(), factories.person("Bob")
    page = browser(ada)
    saved = page.post("/search/saved", data={"name": "Audio", "q": "audio is:unread", "type": ""})
    assert (saved.status_code, saved.location) == (303, "/search?q=audio+is%3Aunread")
    assert "Audio" in page.get("/search").text
    assert "Audio" not in browser(bob).get("/search").text
    key = db.session.query(SavedSearch.key).scalar()
    assert browser(bob).post(f"/search/saved/{key}/forget").status_code == 404
    assert page.post(f"/search/saved/{key}/forget").status_code == 303
    assert db.session.query(SavedSearch).count() == 0


def test_a_saved_search_says_how_much_is_new_since_one_looked(browser, put, clock):
    ada = browser(factories.person())
    put("Robots of old")
    clock.shift(timedelta(minutes=1))
    for name, text, kind in (
        ("All", "robots", ""),
        ("Notes", "robots -arms", "note"),
        ("Type", "type:note", ""),
    ):
        ada.post("/search/saved", data={"name": name, "q": text, "type": kind})
    ada.post("/search/saved", data={"name": "Goals", "q": "robots", "type": "goal"})
    assert " new</b>" not in ada.get("/search").text
    clock.shift(timedelta(minutes=1))
    put("Robots with arms")
    put("Robots")
    put("Robots of others", audience=["person:0"])
    page = ada.get("/search").text
    assert (page.count("2 new</b>"), page.count("1 new</b>")) == (2, 1)
    key = db.session.query(SavedSearch.key).filter_by(name="All").scalar()
    assert browser(factories.person("Bob")).post(f"/search/saved/{key}/look").status_code == 404
    assert ada.post(f"/search/saved/{key}/look").location == "/search?q=robots"
    page = ada.get("/search").text
    assert (page.count("2 new</b>"), page.count("1 new</b>")) == (1, 1)


def test_a_search_without_a_name_is_not_saved_and_nothing_typed_is_lost(browser, put):
    put("Robot")
    reply = browser(factories.person()).post("/search/saved", data={"name": "", "q": "robot", "type": ""})
    assert reply.status_code == 422
    assert "Give it a name." in reply.text
    assert 'value="robot"' in reply.text


def test_guests_search_what_they_may_see_and_strangers_sign_in(browser, put):
    put("Robot")
    guest = factories.person("Gus", kind=Kind.GUEST)
    assert "Nothing found" in browser(guest).get("/search?q=robot").text
    assert browser().get("/search?q=robot").status_code == 303


@pytest.mark.parametrize(
    ("typed", "title", "marked"),
    [
        ("muller", "Müller & Söhne", "<mark>Müller</mark> &amp; Söhne"),
        ("entry", "Many entries", "Many <mark>entries</mark>"),
        ('"test set"', "A test, set apart", "A <mark>test</mark>, <mark>set</mark> apart"),
        ("c++", "Why C++ is", "Why <mark>C++</mark> is"),
        ("-robot day", "Robot day", "Robot <mark>day</mark>"),
        ("学", "机器学习", "机器<mark>学</mark>习"),
        ("type:note", "Robot", "Robot"),
    ],
)
def test_what_was_found_is_marked(typed, title, marked):
    assert of(title, "", Wanted(parse(typed).texts)).title == Markup(marked)


def test_a_snippet_shows_the_place_where_the_words_stand():
    body = "before " * 200 + "here is the robot " + "after " * 200
    shown = of("Title", body, Wanted(parse("robot").texts)).text
    assert shown.startswith("… before")
    assert "here is the <mark>robot</mark> after" in shown
    assert shown.endswith("after …")
    assert len(shown) < 260


@pytest.mark.parametrize("there", ["robot", "Robots", "Röbot"])
@pytest.mark.parametrize("sign", ["·", ".", "–", "’s"])
def test_a_snippet_finds_its_place_whatever_signs_the_text_has(there, sign):
    body = f"before{sign} " * 100 + there + " after" * 100
    assert f"<mark>{there}</mark>" in of("Title", body, Wanted(parse("robot").texts)).text


def test_markdown_is_shown_without_its_signs():
    assert plain("# Head\n\n- **bold** [link](https://x.example) `code`\n> snake_case _it_") == (
        "Head · bold link code snake_case it"
    )
    assert plain("How rarely they agree.\n\nStanford\n\nIt changed ours.") == (
        "How rarely they agree. Stanford · It changed ours."
    )
