from datetime import timedelta

import pytest
from sqlalchemy import delete

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import queries as goals
from learnhub.library import jobs, page_queries, queries, reading, services
from learnhub.library.models import Lookup, Reading, Resource, TakeAway
from learnhub.people.models import Kind, Organisation, Role
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
URL = "https://example.org/evals"


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


def test_one_field_adds_a_resource(browser, ada):
    page = browser(ada)
    reply = page.post("/library/add", data={"url": "example.org/evals"}, follow_redirects=True)
    assert reply.status_code == 200
    assert "example.org/evals" in reply.text
    assert "are being fetched" in reply.text


def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(browser, ada):
    reply = browser(ada).post("/library/add", data={"url": "ftp://example.org", "title": "My title"})
    assert reply.status_code == 422
    assert "Use the address of a page" in reply.text
    assert "My title" in reply.text


def test_who_keeps_a_resource_is_named_as_it_is_added_or_changed(browser, ada):
    bob, page = factories.person("Bob"), browser(ada)
    page.post("/library/add", data={"url": URL, "owner": "bob"})
    made = queries.known(URL)
    assert (made.owner_id, made.added_by_id) == (bob.id, ada.id)
    change = {"title": "Evals", "url": URL, "kind": "article", "version": made.version}
    wrong = page.post(f"/library/{made.key}/edit", data={**change, "owner": "Nobody"})
    assert (wrong.status_code, "Nobody here has this name" in wrong.text) == (422, True)
    assert page.post(f"/library/{made.key}/edit", data={**change, "owner": "Ada"}).status_code == 403
    assert browser(bob).post(f"/library/{made.key}/edit", data={**change, "owner": "Ada"}).status_code == 303
    assert fresh(made).owner_id == ada.id


def test_a_duplicate_is_offered_with_my_tags_and_note(browser, ada):
    made, bob = save(services.add(ada, URL, title="Evals")), factories.person("Bob")
    page = browser(bob)
    form = {"url": "http://example.org/evals/?utm_source=x", "tags": "agents"}
    reply = page.post("/library/add", data=form, follow_redirects=True)
    assert "It is here already" in reply.text
    assert fresh(made).tag_names == ["agents"]
    page.post(f"/library/{made.key}/mine", data={"tags": "evals", "note": "Read page 4."})
    assert sorted(fresh(made).tag_names) == ["agents", "evals"]
    assert "Read page 4." in page.get(f"/library/{made.key}").text
    assert "Read page 4." not in browser(ada).get(f"/library/{made.key}").text


def test_the_bookmarklet_opens_the_form_filled_in(browser, ada):
    save(services.add(ada, URL, title="Evals"))
    page = browser(ada)
    opened = page.get("/library/add?url=https://example.org/new&title=New%20page").text
    assert 'value="https://example.org/new"' in opened
    assert 'value="New page"' in opened
    assert "is in the library already" in page.get(f"/library/add?url={URL}").text


def test_what_is_added_can_serve_a_goal_at_once_and_says_where_it_stands(browser, ada):
    goal = save(factories.goal(ada, ada.unit))
    page, form = browser(ada), {"url": URL, "goal": goal.key}
    added = page.post("/library/add", data=form)
    shown = page.get(added.location).text
    assert "It is in the library now, for everyone." in shown
    assert goal.title in shown
    page.post("/library/add", data=form)
    assert [tie.goal_id for tie in goals.all_ties_of(Ref("resource", queries.known(URL).id))] == [goal.id]


def test_what_was_taken_from_it_is_said_as_it_is_added_and_before_who_sees_it(browser, ada):
    page = browser(ada)
    for path in ("/library/add", "/library/write"):
        assert "Everyone of the organisation sees it and who added it" in page.get(path).text
    form = {"url": URL, "take_away": "We read ten answers before each release."}
    added = page.post("/library/add", data=form)
    shown = page.get(added.location).text
    assert "One take-away" in shown
    assert form["take_away"] in shown
    again = page.post("/library/add", data={"url": URL, "take_away": "x" * 2001})
    assert (again.status_code, "x" * 2001 in again.text) == (422, True)
    assert queries.known(URL).used == 1
    bob = factories.person("Bob")
    browser(bob).post("/library/add", data={"url": URL, "take_away": "We read twenty."})
    assert fresh(queries.known(URL)).used == 2


