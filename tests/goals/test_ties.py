"""Tying, from either side, and what is covered by it."""

from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.words import counted
from learnhub.demos.models import Snapshot
from learnhub.goals import queries, services
from learnhub.goals.models import Tie
from learnhub.library.models import ResourceKind
from learnhub.people.models import Kind, Role
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


@pytest.fixture
def greta():
    return factories.person("Greta", unit=factories.unit(), roles=(Role.LEADER,))


@pytest.fixture
def goal(greta):
    return factories.goal(greta, greta.unit)


def test_a_goal_finds_a_thing_by_its_words_and_ties_it(browser, greta, goal):
    page, wanted = browser(greta), factories.hackathon(title="Winter Build")
    factories.hackathon(title="Other thing")
    found = page.get(f"/goals/{goal.key}/ties?kind=hackathon&q=wint").text
    assert "Winter Build" in found
    assert "Other thing" not in found
    back = f"/goals/{goal.key}/ties"
    said = {"kind": "hackathon", "thing": wanted.key, "why": "Motors say when they fail."}
    assert page.post(back, data=said).location == back
    assert page.post(back, data=said | {"thing": "nothing"}).status_code == 404
    refused = page.post(back, data=said | {"thing": ""})
    assert (refused.status_code, "Choose what is to serve the goal." in refused.text) == (422, True)
    assert '" checked' not in page.get(back).text  # a careless press ties nothing
    assert "Motors say when they fail." in page.get(back).text
    (tie,) = queries.all_ties_of(Ref("hackathon", wanted.id))
    assert page.post(f"{back}/{tie.key}/untie").status_code == 303
    assert queries.all_ties_of(Ref("hackathon", wanted.id)) == []


def test_a_thing_says_which_goals_it_serves_on_a_page_of_its_own(browser, greta, goal):
    host = factories.person("Hugo", unit=greta.unit, roles=(Role.LEAD,))
    hackathon = factories.hackathon(host, title="Winter Build")
    page, where = browser(host), f"/ties/hackathon/{hackathon.key}"
    before = page.get(where).text
    assert "Winter Build serves no goal yet." in before
    assert '<option value="">Choose one</option>' in before  # a careless press ties nothing
    refused = page.post(where, data={"goal": ""})
    assert (refused.status_code, "Choose the goal that it serves." in refused.text) == (422, True)
    assert page.post(where, data={"goal": goal.key, "back": "//evil.example"}).location == where
    assert "Winter Build serves one goal." in page.get(where).text


def test_whoever_may_change_neither_is_refused(browser, greta, goal):
    hackathon = factories.hackathon(title="Winter Build")
    services.tie(greta, goal, Ref("hackathon", hackathon.id), why="", may_edit_the_other=True)
    db.session.commit()
    page, where = browser(factories.person("Bob", unit=greta.unit)), f"/ties/hackathon/{hackathon.key}"
    assert "Tie to goal" not in page.get(where).text
    assert page.post(where, data={"goal": goal.key}).status_code == 403
    assert page.post(f"{where}/{goal.key}/untie").status_code == 403


def test_what_one_may_not_know_of_is_not_there(browser, greta, goal):
    draft = factories.coming(title="Secret", published=False)
    page = browser(greta)
    assert page.get(f"/ties/hackathon/{draft.key}").status_code == 404
    assert page.get("/ties/hackathon/nothing").status_code == 404
    assert page.get("/ties/thing/nothing").status_code == 404
    assert page.post(f"/ties/hackathon/{draft.key}", data={"goal": goal.key}).status_code == 404
    guest = browser(factories.person("Gus", kind=Kind.GUEST))
    assert guest.get(f"/ties/hackathon/{factories.hackathon().key}").status_code == 403


def test_a_kept_demo_that_is_tied_by_itself_is_evidence(greta, goal):
    demo = factories.demo(factories.team(factories.person("Cleo"), factories.hackathon()))
    save(Snapshot(demo_id=demo.id, taken_at=clock.now(), content={}))
    services.tie(greta, goal, Ref("demo", demo.id), why="", may_edit_the_other=True)
    assert queries.evidence_since(goal, None) == {"demo": 1}