def test_who_has_a_take_away_is_asked_for_another(browser, ada):
    made, bob = factories.resource(ada), factories.person("Bob")
    factories.take_away(ada, made)
    mine, theirs = (
        browser(ada).get(f"/library/{made.key}").text,
        browser(bob).get(f"/library/{made.key}").text,
    )
    assert ("Add another take-away</summary>" in mine, "Add yours" in mine) == (True, False)
    assert ("Add another take-away</summary>" in theirs, "Add yours" in theirs) == (False, True)
    refused = browser(ada).post(f"/library/{made.key}/take-aways", data={"text": ""}).text
    assert "Add another take-away</summary>" not in refused


def test_what_is_ones_own_is_counted_on_top(browser, ada):
    page = browser(ada)
    made = factories.resource(ada)
    assert "Yours, seen by you alone" not in page.get("/library").text
    reading.mark(ada, made, Reading.DONE)
    db.session.commit()
    shown = page.get("/library").text
    assert 'Yours, seen by you alone: <a href="/library?is=done">Done 1</a></p>' in shown
    assert shown.index("Yours, seen by you alone") < shown.index('id="found"')


def test_it_shows_what_arrives(browser, ada):
    made = save(services.add(ada, URL))
    page = browser(ada)
    assert 'data-hx-trigger="load delay:2s"' in page.get(f"/library/{made.key}").text
    made.title, made.lookup = "Arrived", Lookup.DONE
    save(made)
    block = page.block(f"/library/{made.key}", "about_it").text
    assert "Arrived" in block
    assert "data-hx-trigger" not in block


def test_states_are_seen_by_oneself_alone(browser, ada):
    made = factories.resource(ada)
    page = browser(ada)
    page.post(f"/library/{made.key}/state", data={"state": "done"})
    assert "Done" in page.get("/library?is=done").text
    assert made.title in page.get("/library?is=done").text
    assert made.title not in browser(factories.person("Bob")).get("/library?is=done").text
    page.post(f"/library/{made.key}/state", data={"state": ""})
    assert queries.standing(ada, made) is None


def test_ones_own_are_counted_whatever_the_list_is_narrowed_down_to(browser, ada):
    first = save(factories.resource(ada, tags=["evals"]))
    for made in (first, factories.resource(ada, title="Another")):
        browser(ada).post(f"/library/{save(made).key}/state", data={"state": "saved"})
    narrowed = browser(ada).get("/library?tag=evals").text
    assert 'Yours, seen by you alone: <a href="/library?is=saved">Saved 2</a></p>' in narrowed
    assert "You saved two." in browser(ada).get("/library?is=saved").text
    assert "You saved" not in browser(ada).get("/library?is=saved&tag=evals").text


def test_what_takes_little_time_comes_first_where_one_asks_for_it(browser, ada):
    for title, minutes in (("Long", 50), ("Unsaid", None), ("Short", 4)):
        save(factories.resource(ada, title=title, minutes=minutes))
    shown = browser(ada).get("/library?sort=short").text
    assert shown.index(">Short<") < shown.index(">Long<") < shown.index(">Unsaid<")
    assert "Most take-aways first" in shown
    assert "/library?sort=short" in browser(ada).get("/library").text


def test_saving_from_the_list_leads_back_to_the_list_and_nowhere_else(browser, ada):
    made = factories.resource(ada)
    page = browser(ada)
    form = {"state": "saved", "next": "/library?tag=evaluation"}
    assert page.post(f"/library/{made.key}/state", data=form).location == "/library?tag=evaluation"
    form["next"] = "https://evil.example/"
    assert page.post(f"/library/{made.key}/state", data=form).location == f"/library/{made.key}"


def test_take_aways_are_shown_with_names_and_taken_back(browser, ada):
    made = factories.resource(ada)
    page = browser(ada)
    page.post(f"/library/{made.key}/take-aways", data={"text": "Five languages.", "failed": "y"})
    page.post(f"/library/{made.key}/take-aways", data={"text": "It changed what we count.", "hours": "30"})
    seen = browser(factories.person("Bob")).get(f"/library/{made.key}").text
    for told in ("Two take-aways", "Tried it, it failed:", "Saved about 30 hours", "Ada"):
        assert told in seen
    assert "Take back" not in seen
    key = page_queries.take_aways(made)[0][0].key
    page.post(f"/library/take-aways/{key}/take-back")
    assert "One take-away" in page.get(f"/library/{made.key}").text
    page.post(f"/library/take-aways/{key}/put-back")
    assert "Two take-aways" in page.get(f"/library/{made.key}").text


@pytest.mark.parametrize("gone", [TakeAway, Resource])
def test_a_take_away_that_the_bin_lost_as_one_pressed_is_gone_and_no_fault(browser, ada, monkeypatch, gone):
    """It was read, and purged before it was held: the page answered 500."""
    made, page, lock = factories.resource(ada), browser(ada), queries.lock
    key, about = factories.take_away(ada, made).key, f"/library/{made.key}"
    page.post(f"/library/take-aways/{key}/take-back")

    def purged(*ids):
        for table in (TakeAway, gone):
            db.session.execute(delete(table), execution_options={"synchronize_session": False})
        return lock(*ids)

    monkeypatch.setattr(queries, "lock", purged)
    answers = [page.post(f"/library/take-aways/{key}/{what}") for what in ("put-back", "edit")]
    assert [each.status_code for each in answers] == [404, 422], "nothing was sent to edit"
    typed = {"text": "It did more.", "version": "1"}
    answers.append(page.post(f"/library/take-aways/{key}/edit", data=typed))
    assert (answers[2].status_code, "gone for good" in answers[2].text) == (404, True)
    assert "gone for good" in answers[0].text
    monkeypatch.undo()
    assert page.get(about).status_code == 200, "nothing of it was saved"


def test_who_wrote_a_take_away_changes_it_and_it_says_so(browser, ada):
    made, page, admin = factories.resource(ada), browser(ada), factories.person("Ann", roles=(Role.ADMIN,))
    take = factories.take_away(ada, made, text="It changed what we count.", hours=30)
    where = f"/library/take-aways/{take.key}/edit"
    assert where in page.get(f"/library/{made.key}").text
    assert where not in browser(admin).get(f"/library/{made.key}").text
    answers = [getattr(browser(admin), asked)(where).status_code for asked in ("get", "post")]
    assert answers == [404, 404]
    form = page.get(where).text
    assert ("It changed what we count." in form, 'value="30"' in form) == (True, True)
    wrong = page.post(where, data={"text": "", "hours": "many", "version": "1"})
    assert (wrong.status_code, "Say in a sentence" in wrong.text) == (422, True)
    assert page.post(where, data={"text": "Five.", "hours": "4", "version": "1"}).status_code == 303
    shown = page.get(f"/library/{made.key}").text
    assert [told in shown for told in ("Five.", "Saved about 4 hours", ", changed ")] == [True, True, True]
    late = page.post(where, data={"text": "Six.", "hours": "4", "failed": "y", "version": "1"})
    assert late.status_code == 409
    stands = late.text.split("What stands now:")[1].split("</dl>")[0]
    assert [said in stands for said in ("Five.", ">4<", ">No<")] == [True, True, True]
    again = {"text": "Six.", "failed": "y", "version": "2"}
    assert page.post(where, data=again).status_code == 303
    page.post(f"/library/take-aways/{take.key}/take-back")
    gone = page.post(where, data={"text": "Seven.", "version": "3"})
    assert (gone.status_code, "Seven." in gone.text, page.get(where).status_code) == (403, True, 404)


def test_an_empty_take_away_is_kept_on_the_page(browser, ada):
    made = factories.resource(ada)
    reply = browser(ada).post(f"/library/{made.key}/take-aways", data={"text": "", "hours": "many"})
    assert reply.status_code == 422
    assert "Say in a sentence" in reply.text


def test_a_stale_edit_shows_both_texts(browser, ada):
    made = factories.resource(ada, "Theirs")
    form = {"title": "Mine", "kind": "article", "url": made.url, "version": made.version - 1}
    reply = browser(ada).post(f"/library/{made.key}/edit", data=form)
    assert reply.status_code == 409
    assert "Theirs" in reply.text
    assert "Mine" in reply.text