def test_the_next_update_begins_with_what_came_in_since_the_last(browser, greta, goal):
    hackathon = Ref("hackathon", factories.hackathon().id)
    services.tie(greta, goal, hackathon, why="", may_edit_the_other=True)
    for number in range(2):
        services.add_evidence(Ref("take-away", number + 1), came_of=hackathon, at=clock.now() - DAY)
    db.session.commit()
    page = browser(greta)
    assert "So far, 2 take-aways." in page.get(f"/goals/{goal.key}/update").text
    assert page.post(f"/goals/{goal.key}/update", data={"changed": "Two."}).status_code == 303
    assert "take-away" not in page.get(f"/goals/{goal.key}/update").text


def test_coverage_names_goals_without_learning_and_learning_without_a_goal(browser, greta, goal):
    served = factories.goal(greta, greta.unit, title="Served in time")
    day = clock.now().date() + 40 * DAY
    later = factories.goal(greta, greta.unit, title="Begins later", starts_on=day, ends_on=day)
    tied, loose = factories.hackathon(title="Tied Build"), factories.hackathon(title="Loose Build")
    services.tie(greta, served, Ref("hackathon", tied.id), why="", may_edit_the_other=True)
    db.session.commit()
    for number in range(13):
        factories.resource(greta, f"Loose {number}")
    db.session.commit()
    text = browser(greta).get("/goals/coverage").text
    assert f"“{goal.title}” has no learning yet; 14 things serve no goal." in text
    assert later.title not in text
    assert "See all 13" in text
    last = browser(greta).get("/goals/coverage/resource?page=7").text
    assert last.count('<h2 class="h3"><a href="/ties/resource/') == 13
    assert goal.title in text
    assert loose.title in text
    assert "Tied Build" not in text
    assert browser(factories.person("Bob", unit=greta.unit)).get("/goals/coverage").status_code == 403


def test_a_row_says_what_a_thing_is_once(browser, greta, goal):
    made = [factories.resource(greta, "Slides of it", kind=ResourceKind.SLIDES), factories.hackathon()]
    for ref in (Ref("resource", made[0].id), Ref("hackathon", made[1].id)):
        services.tie(greta, goal, ref, why="", may_edit_the_other=True)
    db.session.commit()
    text = browser(greta).get(f"/goals/{goal.key}/ties").text
    for said in ("Slides", "Hackathon, running"):
        assert f'<p class="note">{said}</p>' in text


def test_the_dates_of_a_series_stand_under_it_and_no_row_is_there_for_each(browser, greta, goal):
    series = factories.series(greta, title="Clinic")
    services.tie(greta, goal, Ref("series", series.id), why="", may_edit_the_other=True)
    talk = factories.talk(starts_in=2 * DAY, title="Alone")
    services.tie(greta, goal, Ref("talk", talk.id), why="", may_edit_the_other=True)
    db.session.commit()
    page, where = browser(greta), f"/goals/{goal.key}/ties"
    dates = db.session.query(Tie).filter_by(goal_id=goal.id, ref_kind="talk").count() - 1
    text = page.get(where).text
    assert ("Two things serve it." in text, text.count(">Untie<"), dates > 1) == (True, 2, True)
    assert f", with {counted(dates, 'date')}</p>" in text
    assert "Talk, to come, <time" in text
    tie = db.session.query(Tie).filter_by(goal_id=goal.id, ref_kind="series").one()
    gone = page.post(f"{where}/{tie.key}/untie", follow_redirects=True).text
    assert ("It serves this goal no more.<" in gone, gone.count(">Untie<")) == (True, 1)


def test_what_to_tie_is_offered_of_every_kind_before_one_is_chosen(browser, greta, goal):
    talk, build = factories.talk(greta, title="Evals"), factories.hackathon(title="Winter Build")
    page, back = browser(greta), f"/goals/{goal.key}/ties"
    shown = page.get(back).text
    assert all(
        f'value="{kind}/{of.key}" required' in shown for kind, of in (("talk", talk), ("hackathon", build))
    )
    assert page.post(back, data={"thing": f"talk/{talk.key}"}).location == back
    left = page.get("/goals/coverage").text
    assert f"/ties/talk/{talk.key}" not in left
    assert f'<a class="btn small" href="/ties/hackathon/{build.key}">' in left