def test_an_edit_changes_everything_that_is_said(browser, ada):
    made = factories.resource(ada)
    form = {
        **{"title": "Evals", "kind": "paper", "level": "deep", "minutes": "40", "author": "Hanna Holt"},
        **{"published": "2026-10", "tags": "a, b c", "summary": "Why.", "owner": ada.email},
        **{"url": made.url, "version": made.version},
    }
    page = browser(ada)
    assert page.post(f"/library/{made.key}/edit", data=form).status_code == 303
    shown = page.get(f"/library/{made.key}").text
    for told in ("Paper, deep", "By Hanna Holt, October 2026.", "#b-c", "40"):
        assert told in shown
    wrong = page.post(f"/library/{made.key}/edit", data=form | {"published": "soon", "version": "2"})
    assert (wrong.status_code, "Write a year" in wrong.text) == (422, True)


def test_the_bin_and_back(browser, ada):
    made = factories.resource(ada, "Mistake")
    page = browser(ada)
    assert "Undo" in page.post(f"/library/{made.key}/bin", follow_redirects=True).text
    assert page.get(f"/library/{made.key}").status_code == 404
    assert "Mistake" in page.get("/library/bin").text
    page.post(f"/library/{made.key}/restore")
    assert page.get(f"/library/{made.key}").status_code == 200


def test_what_is_nowhere_on_the_web_is_written_by_hand(browser, ada):
    page = browser(ada)
    assert "/library/write" in page.get("/library/add").text
    assert "Give it a title." in page.post("/library/write", data={"summary": "Words"}).text
    made = page.post("/library/write", data={"title": "Our book", "kind": "book", "author": "Ada"})
    assert "By Ada." in page.get(made.location).text


def test_a_take_away_rests_in_the_bin_for_thirty_days(browser, ada, clock):
    made = factories.resource(ada)
    take, page = factories.take_away(ada, made, text="It worked."), browser(ada)
    page.post(f"/library/take-aways/{take.key}/take-back")
    assert "It worked." in page.get("/library/bin").text
    assert "It worked." not in browser(factories.person("Bob")).get("/library/bin").text
    clock.shift(timedelta(days=31))
    perform(jobs.empty_bin)
    assert db.session.query(TakeAway).count() == 0


def test_whoever_is_overtaken_sees_each_field_that_differs_and_loses_nothing(browser, ada):
    made, page = factories.resource(ada, "Evals", author="Ada"), browser(ada)
    form = {"title": "Mine", "url": made.url, "kind": "paper", "tags": "evaluation", "summary": made.summary}
    form |= {"minutes": "18", "author": "Ada", "version": made.version}
    page.post(f"/library/{made.key}/edit", data=form | {"title": "Theirs", "kind": "article"})
    late = page.post(f"/library/{made.key}/edit", data=form)
    assert late.status_code == 409
    shown = [late.text.split("What stands now:")[1].split("</dl>")[0]]
    assert [name in shown[0] for name in ("Theirs", "Article", "Author", "18")] == [True, True, False, False]
    assert 'value="Mine"' in late.text
    other, old = factories.resource(ada, "Other"), made.key
    page.post(f"/library/{other.key}/merge", data={"other": f"/library/{old}"})
    merged = page.post(f"/library/{old}/edit", data=form | {"version": fresh(other).version})
    assert (merged.status_code, f"/library/{other.key}/edit" in merged.text) == (409, True)


def test_a_merged_one_leads_to_the_other(browser, ada):
    kept, gone = factories.resource(ada, "Kept"), factories.resource(ada, "Other")
    page, old = browser(ada), gone.key
    kept.minutes = None
    save(kept)
    assert "How long it takes." in page.get(f"/library/{kept.key}/merge?other=/library/{old}").text
    assert page.post(f"/library/{kept.key}/merge", data={"other": "nothing"}).status_code == 422
    assert page.post(f"/library/{kept.key}/merge", data={"other": f"/library/{old}"}).status_code == 303
    assert page.get(f"/library/{old}").location == f"/library/{kept.key}"


def test_goals_are_tied_and_untied(browser, ada):
    made, goal = factories.resource(ada), factories.goal(ada, ada.unit, title="Fix within a week")
    page = browser(ada)
    page.post(f"/ties/resource/{made.key}", data={"goal": goal.key, "why": "Tests we trust."})
    assert "Tests we trust." in page.get(f"/library/{made.key}").text
    assert made.title in page.get(f"/goals/{goal.key}").text
    assert made.title in page.get(f"/library?goal={goal.key}").text
    assert "Nothing matches" in page.get("/library?goal=none").text
    page.post(f"/ties/resource/{made.key}/{goal.key}/untie")
    assert "Tests we trust." not in page.get(f"/library/{made.key}").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Paper", "Video"]),
        ("?type=paper", ["Paper"]),
        ("?type=paper&type=video", ["Paper", "Video"]),
        ("?tag=agents", ["Video"]),
        ("?tag=%23Agents", ["Video"]),
        ("?level=deep", ["Paper"]),
        ("?is=unread", ["Video"]),
        ("?is=look", ["Video"]),
        ("?is=broken", ["Video"]),
        ("?type=nonsense&is=nonsense&page=99", ["Paper", "Video"]),
    ],
)
def test_the_list_is_narrowed_down_by_its_address(browser, ada, query, found):
    paper = factories.resource(ada, "Paper", kind="paper", level="deep")
    factories.resource(ada, "Video", kind="video", tags=["agents"], link="gone")
    reading.mark(ada, paper, Reading.DONE)
    text = browser(ada).get(f"/library{query}").text
    assert [title for title in ("Paper", "Video") if f">{title}</a>" in text] == found


def test_guests_find_no_library(browser, ada):
    made = factories.resource(ada)
    gus = browser(factories.person("Gus", kind=Kind.GUEST))
    assert gus.get("/library").status_code == 403
    assert gus.get(f"/library/{made.key}").status_code == gus.get("/library/nothing").status_code


def test_few_and_many_cost_the_same_statements(browser, ada):
    factories.save(Organisation(id=1, name="Northwind"))
    made = factories.resource(ada)
    factories.take_away(ada, made)
    page = browser(ada)

    def cost(path: str) -> int:
        page.get(path)
        with statements() as sent:
            page.get(path)
        return len(sent)

    few = cost("/library"), cost(f"/library/{made.key}")
    for number in range(20):
        factories.take_away(factories.person(f"P{number}"), factories.resource(ada))
        factories.take_away(factories.person(f"Q{number}"), made)
    assert (cost("/library"), cost(f"/library/{made.key}")) == few
    assert few[0] <= 9
    assert few[1] <= 12


def test_nothing_of_what_is_typed_is_markup(browser, ada):
    made = factories.resource(ada, "<b>bold</b>", summary="<script>x</script>", tags=["<i>"])
    text = browser(ada).get(f"/library/{made.key}").text
    assert "<b>bold</b>" not in text
    assert "<script>x" not in text


def test_the_story_of_a_case_is_written_and_shown(browser, ada):
    made = factories.resource(ada, kind="case")
    form = {"title": made.title, "kind": "case", "url": made.url, "version": made.version}
    story = {"problem": "Nobody reads reports.", "result": "Eleven days.", "cost": "Not of a case"}
    page = browser(ada)
    page.post(f"/library/{made.key}/edit", data=form | story | {"expires_on": "2020-01-01"})
    shown = page.get(f"/library/{made.key}").text
    for told in ("The story", "Nobody reads reports.", "Eleven days.", "Does it still hold?"):
        assert told in shown
    assert "Not of a case" not in shown
    page.post(f"/library/{made.key}/confirm")
    assert "Does it still hold?" not in page.get(f"/library/{made.key}").text
    assert "Nobody reads reports." in page.get(f"/library/{made.key}/edit").text


def test_take_aways_beyond_twenty_are_on_further_pages(browser):
    ada = factories.person("Ada")
    made = factories.resource(ada)
    for number in range(23):
        factories.take_away(ada, made, text=f"Use {number}.", at=clock.now() - timedelta(minutes=number))
    first, second, beyond = (
        browser(ada).get(f"/library/{made.key}?said={number}").text for number in (1, 2, 9)
    )
    assert "Twenty-three take-aways" in first or "23 take-aways" in first
    assert ("Use 19." in first, "Use 20." in first) == (True, False)
    assert ("Use 19." in second, "Use 22." in second) == (False, True)
    assert "Use 0." in beyond
